-- Who is reported to hold what?
-- All viewpoints. Type a part of the holder's name ("proponents", "industry"), or leave it empty; up to 200 rows.
select h.name as holder, v.stance, v.cue, v.text as viewpoint, a.name as about, v.viewpoint_id
from viewpoints v
left join entities h on h.entity_id = v.holder_id
left join entities a on a.entity_id = v.about_id
where :holder = '' or h.name like '%' || :holder || '%'
order by h.name, v.stance, v.sentence_id, v.start
limit 200
