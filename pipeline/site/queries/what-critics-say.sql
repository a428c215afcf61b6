-- What do critics say?
-- Critical viewpoints with who is reported to hold them. Narrow them down by what they are about; leave it empty for all, up to 200.
select h.name as holder, v.cue, v.text as viewpoint, a.name as about, v.viewpoint_id
from viewpoints v
left join entities h on h.entity_id = v.holder_id
left join entities a on a.entity_id = v.about_id
where v.stance = 'critical'
  and (:about = '' or a.name like '%' || :about || '%')
order by h.name, v.sentence_id, v.start
limit 200
