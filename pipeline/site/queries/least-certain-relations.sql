-- Which relations are the least certain?
-- Where to look first for mistakes: the 100 extracted relations of the lowest confidence.
with doubtful as (
  select * from relations where status = 'extracted' order by confidence, rowid limit 100
)
select r.confidence, s.name as subject, p.label as relation, coalesce(o.name, r.object_value) as object, r.rule,
  (select quote from evidence e where e.relation_id = r.relation_id limit 1) as quote, r.relation_id
from doubtful r
join predicates p on p.predicate = r.predicate
join entities s on s.entity_id = r.subject_id
left join entities o on o.entity_id = r.object_id
order by r.confidence, s.name
