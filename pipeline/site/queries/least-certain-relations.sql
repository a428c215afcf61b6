-- Which relations are the least certain?
-- Where to look first for mistakes: extracted relations by rising confidence.
select r.confidence, s.name as subject, p.label as relation, coalesce(o.name, r.object_value) as object, r.rule,
  (select quote from evidence e where e.relation_id = r.relation_id limit 1) as quote, r.relation_id
from relations r
join predicates p on p.predicate = r.predicate
join entities s on s.entity_id = r.subject_id
left join entities o on o.entity_id = r.object_id
where r.status = 'extracted'
order by r.confidence, s.name
limit 100
