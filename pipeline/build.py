"""The whole way, from source texts to a published release."""

from __future__ import annotations

import json
import logging
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from pipeline.config import load_yaml
from pipeline.corpus.cache import Cache
from pipeline.corpus.engine import Engine, LocalEngine
from pipeline.corpus.inventory import Failures, Inventory
from pipeline.corpus.keys import Keys
from pipeline.corpus.progress import Meter, Progress, State, silent
from pipeline.corpus.reading import Reader, Unread
from pipeline.ids import slug
from pipeline.publish.formats import chosen, usual
from pipeline.publish.origin import Origin, settings_files
from pipeline.publish.package import Package
from pipeline.publish.release import check_target, derive_root_package, publish
from pipeline.publish.stamp import release_key, remember, unchanged
from pipeline.records import Decision, Extraction
from pipeline.review.apply import STALE, apply_decisions
from pipeline.review.decisions import FOLDER as DECISIONS
from pipeline.review.decisions import Entry, load_decisions
from pipeline.source.files import located
from pipeline.source.inputs import SOURCES_FILE, Refused, read_inputs
from pipeline.source.parse import DEFAULT_MODEL
from pipeline.supply.model import describe_model
from pipeline.tables.merge import Tables, merge

PACKAGE_FILE = "package.yaml"
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Options:
    """How to build. `review`, `model` and `formats` say what is published; the others change no byte of it.

    `formats` are those usual for so many documents where it is None, `workers` all cores. `cache` is the folder of the cache, None for none.
    `strict` raises what is wrong with one text, which is else listed. `engine` makes what reads the documents of a model, this machine by default.
    """

    review: bool = True
    model: str = DEFAULT_MODEL
    formats: Sequence[str] | None = None
    workers: int | None = None
    cache: Path | None = None
    strict: bool = False
    engine: Callable[[str], Engine] | None = None


USUAL = Options()


@dataclass(frozen=True, slots=True)
class Summary:
    """What a build published: rows a table, where, and what to do next."""

    out: Path
    documents: int
    rows: dict[str, int]
    notes: tuple[str, ...] = ()

    def to_json(self) -> str:
        """The summary for programs, on one line."""
        return json.dumps({"published": str(self.out), "rows": self.rows, "notes": self.notes}, ensure_ascii=False)

    def lines(self) -> Iterator[str]:
        """The summary for people, a line at a time."""
        width = max(map(len, self.rows))
        yield f"Published {self.documents} document{'s' if self.documents != 1 else ''} in {self.out}/"
        for table, count in self.rows.items():
            yield f"  {table:{width}} {count:>8,}"
        yield from self.notes
        yield f"Files: {self.out}/datapackage.json lists them. Next: pipeline serve{'' if self.out == Path('dist') else f' {self.out}'}"


