-- Which law, policy or standard governs what?
-- Rules with what they govern and who applies them. Type a part of the rule's name, or leave it empty.
select rule.name as rule, t.label as kind, p.label as relation, other.name as other, role,
  (select quote from evidence e where e.relation_id = x.relation_id limit 1) as quote, x.relation_id
from (
  select relation_id, predicate, subject_id as rule_id, object_id as other_id, 'rule, then other' as role
  from relations where object_id is not null
  union all
  select relation_id, predicate, object_id, subject_id, 'other, then rule'
  from relations where predicate in ('governed_by', 'implements', 'established_by')
) x
join entities rule on rule.entity_id = x.rule_id
join entity_types t on t.type = rule.type and t.coarse = 'RULE'
join entities other on other.entity_id = x.other_id
join predicates p on p.predicate = x.predicate
where rule.name like '%' || :rule || '%'
order by rule.name, p.label, other.name
limit 500
