"""Which entities of several documents are one, and the id that each gets.

Two entities are one where their names are the same but for case, width and punctuation, and their types belong to one coarse class;
an organ or office known through its owner only where the owners are one. Entities of one document are never made one: the
document told them apart. A body that a document knows only by a short name ("EA") joins the one body that carries it as an alias elsewhere;
where several do, it stays by itself. Nothing depends on the order of the documents.
"""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

from pipeline.errors import DataError

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

_SEPARATORS = re.compile(r"[\s‐-―/-]+")
_QUOTES = str.maketrans("‘’ʼ`", "''''")


def normal(name: str) -> str:
    """A name as it is compared: without regard to case, width, kind of quotes, hyphens or spaces, or a leading article."""
    text = unicodedata.normalize("NFKC", name).casefold().translate(_QUOTES)
    return _SEPARATORS.sub(" ", text).strip().removeprefix("the ")


def identify(database: DuckDBPyConnection) -> None:
    """From `read_entities`, `read_aliases` and `entity_types` make three tables.

    `member` gives the merged id of each entity of a document, `renamed` those of them that differ from the entity's own, and `merged`
    is a row an entity of the whole. Owners come first: what is known through its owner can only be compared once the owner has its id.
    Raises DataError for an entity whose owner is not in its document.
    """
    database.execute(_START)
    while database.execute("select count(*) from ready").fetchone() != (0,):
        for statement in (_KEYS, _GROUPS, _JOINED, _GROUPED, _NAMED):
            database.execute(statement)
        while database.execute(_CLASHING).fetchone() != (0,):
            database.execute(_LONGER)
        database.execute(_MERGED)
    orphan = database.execute(_ORPHAN).fetchone()
    if orphan is not None:
        raise DataError("document '{}': the owner of entity '{}', '{}', is not in the document".format(*orphan))
    database.execute("create table renamed as from member where entity_id <> merged_id")


_START = """
create table entity as
select _document as document, entity_id, name, type, named, scope_id, description, _normal as normal, coarse
from read_entities join entity_types using (type);
create table alias as select distinct _document as document, entity_id, _normal as normal from read_aliases;
create table member (document varchar, entity_id varchar, merged_id varchar);
create table merged (
    entity_id varchar, name varchar, normal varchar, type varchar, named boolean, owner_id varchar, description varchar, documents bigint
);
create table ready as select *, '' as owner from entity where scope_id is null;
"""

# By owner, name, coarse type and whether it is a proper name; what one document has twice is split further, by type, then by id.
_KEYS = r"""
create or replace table keyed as
with
contested as (
    select distinct owner, normal, coarse, named
    from (select document, owner, normal, coarse, named from ready group by all having count(*) > 1)
),
finer as (
    select ready.*, case when contested.owner is null then '' else type end as fine
    from ready left join contested using (owner, normal, coarse, named)
),
still as (
    select distinct owner, normal, coarse, named, fine
    from (select document, owner, normal, coarse, named, fine from finer where fine <> '' group by all having count(*) > 1)
)
select finer.*, case when still.owner is null then '' else entity_id end as finest
from finer left join still using (owner, normal, coarse, named, fine)
"""

_GROUPS = """
create or replace table groups as
select row_number() over () as number, owner, normal, coarse, named, fine, finest
from keyed group by owner, normal, coarse, named, fine, finest;
create or replace table grouped as
select keyed.*, number from keyed join groups using (owner, normal, coarse, named, fine, finest);
"""

# Groups under a name that exactly one other group of the class has as an alias, in other documents, join that group.
_JOINED = """
create or replace table joined as
with
known as (
    select distinct grouped.owner, alias.normal, grouped.coarse, number
    from alias join grouped using (document, entity_id)
),
target as (
    select groups.number, any_value(known.number) as target
    from groups join known on known.owner = groups.owner and known.normal = groups.normal and known.coarse = groups.coarse
        and known.number <> groups.number
    where groups.named
    group by groups.number having count(*) = 1
),
family as (
    select number, target from target where target not in (select number from target)
),
whole as (from family union select target, target from family),
apart as (select target from whole join grouped using (number) group by target having count(*) = count(distinct document))
select number, target from family where target in (from apart)
"""

_GROUPED = "update grouped set number = target from joined where joined.number = grouped.number"

# The fullest name and the most frequent type; the id is made of the one that the fullest name has in its document.
_NAMED = """
create or replace table chosen as
with
names as (select number, name, any_value(normal) as normal, count(*) as times from grouped group by number, name),
types as (select number, type, count(*) as times from grouped group by number, type),
name as (
    select number, first(name order by length(name) desc, times desc, name desc) as name,
        first(normal order by length(name) desc, times desc, name desc) as normal
    from names group by number
),
type as (select number, first(type order by times desc, type desc) as type from types group by number),
own as (
    select number, string_split(entity_id, '--')[-1] as id from grouped join name using (number, name)
),
base as (select number, first(id order by length(id) desc, id desc) as base from own group by number),
whole as (
    select number, any_value(owner) as owner, bool_or(named) as named, count(*) as documents,
        first(description order by document) filter (description is not null) as description
    from grouped group by number
)
select number, owner, name, normal, type, named, description, documents, 0 as level,
    case when owner = '' then base else concat(owner, '--', base) end as base,
    case when owner = '' then base else concat(owner, '--', base) end as id
from whole join name using (number) join type using (number) join base using (number)
"""

_CLASHING = """
create or replace table clashing as
select number from (select number, level, count(*) over (partition by id) as times from chosen) where times > 1 and level < 2;
select count(*) from clashing
"""

# Two groups with one id get their types as a suffix, and if that is not enough a hash of their members.
_LONGER = """
update chosen set level = level + 1 where number in (from clashing);
update chosen set id = concat(base, '-', replace(type, '_', '-')) where level = 1;
update chosen set id = concat(base, '-', replace(type, '_', '-'), '-', hash)
from (
    select number, left(sha256(string_agg(replace(said, chr(31), chr(31) || chr(31)), chr(31) order by said)), 6) as hash
    from (
        select distinct number, concat(name, chr(10), entity_id, chr(10), case when named then 'True' else 'False' end) as said
        from grouped where number in (select number from chosen where level = 2)
    )
    group by number
) hashes
where hashes.number = chosen.number;
"""

_MERGED = """
insert into merged select id, name, normal, type, named, nullif(owner, ''), description, documents from chosen;
create or replace table latest as
select document, entity_id, id as merged_id from grouped join chosen using (number);
insert into member from latest;
create or replace table ready as
select entity.*, latest.merged_id as owner
from entity join latest on latest.document = entity.document and latest.entity_id = entity.scope_id;
"""

_ORPHAN = """
select document, entity_id, scope_id from entity anti join member using (document, entity_id) order by document, entity_id limit 1
"""
