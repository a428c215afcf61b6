-- Who answers to whom?
-- The chain of command: oversight, membership, being a part of, appointment and leadership. Type a part of a name, or leave it empty; up to 200 rows.
select s.name as lower, p.label as relation, o.name as higher, r.modality, r.valid_from, r.valid_to, r.relation_id
from relations r
join predicates p on p.predicate = r.predicate
join entities s on s.entity_id = r.subject_id
join entities o on o.entity_id = r.object_id
where r.predicate in ('overseen_by', 'part_of', 'member_of', 'led_by', 'appointed_by')
  and (s.name like '%' || :name || '%' or o.name like '%' || :name || '%')
order by o.name, r.predicate, s.name
limit 200