def build(paths: Sequence[Path | str], out: Path, options: Options = USUAL, progress: Progress = silent) -> Summary:
    """Publish the texts at `paths` as one release in `out`, all or nothing; see `read_inputs` and `publish` for what is raised.

    A text that cannot be read is listed in the table `failures`; where all are, or any in a strict build, it is raised as a DataError.
    A release that is all that already stays as it is. The root's `datapackage.json` is derived from the release where that is `dist/` itself.
    """
    check_target(out)
    chosen(options.formats)  # a format that is none is told now, not after hours of reading
    progress(State("Finding texts"))
    inventory = Inventory.of(paths)
    failures = Failures(inventory, strict=options.strict)
    package = _package(paths, out, inventory)
    decisions, others = load_decisions(folders(paths), inventory.ids) if options.review else ({}, [])
    formats = options.formats or usual(len(inventory.documents))
    beside = (SOURCES_FILE, PACKAGE_FILE, *((f"{DECISIONS}/*.yaml",) if options.review else ()))
    origin = Origin(
        describe_model(options.model),
        settings_files(folders(paths), beside),
        left_alone=tuple(sorted(Path(other).name for other in others)),
    )
    if origin.unpinned:
        names = ", ".join(origin.unpinned)
        _log.warning(
            "not in the versions of requirements.txt, so that the result may differ: %s", names, extra={"details": {"unpinned": names}}
        )
    with _cache(options) as cache:
        key = release_key(Keys.of(options.model), inventory, package, decisions, formats, origin)
        told = unchanged(cache, key, out) if cache else None
        if told is not None:
            progress(State("Nothing has changed"))
        else:
            skipped: Counter[str] = Counter()
            found = failures.without(extractions(paths, inventory, options, decisions, progress, cache))
            tables = merge(_counted(found, skipped), failures.records)
            progress(State("Publishing"))
            publish(tables, package, out, formats, replace(origin, skipped=skipped))
            told = {"rows": tables.counts(), "notes": [*_stale(tables), *failures.notes()]}
            if cache and not failures.unread:
                remember(cache, key, out, told)
    if out.resolve() == Path("dist").resolve():
        derive_root_package(out, Path())
    notes = [f"Left alone, as its document is not built: {other}" for other in others]
    return Summary(out, told["rows"]["documents"], told["rows"], (*notes, *told["notes"]))


def _counted(found: Iterable[Extraction], skipped: Counter[str]) -> Iterator[Extraction]:
    """What was read, as it comes in; the characters that were left out of it are added to `skipped`."""
    for extraction in found:
        skipped.update(extraction.skipped)
        yield extraction


@contextmanager
def _cache(options: Options) -> Iterator[Cache | None]:
    cache = Cache(options.cache) if options.cache else None
    yield cache
    if cache:
        cache.close()


def extractions(
    paths: Sequence[Path | str],
    inventory: Inventory,
    options: Options = USUAL,
    decisions: Mapping[str, Sequence[Entry]] | None = None,
    progress: Progress = silent,
    cache: Cache | None = None,
) -> Iterator[Extraction | Unread]:
    """What is read off each document in the inventory of `paths`, with the decisions on it (by document id) applied; in any order."""
    decided = decisions or {}
    engine = options.engine(options.model) if options.engine else LocalEngine(options.model, options.workers)
    meter = Meter(len(inventory.documents), inventory.characters, progress)
    reader = Reader(engine, Keys.of(options.model), cache, lambda source, parsed: meter.count(source.text, engine.workers, parsed=parsed))
    sources = (source for source in read_inputs(paths) if not isinstance(source, Refused))
    for found in reader.read(sources):
        if isinstance(found, Unread):
            yield found
        else:
            yield apply_decisions(found, decided.get(found.document.document_id, ()))


def folders(paths: Sequence[Path | str]) -> list[Path]:
    """Where the settings of the sources at `paths` lie: the folders themselves, or those that the files are in; none of what is elsewhere."""
    return [Path(str(folder)) for folder in sorted({located(path).folder() for path in paths}, key=str) if not folder.remote]


def _stale(tables: Tables) -> Iterator[str]:
    """A line for each review decision that matches nothing any more."""
    for row in tables.rows["decisions"]:
        decision = Decision(*row)  # type: ignore[arg-type]
        if decision.state == STALE:
            yield f"Stale, as nothing of the kind is extracted any more: {decision.action} {decision.row_table} {decision.row_id}"


def _package(paths: Sequence[Path | str], out: Path, inventory: Inventory) -> Package:
    """How the release presents itself: the package file beside the texts, else what can be said of any texts."""
    files = [folder / PACKAGE_FILE for folder in folders(paths) if (folder / PACKAGE_FILE).exists()]
    if len(files) == 1:
        return Package.of(load_yaml(files[0], "package"), terms=inventory.terms)
    documents = inventory.documents
    title = documents[0].title if len(documents) == 1 else f"{len(documents)} documents"
    return Package.of({"name": slug(out.resolve().name), "title": title, "version": "0.0.0"}, terms=inventory.terms)
