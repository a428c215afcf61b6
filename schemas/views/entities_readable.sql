-- One row is an entity with its type for people, its owner's name and all of its other names.
select
  e.entity_id,
  e.name,
  t.label as type,
  e.named,
  w.name as scope,
  (
    select group_concat(alias, '; ')
    from (select alias from aliases a where a.entity_id = e.entity_id order by a.alias)
  ) as aliases,
  e.description,
  e.mentions,
  e.documents
from entities e
join entity_types t on t.type = e.type
left join entities w on w.entity_id = e.scope_id
