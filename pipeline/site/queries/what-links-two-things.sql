-- What links two things?
-- Direct relations between them, either way, with every quote; up to 200. Type a part of each name.
with one as materialized (select entity_id from entities where name like '%' || :one || '%'),
other as materialized (select entity_id from entities where name like '%' || :other || '%'),
linked as (
  select * from relations
  where (subject_id in one and object_id in other) or (subject_id in other and object_id in one)
  limit 200
)
select s.name as subject, p.label as relation, o.name as object, r.modality, e.quote, e.evidence_id
from linked r
join predicates p on p.predicate = r.predicate
join entities s on s.entity_id = r.subject_id
join entities o on o.entity_id = r.object_id
join evidence e on e.relation_id = r.relation_id
order by s.name, p.label, o.name
limit 200
