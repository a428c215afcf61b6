-- What is said, word for word, about something?
-- Open statements that contain all of the given words, the best of the first 1,000 that do. Type one word or more.
with found as materialized (
  select rowid, rank from statements_fts where statements_fts match escape_fts(:words) limit 1000
)
select s.subject, s.relation, s.object, s.negated, s.modality, w.name as according_to, s.statement_id
from found
join statements s on s.rowid = found.rowid
left join entities w on w.entity_id = s.attributed_to
order by found.rank
limit 200
