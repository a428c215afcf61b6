"""The whole way, from source texts to a published release."""

from __future__ import annotations

import json
import logging
import os
import tempfile
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from pipeline.config import load_yaml
from pipeline.corpus.cache import Cache
from pipeline.corpus.columns import Columns, columns_of, records_of
from pipeline.corpus.engine import Engine, LocalEngine
from pipeline.corpus.inventory import Failures, Inventory
from pipeline.corpus.keys import Keys
from pipeline.corpus.progress import Meter, Progress, State, silent
from pipeline.corpus.reading import Reader, Unread
from pipeline.errors import CallError
from pipeline.ids import slug
from pipeline.publish.exchange import clean
from pipeline.publish.formats import chosen, usual
from pipeline.publish.origin import Origin, settings_files
from pipeline.publish.package import Package
from pipeline.publish.release import check_target, publish
from pipeline.publish.root import derive_root_package
from pipeline.publish.stamp import release_key, remember, unchanged
from pipeline.publish.upload import check_store, upload
from pipeline.records import Decision, Document
from pipeline.review.apply import STALE, apply_decisions
from pipeline.review.decisions import FOLDER as DECISIONS
from pipeline.review.decisions import Entry, load_decisions
from pipeline.scratch import clear_scratch, exclusive
from pipeline.source.files import located
from pipeline.source.inputs import SOURCES_FILE, Refused, read_inputs
from pipeline.source.parse import DEFAULT_MODEL
from pipeline.source.text import MAX_CHARACTERS, Source
from pipeline.supply.model import describe_model
from pipeline.tables.merge import Tables, merge

PACKAGE_FILE = "package.yaml"
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Options:
    """How to build. `review`, `model` and `formats` say what is published; the others change no byte of it.

    `formats` are those usual for so many documents where it is None, `workers` all cores. `cache` is the folder of the cache, None for none.
    A text of more than `max_characters` cannot be read. `strict` raises what is wrong with one text, which is else listed. `engine` makes what
    reads the documents of a model, this machine by default.
    """

    review: bool = True
    model: str = DEFAULT_MODEL
    formats: Sequence[str] | None = None
    workers: int | None = None
    cache: Path | None = None
    strict: bool = False
    max_characters: int = MAX_CHARACTERS
    engine: Callable[[str], Engine] | None = None


USUAL = Options()


@dataclass(frozen=True, slots=True)
class Summary:
    """What a build published: rows a table, where, and what to do next."""

    out: Path | str
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
        serve = "" if isinstance(self.out, str) else f" Next: pipeline serve{'' if self.out == Path('dist') else f' {self.out}'}"
        yield f"Files: {self.out}/datapackage.json lists them.{serve}"


def build(paths: Sequence[Path | str], out: Path, options: Options = USUAL, progress: Progress = silent) -> Summary:
    """Publish the texts at `paths` as one release in `out`, all or nothing; see `read_inputs` and `publish` for what is raised.

    A text that cannot be read is listed in the table `failures`; where all are, or any in a strict build, it is raised as a DataError.
    A release that is all that already stays as it is. The root's `datapackage.json` is derived from the release where that is `dist/` itself.
    """
    check_target(out)
    _clean(out)
    chosen(options.formats)  # a format that is none is told now, not after hours of reading
    progress(State("Finding texts"))
    inventory = Inventory.of(paths, max_characters=options.max_characters)
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
        with exclusive(out.parent):  # no other build takes its place meanwhile
            told = unchanged(cache, key, out) if cache else None
        if told is not None:
            progress(State("Nothing has changed"))
        else:
            skipped: Counter[str] = Counter()
            found = failures.without(extractions(paths, inventory, options, decisions, progress, cache))
            tables = merge(_counted(found, skipped), failures.records)
            progress(State("Publishing"))
            sums = publish(tables, package, out, formats, replace(origin, skipped=skipped))
            told = {"rows": tables.counts(), "notes": [*_stale(tables), *failures.notes()]}
            if cache and not failures.unread:
                remember(cache, key, sums, told)
    if out.resolve() == Path("dist").resolve():
        _derive(out)
    notes = [f"Left alone, as its document is not built: {other}" for other in others]
    return Summary(out, told["rows"]["documents"], told["rows"], (*notes, *told["notes"]))


def build_to(paths: Sequence[Path | str], target: str, options: Options = USUAL, progress: Progress = silent) -> Summary:
    """As `build`, but the release may be published at a URL that fsspec can write to: it is then made in a temporary folder, and sent."""
    place = located(target)
    if not place.remote:
        return build(paths, Path(target), options, progress)
    check_store(place)
    with tempfile.TemporaryDirectory(prefix="pipeline-") as folder:
        made = Path(folder, place.path.rstrip("/").rpartition("/")[2])
        summary = build(paths, made, options, progress)
        progress(State("Sending"))
        upload(made, place)
    return replace(summary, out=place.path)


def _counted(found: Iterable[Columns], skipped: Counter[str]) -> Iterator[Columns]:
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
) -> Iterator[Columns | Unread]:
    """What is read off each document in the inventory of `paths`, with the decisions on it (by document id) applied; in any order."""
    decided = decisions or {}
    engine = options.engine(options.model) if options.engine else LocalEngine(options.model, options.workers)
    meter = Meter(len(inventory.documents), inventory.characters, progress)
    reader = Reader(engine, Keys.of(options.model), cache, lambda source, parsed: meter.count(source.text, engine.workers, parsed=parsed))
    for found in reader.read(_as_listed(paths, inventory, options.max_characters)):
        if isinstance(found, Columns) and (entries := decided.get(found.document.document_id)):
            yield columns_of(apply_decisions(records_of(found), entries))
        else:
            yield found


def _as_listed(paths: Sequence[Path | str], inventory: Inventory, max_characters: int) -> Iterator[Source]:
    """The sources of the inventory, read again. Raises CallError where they are not what they were: the release would be of two states."""
    listed = {document.document_id: document for document in inventory.documents}
    for source in read_inputs(paths, max_characters=max_characters):
        if isinstance(source, Refused):
            continue  # listed as a failure, or missed below
        if listed.pop(source.document.document_id, None) != source.document:
            raise _changed(source.document)
        yield source
    for document in listed.values():
        raise _changed(document)


def _changed(document: Document) -> CallError:
    return CallError(f"{document.path}: changed or vanished while the build was reading; build again when nothing writes to the texts")


def _derive(out: Path) -> None:
    """The root's descriptor, last of all. Raises CallError where it cannot be written."""
    try:
        derive_root_package(out, Path())
    except OSError as error:
        raise CallError(
            f"datapackage.json: cannot be written ({error.strerror}), while the release in {out} is whole; every command writes it once it can"
        ) from error


def _clean(out: Path) -> None:
    """Remove what killed builds left beside the target and in the place for temporary files.

    Raises CallError where that cannot be done, as then nothing else can.
    """
    try:
        clear_scratch()
        clean(Path(os.path.abspath(out)))
    except OSError as error:
        raise CallError(
            f"{out}: the folder that it is in cannot be used ({error.strerror}); check its permissions, or choose another"
        ) from error


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
