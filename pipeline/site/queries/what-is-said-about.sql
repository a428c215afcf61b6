-- What is said, word for word, about something?
-- Open statements that contain all of the given words, best match first. Type one word or more.
select s.subject, s.relation, s.object, s.negated, s.modality, w.name as according_to, s.statement_id
from statements_fts
join statements s on s.rowid = statements_fts.rowid
left join entities w on w.entity_id = s.attributed_to
where statements_fts match escape_fts(:words)
order by statements_fts.rank
limit 200
