"""The whole way, from source texts to a published release."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from pipeline.config import load_yaml
from pipeline.extract.document import extract
from pipeline.ids import slug
from pipeline.publish.package import Package
from pipeline.publish.release import derive_root_package, publish
from pipeline.records import Decision, Extraction
from pipeline.review.apply import STALE, apply_decisions
from pipeline.review.decisions import Entry, load_decisions
from pipeline.source.parse import DEFAULT_MODEL, load_model, parse_blocks
from pipeline.source.inputs import read_sources
from pipeline.source.text import Source
from pipeline.tables.merge import Tables, merge

PACKAGE_FILE = "package.yaml"
Progress = Callable[[str, int, int], None]


@dataclass(frozen=True, slots=True)
class Summary:
    """What a build published: rows a table, where, and what to do next."""

    out: Path
    documents: int
    rows: dict[str, int]
    notes: tuple[str, ...] = ()

    def lines(self) -> Iterator[str]:
        """The summary for people, a line at a time."""
        width = max(map(len, self.rows))
        yield f"Published {self.documents} document{'s' if self.documents != 1 else ''} in {self.out}/"
        for table, count in self.rows.items():
            yield f"  {table:{width}} {count:>8,}"
        yield from self.notes
        yield f"Files: {self.out}/datapackage.json lists them. Next: pipeline serve{'' if self.out == Path('dist') else f' {self.out}'}"


def build(paths: Sequence[Path], out: Path, *, review: bool = True, model: str | None = None, progress: Progress | None = None) -> Summary:
    """Publish the texts at `paths` as one release in `out`, all or nothing; see `read_sources` and `publish` for what is raised.

    The root's `datapackage.json` is derived from the release where that is `dist/` itself.
    """
    advance = progress or (lambda stage, done, total: None)
    sources = list(read_sources(paths))
    package = _package(paths, out, sources, model or DEFAULT_MODEL)
    decisions, others = load_decisions(folders(paths), {source.document.document_id for source in sources}) if review else ({}, [])
    tables = merge(extractions(sources, model or DEFAULT_MODEL, advance, decisions))
    advance("Publishing", 0, 0)
    publish(tables, package, out)
    if out.resolve() == Path("dist").resolve():
        derive_root_package(out, Path())
    notes = [f"Left alone, as its document is not built: {other}" for other in others]
    return Summary(out, len(sources), tables.counts(), (*notes, *_stale(tables)))


def extractions(
    sources: Sequence[Source], model: str, advance: Progress, decisions: Mapping[str, Sequence[Entry]] | None = None
) -> Iterator[Extraction]:
    """What is read off each source, with the decisions on it (by document id) applied."""
    decided = decisions or {}
    advance("Loading the model", 0, 0)
    nlp = load_model(model)
    parsed = parse_blocks(nlp, ((source.text, source.layout.blocks) for source in sources))
    for done, (source, sentences) in enumerate(zip(sources, parsed, strict=True), 1):
        yield apply_decisions(extract(source, sentences), decided.get(source.document.document_id, ()))
        advance("Reading documents", done, len(sources))


def folders(paths: Sequence[Path]) -> list[Path]:
    """Where the settings of the sources at `paths` lie: the folders themselves, or those that the files are in."""
    return sorted({path if path.is_dir() else path.parent for path in paths})


def _stale(tables: Tables) -> Iterator[str]:
    """A line for each review decision that matches nothing any more."""
    for row in tables.rows["decisions"]:
        decision = Decision(*row)  # type: ignore[arg-type]
        if decision.state == STALE:
            yield f"Stale, as nothing of the kind is extracted any more: {decision.action} {decision.row_table} {decision.row_id}"


def _package(paths: Sequence[Path], out: Path, sources: list[Source], model: str) -> Package:
    """How the release presents itself: the package file beside the texts, else what can be said of any texts."""
    files = [folder / PACKAGE_FILE for folder in folders(paths) if (folder / PACKAGE_FILE).exists()]
    terms = {source.document.document_id: source.terms for source in sources}
    if len(files) == 1:
        return Package.of(load_yaml(files[0], "package"), model=model, terms=terms)
    title = sources[0].document.title if len(sources) == 1 else f"{len(sources)} documents"
    return Package.of({"name": slug(out.resolve().name), "title": title, "version": "0.0.0"}, model=model, terms=terms)
