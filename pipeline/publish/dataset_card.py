"""`README.md`: a dataset card for hubs, with YAML front matter whose configurations lead to the Parquet files."""

from __future__ import annotations

from collections.abc import Iterator

import yaml

from pipeline.publish.datapackage import TERMS
from pipeline.publish.resources import Edition, Resource
from pipeline.records import Decision
from pipeline.review.shares import as_markdown, shares

FILE = "README.md"
# The size classes that hubs ask for.
_SIZES = ((1_000, "n<1K"), (10_000, "1K<n<10K"), (100_000, "10K<n<100K"), (1_000_000, "100K<n<1M"), (10_000_000, "1M<n<10M"))
_LARGER = "n>10M"


def write(edition: Edition) -> Iterator[Resource]:
    """One card."""
    (edition.folder / FILE).write_text("\n".join(_lines(edition)) + "\n", encoding="utf-8", newline="\n")
    yield Resource("dataset-card", FILE, "Dataset card", "What this dataset is, for people and for hubs.", "md", "text/markdown", False)


def _lines(edition: Edition) -> Iterator[str]:
    package = edition.package
    yield "---"
    yield yaml.safe_dump(_front_matter(edition), sort_keys=False, allow_unicode=True).rstrip()
    yield "---"
    yield ""
    yield f"# {' '.join(package.title.split())}"
    if package.description:
        yield ""
        yield package.description
    yield ""
    yield "## Tables"
    yield ""
    yield "| table | one row is | rows |"
    yield "| --- | --- | ---: |"
    for table in edition.contract.tables:
        yield f"| {table.name} | {table.description.removeprefix('One row is ').rstrip('.')} | {len(edition.tables.rows[table.name]):,} |"
    yield ""
    yield "Every row leads back to its place: `start` and `end` count Unicode code points of `sources/<document_id>.txt`."
    yield "Types, keys and the meaning of each column stand in `datapackage.json`. The `.csv` files are the data as they are; `.xlsx` is the one"
    yield "to open by double click."
    yield ""
    yield "## Load"
    yield ""
    yield "```python"
    yield "import pandas as pd"
    yield ""
    yield 'relations = pd.read_parquet("parquet/relations.parquet")'
    yield "```"
    yield ""
    yield from _review(edition)
    yield "## Limits and terms"
    yield ""
    yield "The rows were read off the texts by rules, without knowledge of the world: `confidence` says how often a rule was right where it was judged,"
    yield "or, where no rule knew and signs were weighed, how likely a row is."
    yield f"Viewpoints are reported, not facts. {TERMS}"


def _review(edition: Edition) -> Iterator[str]:
    """How much of it somebody has looked at; nothing where nobody has."""
    decisions = [Decision(*row) for row in edition.tables.rows["decisions"]]  # type: ignore[arg-type]
    if decisions:
        yield "## Review"
        yield ""
        yield "What was extracted was then reviewed; `decisions` holds every decision, rejections included."
        yield ""
        yield from as_markdown(shares({name: len(rows) for name, rows in edition.tables.rows.items()}, decisions))
        yield ""


def _front_matter(edition: Edition) -> dict[str, object]:
    most = max(len(rows) for rows in edition.tables.rows.values())
    return {
        "pretty_name": " ".join(edition.package.title.split()),
        "language": ["en"],
        "license": "unknown",
        "tags": list(edition.package.keywords),
        "size_categories": [next((name for limit, name in _SIZES if most < limit), _LARGER)],
        "configs": [
            {
                "config_name": table.name,
                "data_files": f"parquet/{table.name}.parquet",
                **({"default": True} if table.name == "relations" else {}),
            }
            for table in edition.contract.tables
        ],
    }
