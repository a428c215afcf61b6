-- Which law, policy or standard governs what?
-- Rules with what they govern and who applies them, the most mentioned first; up to 200. Type a part of the rule's name, or leave it empty.
with rule as materialized (
  select e.entity_id, e.name, e.mentions, t.label as kind from entities e
  join entity_types t on t.type = e.type and t.coarse = 'RULE'
  where e.name like '%' || :rule || '%'
),
x as (
  select r.relation_id, r.predicate, rule.name as rule, rule.kind, rule.mentions, r.object_id as other_id, 'rule, then other' as role
  from rule join relations r on r.subject_id = rule.entity_id where r.object_id is not null
  union all
  select r.relation_id, r.predicate, rule.name, rule.kind, rule.mentions, r.subject_id, 'other, then rule'
  from rule join relations r on r.object_id = rule.entity_id where r.predicate in ('governed_by', 'implements', 'established_by')
),
chosen as (select * from x order by mentions desc, rule, relation_id limit 200)
select c.rule, c.kind, p.label as relation, o.name as other, c.role,
  (select quote from evidence e where e.relation_id = c.relation_id limit 1) as quote, c.relation_id
from chosen c
join entities o on o.entity_id = c.other_id
join predicates p on p.predicate = c.predicate
order by c.mentions desc, c.rule, p.label, o.name
