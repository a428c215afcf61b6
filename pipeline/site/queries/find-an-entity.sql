-- Which entities go by this name?
-- Looks through names and all other names, acronyms included. Type a part of one.
select e.entity_id, e.name, t.label as type,
  (select group_concat(alias, '; ') from aliases a where a.entity_id = e.entity_id) as other_names,
  e.description, e.mentions
from entities e
join entity_types t on t.type = e.type
where e.name like '%' || :name || '%'
  or e.entity_id in (select entity_id from aliases where alias like '%' || :name || '%')
order by e.mentions desc, e.name
limit 200
