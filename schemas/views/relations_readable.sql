-- One row is a relation with the names of its two ends instead of their ids, and all of its quotes.
select
  r.relation_id,
  s.name as subject,
  p.label as predicate,
  coalesce(o.name, r.object_value) as object,
  r.modality,
  r.valid_from,
  r.valid_to,
  s.type as subject_type,
  o.type as object_type,
  (
    select group_concat(quote, ' […] ')
    from (
      select e.quote
      from evidence e
      join sentences t on t.sentence_id = e.sentence_id
      where e.relation_id = r.relation_id
      order by t.document_id, e.start
    )
  ) as quotes,
  r.evidence,
  r.confidence,
  r.status,
  r.rule
from relations r
join entities s on s.entity_id = r.subject_id
join predicates p on p.predicate = r.predicate
left join entities o on o.entity_id = r.object_id
