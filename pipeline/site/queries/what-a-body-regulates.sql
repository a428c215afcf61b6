-- What does a body regulate, or answer for?
-- Type a part of the body's name; leave it empty for all bodies. Each row is a relation with its first quote; up to 200.
select s.name as body, p.label as relation, o.name as object, t.label as type, r.modality,
  (select quote from evidence e where e.relation_id = r.relation_id limit 1) as quote, r.relation_id
from relations r
join predicates p on p.predicate = r.predicate
join entities s on s.entity_id = r.subject_id
join entities o on o.entity_id = r.object_id
join entity_types t on t.type = o.type
where r.predicate in ('regulates', 'responsible_for')
  and t.coarse <> 'ORG'
  and s.name like '%' || :body || '%'
order by s.mentions desc, s.name, r.predicate, o.name
limit 200
