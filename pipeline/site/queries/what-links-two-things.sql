-- What links two things?
-- Direct relations between them, either way, with every quote. Type a part of each name.
select s.name as subject, p.label as relation, o.name as object, r.modality, e.quote, e.evidence_id
from relations r
join predicates p on p.predicate = r.predicate
join entities s on s.entity_id = r.subject_id
join entities o on o.entity_id = r.object_id
join evidence e on e.relation_id = r.relation_id
where (s.name like '%' || :one || '%' and o.name like '%' || :other || '%')
  or (s.name like '%' || :other || '%' and o.name like '%' || :one || '%')
order by s.name, p.label, o.name
limit 500
