-- One row is an open statement with the entities that it names, and the sentence, section and document that it stands in.
select
  x.statement_id,
  x.subject,
  x.relation,
  x.object,
  x.negated,
  x.modality,
  s.name as subject_entity,
  o.name as object_entity,
  w.name as attributed_to,
  t.text as sentence,
  c.title as section,
  d.title as document,
  x.rule,
  x.confidence
from statements x
join sentences t on t.sentence_id = x.sentence_id
join sections c on c.section_id = t.section_id
join documents d on d.document_id = t.document_id
left join entities s on s.entity_id = x.subject_id
left join entities o on o.entity_id = x.object_id
left join entities w on w.entity_id = x.attributed_to
