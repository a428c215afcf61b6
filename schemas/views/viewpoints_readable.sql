-- One row is a viewpoint with names instead of ids: who is reported to hold what about whom, in which sentence of which document.
select
  v.viewpoint_id,
  h.name as holder,
  v.stance,
  a.name as about,
  v.cue,
  v.text as viewpoint,
  t.text as sentence,
  d.title as document,
  v.rule,
  v.confidence
from viewpoints v
join sentences t on t.sentence_id = v.sentence_id
join documents d on d.document_id = t.document_id
left join entities h on h.entity_id = v.holder_id
left join entities a on a.entity_id = v.about_id
