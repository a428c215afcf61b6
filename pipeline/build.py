"""The whole way, from source texts to a published release."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from pipeline.config import load_yaml
from pipeline.extract.document import extract
from pipeline.ids import slug
from pipeline.publish.package import Package
from pipeline.publish.release import derive_root_package, publish
from pipeline.records import Extraction
from pipeline.source.parse import DEFAULT_MODEL, load_model, parse_blocks
from pipeline.source.text import Source, read_sources
from pipeline.tables.merge import merge

PACKAGE_FILE = "package.yaml"
Progress = Callable[[str, int, int], None]


@dataclass(frozen=True, slots=True)
class Summary:
    """What a build published: rows a table, where, and what to do next."""

    out: Path
    documents: int
    rows: dict[str, int]

    def lines(self) -> Iterator[str]:
        """The summary for people, a line at a time."""
        width = max(map(len, self.rows))
        yield f"Published {self.documents} document{'s' if self.documents != 1 else ''} in {self.out}/"
        for table, count in self.rows.items():
            yield f"  {table:{width}} {count:>8,}"
        yield f"Files: {self.out}/datapackage.json lists them. Next: pipeline serve{'' if self.out == Path('dist') else f' {self.out}'}"


def build(paths: Sequence[Path], out: Path, *, review: bool = True, model: str | None = None, progress: Progress | None = None) -> Summary:
    """Publish the texts at `paths` as one release in `out`, all or nothing; see `read_sources` and `publish` for what is raised.

    The root's `datapackage.json` is derived from the release where that is `dist/` itself.
    """
    advance = progress or (lambda stage, done, total: None)
    sources = list(read_sources(paths))
    package = _package(paths, out, sources, model or DEFAULT_MODEL)
    tables = merge(_extractions(sources, model or DEFAULT_MODEL, advance))
    advance("Publishing", 0, 0)
    publish(tables, package, out)
    if out.resolve() == Path("dist").resolve():
        derive_root_package(out, Path())
    return Summary(out, len(sources), tables.counts())


def _extractions(sources: list[Source], model: str, advance: Progress) -> Iterator[Extraction]:
    advance("Loading the model", 0, 0)
    nlp = load_model(model)
    parsed = parse_blocks(nlp, ((source.text, source.layout.blocks) for source in sources))
    for done, (source, sentences) in enumerate(zip(sources, parsed, strict=True), 1):
        yield extract(source, sentences)
        advance("Reading documents", done, len(sources))


def _package(paths: Sequence[Path], out: Path, sources: list[Source], model: str) -> Package:
    """How the release presents itself: the package file beside the texts, else what can be said of any texts."""
    folders = {path if path.is_dir() else path.parent for path in paths}
    files = [folder / PACKAGE_FILE for folder in sorted(folders) if (folder / PACKAGE_FILE).exists()]
    terms = {source.document.document_id: source.terms for source in sources}
    if len(files) == 1:
        return Package.of(load_yaml(files[0], "package"), model=model, terms=terms)
    title = sources[0].document.title if len(sources) == 1 else f"{len(sources)} documents"
    return Package.of({"name": slug(out.resolve().name), "title": title, "version": "0.0.0"}, model=model, terms=terms)
