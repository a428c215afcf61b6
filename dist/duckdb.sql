-- Makes all tables of this folder in DuckDB. Run it in the folder: duckdb tables.duckdb < duckdb.sql
CREATE TABLE "documents" (
  "document_id" VARCHAR NOT NULL,
  "title" VARCHAR NOT NULL,
  "path" VARCHAR NOT NULL,
  "sha256" VARCHAR NOT NULL,
  "characters" BIGINT NOT NULL,
  "language" VARCHAR NOT NULL,
  PRIMARY KEY (document_id)
);
COMMENT ON TABLE "documents" IS 'One row is a source text.';
COMMENT ON COLUMN "documents"."document_id" IS 'The document''s id: that of its entry in the sources file, else the slug of its title.';
COMMENT ON COLUMN "documents"."title" IS 'The document''s title, without page furniture.';
COMMENT ON COLUMN "documents"."path" IS 'The file that the text was read from, below the folder of sources.';
COMMENT ON COLUMN "documents"."sha256" IS 'Hash of the file''s bytes as they were received.';
COMMENT ON COLUMN "documents"."characters" IS 'Length of the decoded text, a byte order mark left out.';
COMMENT ON COLUMN "documents"."language" IS 'Language of the text, as a BCP 47 tag.';
INSERT INTO "documents" SELECT * FROM 'parquet/documents.parquet';
CREATE TABLE "entity_types" (
  "type" VARCHAR NOT NULL,
  "label" VARCHAR NOT NULL,
  "definition" VARCHAR NOT NULL,
  "coarse" VARCHAR NOT NULL,
  "uri" VARCHAR,
  PRIMARY KEY (type)
);
COMMENT ON TABLE "entity_types" IS 'One row is a type of entity.';
COMMENT ON COLUMN "entity_types"."type" IS 'The type''s name in the table `entities`.';
COMMENT ON COLUMN "entity_types"."label" IS 'The type''s name for people.';
COMMENT ON COLUMN "entity_types"."definition" IS 'What is of this type.';
COMMENT ON COLUMN "entity_types"."coarse" IS 'The class to use where the fine types are a matter of taste.';
COMMENT ON COLUMN "entity_types"."uri" IS 'A class of a public vocabulary that means the same or includes it; empty where none fits.';
INSERT INTO "entity_types" SELECT * FROM 'parquet/entity_types.parquet';
CREATE TABLE "predicates" (
  "predicate" VARCHAR NOT NULL,
  "label" VARCHAR NOT NULL,
  "definition" VARCHAR NOT NULL,
  "inverse_label" VARCHAR NOT NULL,
  "symmetric" BOOLEAN NOT NULL,
  "subject_types" VARCHAR[] NOT NULL,
  "object_types" VARCHAR[] NOT NULL,
  "uri" VARCHAR,
  PRIMARY KEY (predicate)
);
COMMENT ON TABLE "predicates" IS 'One row is a predicate of relations.';
COMMENT ON COLUMN "predicates"."predicate" IS 'The predicate''s name in the table `relations`.';
COMMENT ON COLUMN "predicates"."label" IS 'The predicate for people, read from subject to object.';
COMMENT ON COLUMN "predicates"."definition" IS 'What holds between subject and object.';
COMMENT ON COLUMN "predicates"."inverse_label" IS 'The predicate for people, read from object to subject.';
COMMENT ON COLUMN "predicates"."symmetric" IS 'Whether it says the same with its two ends exchanged; the ends then stand in id order, so that the two columns of types fit in either direction.';
COMMENT ON COLUMN "predicates"."subject_types" IS 'Coarse classes that the subject may have; `any` for all.';
COMMENT ON COLUMN "predicates"."object_types" IS 'Coarse classes that the object may have; `any` for all, `any generic` for all that have no proper name, an empty list where the object is a literal value.';
COMMENT ON COLUMN "predicates"."uri" IS 'A property of a public vocabulary that means the same or includes it; empty where none fits.';
INSERT INTO "predicates" SELECT * FROM 'parquet/predicates.parquet';
CREATE TABLE "failures" (
  "failure_id" VARCHAR NOT NULL,
  "path" VARCHAR NOT NULL,
  "document_id" VARCHAR,
  "stage" VARCHAR NOT NULL,
  "error" VARCHAR NOT NULL,
  PRIMARY KEY (failure_id)
);
COMMENT ON TABLE "failures" IS 'One row is a source text that could not be read into the tables, and why.';
COMMENT ON COLUMN "failures"."failure_id" IS 'The failure''s id.';
COMMENT ON COLUMN "failures"."path" IS 'The file, and the line or row of a file that holds many texts, below the folder of sources.';
COMMENT ON COLUMN "failures"."document_id" IS 'The id that the document would have, where it is known; it is in no other table.';
COMMENT ON COLUMN "failures"."stage" IS 'What could not be done: `read` the text, `extract` what it says, or apply a `review`.';
COMMENT ON COLUMN "failures"."error" IS 'What was wrong, in one sentence.';
INSERT INTO "failures" SELECT * FROM 'parquet/failures.parquet';
CREATE TABLE "sections" (
  "section_id" VARCHAR NOT NULL,
  "document_id" VARCHAR NOT NULL,
  "position" BIGINT NOT NULL,
  "level" BIGINT NOT NULL,
  "title" VARCHAR NOT NULL,
  "start" BIGINT NOT NULL,
  "end" BIGINT NOT NULL,
  PRIMARY KEY (section_id),
  FOREIGN KEY (document_id) REFERENCES documents (document_id)
);
COMMENT ON TABLE "sections" IS 'One row is a headed part of a document; the lead, before the first heading, is a section with an empty title.';
COMMENT ON COLUMN "sections"."section_id" IS 'The section''s id.';
COMMENT ON COLUMN "sections"."document_id" IS 'The document that it belongs to.';
COMMENT ON COLUMN "sections"."position" IS 'The how-manieth section of its document, from 0.';
COMMENT ON COLUMN "sections"."level" IS 'Depth of the heading: 0 for the lead, 1 for a heading.';
COMMENT ON COLUMN "sections"."title" IS 'The heading''s text; empty for the lead.';
COMMENT ON COLUMN "sections"."start" IS 'Where the section begins: code points from the start of the source text.';
COMMENT ON COLUMN "sections"."end" IS 'Where the section ends: the code point after its last one.';
INSERT INTO "sections" SELECT * FROM 'parquet/sections.parquet';
CREATE TABLE "entities" (
  "entity_id" VARCHAR NOT NULL,
  "name" VARCHAR NOT NULL,
  "type" VARCHAR NOT NULL,
  "named" BOOLEAN NOT NULL,
  "scope_id" VARCHAR,
  "description" VARCHAR,
  "mentions" BIGINT NOT NULL,
  "documents" BIGINT NOT NULL,
  PRIMARY KEY (entity_id),
  FOREIGN KEY (type) REFERENCES entity_types (type)
);
COMMENT ON TABLE "entities" IS 'One row is a thing that the text speaks of: a body, a rule, a place, a person, a group or a topic.';
COMMENT ON COLUMN "entities"."entity_id" IS 'The entity''s id: the slug of its name, after its owner''s id and `--` where it is known only through its owner.';
COMMENT ON COLUMN "entities"."name" IS 'The fullest form that the text gives, without article.';
COMMENT ON COLUMN "entities"."type" IS 'What kind of thing it is; see the table `entity_types`.';
COMMENT ON COLUMN "entities"."named" IS 'True for a proper name, false for a generic term.';
COMMENT ON COLUMN "entities"."scope_id" IS 'The owner through which alone an organ, office or role is known.';
COMMENT ON COLUMN "entities"."description" IS 'What the text itself says of the entity, quoted; empty where it says nothing of the kind.';
COMMENT ON COLUMN "entities"."mentions" IS 'How many places name it: its rows in the table `mentions`.';
COMMENT ON COLUMN "entities"."documents" IS 'How many documents speak of it.';
INSERT INTO "entities" SELECT * FROM 'parquet/entities.parquet';
CREATE TABLE "sentences" (
  "sentence_id" VARCHAR NOT NULL,
  "document_id" VARCHAR NOT NULL,
  "section_id" VARCHAR NOT NULL,
  "position" BIGINT NOT NULL,
  "block" BIGINT NOT NULL,
  "kind" VARCHAR NOT NULL,
  "start" BIGINT NOT NULL,
  "end" BIGINT NOT NULL,
  "text" VARCHAR NOT NULL,
  PRIMARY KEY (sentence_id),
  FOREIGN KEY (document_id) REFERENCES documents (document_id),
  FOREIGN KEY (section_id) REFERENCES sections (section_id)
);
COMMENT ON TABLE "sentences" IS 'One row is a sentence, a heading or a title.';
COMMENT ON COLUMN "sentences"."sentence_id" IS 'The sentence''s id.';
COMMENT ON COLUMN "sentences"."document_id" IS 'The document that it belongs to.';
COMMENT ON COLUMN "sentences"."section_id" IS 'The section that it stands in.';
COMMENT ON COLUMN "sentences"."position" IS 'The how-manieth row of its document, from 0.';
COMMENT ON COLUMN "sentences"."block" IS 'Number of the paragraph, list item, heading or title that it stands in, from 0.';
COMMENT ON COLUMN "sentences"."kind" IS 'What it stands in.';
COMMENT ON COLUMN "sentences"."start" IS 'Where the sentence begins: code points from the start of the source text.';
COMMENT ON COLUMN "sentences"."end" IS 'Where the sentence ends: the code point after its last one.';
COMMENT ON COLUMN "sentences"."text" IS 'The source between `start` and `end`, character for character.';
INSERT INTO "sentences" SELECT * FROM 'parquet/sentences.parquet';
CREATE TABLE "aliases" (
  "entity_id" VARCHAR NOT NULL,
  "alias" VARCHAR NOT NULL,
  "kind" VARCHAR NOT NULL,
  PRIMARY KEY (entity_id, alias),
  FOREIGN KEY (entity_id) REFERENCES entities (entity_id)
);
COMMENT ON TABLE "aliases" IS 'One row is another name of an entity.';
COMMENT ON COLUMN "aliases"."entity_id" IS 'The entity that is called so.';
COMMENT ON COLUMN "aliases"."alias" IS 'The other name.';
COMMENT ON COLUMN "aliases"."kind" IS 'An `acronym`, a `variant` of the name, or its `translation`.';
INSERT INTO "aliases" SELECT * FROM 'parquet/aliases.parquet';
CREATE TABLE "relations" (
  "relation_id" VARCHAR NOT NULL,
  "subject_id" VARCHAR NOT NULL,
  "predicate" VARCHAR NOT NULL,
  "object_id" VARCHAR,
  "object_value" VARCHAR,
  "modality" VARCHAR NOT NULL,
  "valid_from" VARCHAR,
  "valid_to" VARCHAR,
  "evidence" BIGINT NOT NULL,
  "confidence" DOUBLE,
  "status" VARCHAR NOT NULL,
  "rule" VARCHAR NOT NULL,
  PRIMARY KEY (relation_id),
  FOREIGN KEY (subject_id) REFERENCES entities (entity_id),
  FOREIGN KEY (predicate) REFERENCES predicates (predicate),
  FOREIGN KEY (object_id) REFERENCES entities (entity_id)
);
COMMENT ON TABLE "relations" IS 'One row is a typed edge between two entities, or from an entity to a literal value, however often the text says it.';
COMMENT ON COLUMN "relations"."relation_id" IS 'Subject, predicate and object joined by dots; the two ends of a symmetric one in id order.';
COMMENT ON COLUMN "relations"."subject_id" IS 'The entity that the relation starts from.';
COMMENT ON COLUMN "relations"."predicate" IS 'What holds between the two; see the table `predicates`.';
COMMENT ON COLUMN "relations"."object_id" IS 'The entity that the relation leads to; empty where `object_value` is filled.';
COMMENT ON COLUMN "relations"."object_value" IS 'A date (ISO 8601, with the precision that the text has) or a number; empty where `object_id` is filled.';
COMMENT ON COLUMN "relations"."modality" IS 'How the text puts it: `asserted` as a fact, `possible` (can, may, might), `required` (must, should), or `intended` (aims to, seeks to).';
COMMENT ON COLUMN "relations"."valid_from" IS 'Since when it holds, as far as the text says; ISO 8601 with the precision that the text has.';
COMMENT ON COLUMN "relations"."valid_to" IS 'Until when it held, as far as the text says; ISO 8601 with the precision that the text has.';
COMMENT ON COLUMN "relations"."evidence" IS 'How many places support it: its rows in the table `evidence`.';
COMMENT ON COLUMN "relations"."confidence" IS 'How often the rule was right where it was judged, smoothed; of a weighed relation (rule `weighed`), how likely it is; empty for what a review added.';
COMMENT ON COLUMN "relations"."status" IS '`extracted` by a rule; `confirmed` or `added` by a recorded review.';
COMMENT ON COLUMN "relations"."rule" IS 'The rule, or the review decision, that made the relation''s best evidence.';
INSERT INTO "relations" SELECT * FROM 'parquet/relations.parquet';
CREATE TABLE "mentions" (
  "mention_id" VARCHAR NOT NULL,
  "entity_id" VARCHAR NOT NULL,
  "sentence_id" VARCHAR NOT NULL,
  "start" BIGINT NOT NULL,
  "end" BIGINT NOT NULL,
  "text" VARCHAR NOT NULL,
  "kind" VARCHAR NOT NULL,
  PRIMARY KEY (mention_id),
  FOREIGN KEY (entity_id) REFERENCES entities (entity_id),
  FOREIGN KEY (sentence_id) REFERENCES sentences (sentence_id)
);
COMMENT ON TABLE "mentions" IS 'One row is one place that names an entity; mentions may nest.';
COMMENT ON COLUMN "mentions"."mention_id" IS 'The mention''s id.';
COMMENT ON COLUMN "mentions"."entity_id" IS 'The entity that is meant.';
COMMENT ON COLUMN "mentions"."sentence_id" IS 'The sentence that it stands in.';
COMMENT ON COLUMN "mentions"."start" IS 'Where the mention begins: code points from the start of the source text.';
COMMENT ON COLUMN "mentions"."end" IS 'Where the mention ends: the code point after its last one.';
COMMENT ON COLUMN "mentions"."text" IS 'The source between `start` and `end`, character for character.';
COMMENT ON COLUMN "mentions"."kind" IS 'By its `name`, by an `alias`, by a `nominal` (“the agency”) or by a `pronoun` (“it”).';
INSERT INTO "mentions" SELECT * FROM 'parquet/mentions.parquet';
CREATE TABLE "statements" (
  "statement_id" VARCHAR NOT NULL,
  "sentence_id" VARCHAR NOT NULL,
  "proposition_id" VARCHAR NOT NULL,
  "subject" VARCHAR NOT NULL,
  "relation" VARCHAR NOT NULL,
  "object" VARCHAR NOT NULL,
  "subject_start" BIGINT NOT NULL,
  "subject_end" BIGINT NOT NULL,
  "relation_start" BIGINT NOT NULL,
  "relation_end" BIGINT NOT NULL,
  "object_start" BIGINT NOT NULL,
  "object_end" BIGINT NOT NULL,
  "subject_id" VARCHAR,
  "object_id" VARCHAR,
  "negated" BOOLEAN NOT NULL,
  "modality" VARCHAR NOT NULL,
  "attributed_to" VARCHAR,
  "rule" VARCHAR NOT NULL,
  "confidence" DOUBLE,
  PRIMARY KEY (statement_id),
  FOREIGN KEY (sentence_id) REFERENCES sentences (sentence_id),
  FOREIGN KEY (subject_id) REFERENCES entities (entity_id),
  FOREIGN KEY (object_id) REFERENCES entities (entity_id),
  FOREIGN KEY (attributed_to) REFERENCES entities (entity_id)
);
COMMENT ON TABLE "statements" IS 'One row is an open triple read off one sentence, in the sentence''s own words.';
COMMENT ON COLUMN "statements"."statement_id" IS 'The statement''s id.';
COMMENT ON COLUMN "statements"."sentence_id" IS 'The sentence that says so.';
COMMENT ON COLUMN "statements"."proposition_id" IS 'Groups the statements of one clause: “X works with Y on Z” gives two statements and one proposition.';
COMMENT ON COLUMN "statements"."subject" IS 'The words of the subject.';
COMMENT ON COLUMN "statements"."relation" IS 'The whole verb group, auxiliaries, modal and negation included; “is” of an apposition and “has” of a possessive are implied.';
COMMENT ON COLUMN "statements"."object" IS 'The words of the object.';
COMMENT ON COLUMN "statements"."subject_start" IS 'Where the subject begins: code points from the start of the source text.';
COMMENT ON COLUMN "statements"."subject_end" IS 'Where the subject ends: the code point after its last one.';
COMMENT ON COLUMN "statements"."relation_start" IS 'Where the relation begins: code points from the start of the source text.';
COMMENT ON COLUMN "statements"."relation_end" IS 'Where the relation ends: the code point after its last one.';
COMMENT ON COLUMN "statements"."object_start" IS 'Where the object begins: code points from the start of the source text.';
COMMENT ON COLUMN "statements"."object_end" IS 'Where the object ends: the code point after its last one.';
COMMENT ON COLUMN "statements"."subject_id" IS 'The one entity that the subject names, where it names one.';
COMMENT ON COLUMN "statements"."object_id" IS 'The one entity that the object names, where it names one.';
COMMENT ON COLUMN "statements"."negated" IS 'Whether the clause is negated.';
COMMENT ON COLUMN "statements"."modality" IS 'How the text puts it: `asserted` as a fact, `possible` (can, may, might), `required` (must, should), or `intended` (aims to, seeks to).';
COMMENT ON COLUMN "statements"."attributed_to" IS 'The entity that is reported to say so; empty where the text says it in its own voice.';
COMMENT ON COLUMN "statements"."rule" IS 'The rule, or the review decision, that made the statement.';
COMMENT ON COLUMN "statements"."confidence" IS 'How often the rule was right where it was judged, smoothed; empty for what a review added.';
INSERT INTO "statements" SELECT * FROM 'parquet/statements.parquet';
CREATE TABLE "viewpoints" (
  "viewpoint_id" VARCHAR NOT NULL,
  "holder_id" VARCHAR,
  "stance" VARCHAR NOT NULL,
  "cue" VARCHAR NOT NULL,
  "text" VARCHAR NOT NULL,
  "about_id" VARCHAR,
  "sentence_id" VARCHAR NOT NULL,
  "start" BIGINT NOT NULL,
  "end" BIGINT NOT NULL,
  "rule" VARCHAR NOT NULL,
  "confidence" DOUBLE,
  PRIMARY KEY (viewpoint_id),
  FOREIGN KEY (holder_id) REFERENCES entities (entity_id),
  FOREIGN KEY (about_id) REFERENCES entities (entity_id),
  FOREIGN KEY (sentence_id) REFERENCES sentences (sentence_id)
);
COMMENT ON TABLE "viewpoints" IS 'One row is what somebody is reported to hold: reported, not a fact.';
COMMENT ON COLUMN "viewpoints"."viewpoint_id" IS 'The viewpoint''s id.';
COMMENT ON COLUMN "viewpoints"."holder_id" IS 'Who is reported to hold it; empty where the text names nobody.';
COMMENT ON COLUMN "viewpoints"."stance" IS 'Towards `about_id`: `supportive`, `critical` or `neutral`.';
COMMENT ON COLUMN "viewpoints"."cue" IS 'The reporting words.';
COMMENT ON COLUMN "viewpoints"."text" IS 'What is held: the source between `start` and `end`, character for character.';
COMMENT ON COLUMN "viewpoints"."about_id" IS 'What the viewpoint is about; empty where that is not clear.';
COMMENT ON COLUMN "viewpoints"."sentence_id" IS 'The sentence that reports it.';
COMMENT ON COLUMN "viewpoints"."start" IS 'Where the text begins: code points from the start of the source text.';
COMMENT ON COLUMN "viewpoints"."end" IS 'Where the text ends: the code point after its last one.';
COMMENT ON COLUMN "viewpoints"."rule" IS 'The rule, or the review decision, that made the viewpoint.';
COMMENT ON COLUMN "viewpoints"."confidence" IS 'How often the rule was right where it was judged, smoothed; empty for what a review added.';
INSERT INTO "viewpoints" SELECT * FROM 'parquet/viewpoints.parquet';
CREATE TABLE "decisions" (
  "decision_id" VARCHAR NOT NULL,
  "document_id" VARCHAR NOT NULL,
  "action" VARCHAR NOT NULL,
  "row_table" VARCHAR NOT NULL,
  "row_id" VARCHAR NOT NULL,
  "row" VARCHAR,
  "value" VARCHAR,
  "reason" VARCHAR,
  "sentence_id" VARCHAR,
  "start" BIGINT,
  "end" BIGINT,
  "quote" VARCHAR,
  "state" VARCHAR NOT NULL,
  PRIMARY KEY (decision_id),
  FOREIGN KEY (document_id) REFERENCES documents (document_id),
  FOREIGN KEY (sentence_id) REFERENCES sentences (sentence_id)
);
COMMENT ON TABLE "decisions" IS 'One row is what a review decided on one row of another table, rejections included.';
COMMENT ON COLUMN "decisions"."decision_id" IS 'The decision''s id.';
COMMENT ON COLUMN "decisions"."document_id" IS 'The document that was reviewed.';
COMMENT ON COLUMN "decisions"."action" IS 'What was decided: `confirm` or `reject` a row, `add` one that was missed, `merge` two entities, `split` one, `rename` or `retype` it, or change its aliases (`realias`).';
COMMENT ON COLUMN "decisions"."row_table" IS 'The table that the decision is about.';
COMMENT ON COLUMN "decisions"."row_id" IS 'The id of the row that the decision is about. A rejected row is not published, nor is one that was merged into another.';
COMMENT ON COLUMN "decisions"."row" IS 'What the row said when it was decided on, as JSON text.';
COMMENT ON COLUMN "decisions"."value" IS 'What was put in its place, as JSON text: a name, a type, aliases, another entity, or changed columns; empty where nothing was.';
COMMENT ON COLUMN "decisions"."reason" IS 'Why it was decided so, in the reviewer''s words.';
COMMENT ON COLUMN "decisions"."sentence_id" IS 'The sentence in which the first place that was looked at begins.';
COMMENT ON COLUMN "decisions"."start" IS 'Where that place begins: code points from the start of the source text.';
COMMENT ON COLUMN "decisions"."end" IS 'Where that place ends: the code point after its last one.';
COMMENT ON COLUMN "decisions"."quote" IS 'The source between `start` and `end`, character for character.';
COMMENT ON COLUMN "decisions"."state" IS '`applied`, or `stale` where the row that it would change is no longer extracted.';
INSERT INTO "decisions" SELECT * FROM 'parquet/decisions.parquet';
CREATE TABLE "evidence" (
  "evidence_id" VARCHAR NOT NULL,
  "relation_id" VARCHAR NOT NULL,
  "sentence_id" VARCHAR NOT NULL,
  "statement_id" VARCHAR,
  "start" BIGINT NOT NULL,
  "end" BIGINT NOT NULL,
  "quote" VARCHAR NOT NULL,
  "rule" VARCHAR NOT NULL,
  "confidence" DOUBLE,
  PRIMARY KEY (evidence_id),
  FOREIGN KEY (relation_id) REFERENCES relations (relation_id),
  FOREIGN KEY (sentence_id) REFERENCES sentences (sentence_id),
  FOREIGN KEY (statement_id) REFERENCES statements (statement_id)
);
COMMENT ON TABLE "evidence" IS 'One row is one place that supports a relation.';
COMMENT ON COLUMN "evidence"."evidence_id" IS 'The id of the piece of evidence.';
COMMENT ON COLUMN "evidence"."relation_id" IS 'The relation that it supports.';
COMMENT ON COLUMN "evidence"."sentence_id" IS 'The sentence that it stands in.';
COMMENT ON COLUMN "evidence"."statement_id" IS 'The statement that was read off the same clause, where there is one.';
COMMENT ON COLUMN "evidence"."start" IS 'Where the quote begins: code points from the start of the source text.';
COMMENT ON COLUMN "evidence"."end" IS 'Where the quote ends: the code point after its last one.';
COMMENT ON COLUMN "evidence"."quote" IS 'The source between `start` and `end`, character for character.';
COMMENT ON COLUMN "evidence"."rule" IS 'The rule, or the review decision, that made the piece of evidence.';
COMMENT ON COLUMN "evidence"."confidence" IS 'How often the rule was right where it was judged, smoothed; of a weighed relation (rule `weighed`), how likely it is; empty for what a review added.';
INSERT INTO "evidence" SELECT * FROM 'parquet/evidence.parquet';
CREATE VIEW entities_readable AS select
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
left join entities w on w.entity_id = e.scope_id;
CREATE VIEW relations_readable AS select
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
left join entities o on o.entity_id = r.object_id;
CREATE VIEW statements_readable AS select
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
left join entities w on w.entity_id = x.attributed_to;
CREATE VIEW viewpoints_readable AS select
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
left join entities a on a.entity_id = v.about_id;
