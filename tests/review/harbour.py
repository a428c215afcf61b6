"""Decisions on the made-up article, and what must hold of it whatever is decided."""

from __future__ import annotations

from pipeline.records import Extraction

AGENCY = "{name: Harbour Agency, type: government_body, named: true}"
HA = "{name: HA, type: organization, named: true}"
COUNCIL = "{name: Council, type: government_body, named: true}"
PORTS = "{name: ports, type: sector}"
FERRIES = "{name: ferries, type: technology}"

CONFIRM_PORTS = f"""
- action: confirm
  table: relations
  id: harbour-agency.regulates.ports
  row: {{subject: {AGENCY}, predicate: regulates, object: {PORTS}}}
  evidence: [{{quote: The Harbour Agency supervises ports}}]
"""
REJECT_COUNCIL_PORTS = f"""
- action: reject
  table: relations
  id: council.responsible_for.ports
  row: {{subject: {COUNCIL}, predicate: responsible_for, object: {PORTS}}}
  evidence: [{{quote: The council of Seaton owns ports}}]
  reason: owning is no mandate
"""
MERGE_HA = f"""
- {{action: merge, id: ha, row: {HA}, value: {AGENCY}, evidence: [{{quote: HA}}], reason: the same body}}
"""
ADD_LIGHTS = f"""
- action: add
  table: relations
  row: {{subject: {AGENCY}, predicate: affects, object: {{name: Seaton, type: place, named: true}}, modality: possible}}
  evidence: [{{quote: The council of Seaton owns ports}}]
  reason: made up
"""


def relations(extraction: Extraction) -> dict[str, str]:
    return {relation.relation_id: relation.status for relation in extraction.relations}


def names(extraction: Extraction) -> dict[str, str]:
    return {entity.entity_id: entity.name for entity in extraction.entities}


def assert_sound(extraction: Extraction) -> None:
    """References lead somewhere, quotes are what the source says, counts count, ids are unique."""
    entities = {entity.entity_id for entity in extraction.entities}
    used = [alias.entity_id for alias in extraction.aliases] + [mention.entity_id for mention in extraction.mentions]
    used += [end for relation in extraction.relations for end in (relation.subject_id, relation.object_id) if end]
    used += [end for view in extraction.viewpoints for end in (view.holder_id, view.about_id) if end]
    used += [end for row in extraction.statements for end in (row.subject_id, row.object_id, row.attributed_to) if end]
    used += [entity.scope_id for entity in extraction.entities if entity.scope_id]
    assert set(used) <= entities
    for row in (*extraction.mentions, *extraction.viewpoints):
        assert extraction.text[row.start : row.end] == row.text
    for row in extraction.evidence:
        assert extraction.text[row.start : row.end] == row.quote
        assert row.relation_id in relations(extraction)
    for entity in extraction.entities:
        assert entity.mentions == sum(mention.entity_id == entity.entity_id for mention in extraction.mentions)
    for relation in extraction.relations:
        assert relation.evidence == sum(row.relation_id == relation.relation_id for row in extraction.evidence)
    for table, key in (("entities", "entity_id"), ("mentions", "mention_id"), ("relations", "relation_id"), ("evidence", "evidence_id")):
        keys = [getattr(row, key) for row in getattr(extraction, table)]
        assert len(keys) == len(set(keys))
