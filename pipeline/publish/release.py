"""A release: all formats of the tables in one folder, published as a whole or not at all."""

from __future__ import annotations

import errno
import os
import sqlite3
from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path

import apsw
from xlsxwriter.exceptions import XlsxWriterException

from pipeline.errors import CallError, DataError
from pipeline.publish.datapackage import describe, write_descriptor
from pipeline.publish.exchange import staged
from pipeline.publish.formats import chosen
from pipeline.publish.origin import Origin
from pipeline.publish.package import Package
from pipeline.publish.resources import Edition
from pipeline.scratch import exclusive
from pipeline.tables.descriptor import DESCRIPTOR, read_descriptor
from pipeline.tables.merge import Tables
from pipeline.tables.report import Issue
from pipeline.tables.store import temporary_files
from pipeline.tables.sums import FILE as SUMS
from pipeline.tables.sums import is_intact, sums, sums_key
from pipeline.tables.validate import validate_release
from pipeline.tables.volume import check_volume

# Files of a release that its descriptor does not list: itself, and the sums that are written after it.
_UNLISTED = {DESCRIPTOR, SUMS}
_SHOWN = 3
# The files of a release of so many rows are read again before it takes its place; larger ones are left to `pipeline validate`.
_READ_BACK = 10_000


def publish(tables: Tables, package: Package, out: Path, formats: Iterable[str] | None = None, origin: Origin | None = None) -> str:
    """Write the tables in all formats (or those named) to a folder beside `out`, validate it, and let it take the place of `out` in one step.

    The tables are checked before they are written, and the files of all but a large release again after. Gives the key of its sums (`sums_key`).
    Raises CallError where `out` may not be replaced or cannot be written, DataError where the tables break the contract. Whatever
    stood in `out` is then untouched.
    """
    out = Path(os.path.abspath(out))
    check_target(out)
    with temporary_files():
        wrong = list(check_volume(tables.rows))
    _refuse(wrong)
    wanted = chosen(formats)
    writers = [format_.writer() for format_ in wanted]
    origin = replace(origin or Origin(), formats=tuple(format_.name for format_ in wanted))
    # What is known of a text that could not be read says nothing of the release.
    package = replace(package, terms={document_id: package.terms.get(document_id, {}) for document_id in tables.texts})
    try:
        with staged(out) as folder:
            edition = Edition(tables, package, folder, origin)
            for write in writers:
                edition.written.extend(write(edition))
            write_descriptor(describe(edition), folder / DESCRIPTOR)
            (folder / SUMS).write_text(sums(folder), encoding="utf-8", newline="\n")
            made = sums_key(folder)
            if sum(tables.counts().values()) <= _READ_BACK:
                _read_back(folder)
            check_target(out)
    except (OSError, sqlite3.OperationalError, apsw.Error, XlsxWriterException) as error:
        reason = getattr(error, "strerror", None) or error
        raise CallError(
            f"{out}: the release cannot be written ({reason}); what stood there is untouched; free the place or choose another"
        ) from error
    return made


def check_target(out: Path) -> None:
    """Raise CallError where `out` is a file, or a folder that holds anything but a release: it would be lost."""
    with exclusive(out.parent):  # no other build takes the place of what is looked at
        _check_target(out)


def _check_target(out: Path) -> None:
    if out.is_symlink():
        raise CallError(f"{out}: is a link; name the folder that it leads to")
    if not out.exists():
        return
    if not out.is_dir():
        raise CallError(f"{out}: is a file; name a folder for the release")
    if not any(out.iterdir()):
        return
    if not (out / DESCRIPTOR).is_file():
        raise CallError(f"{out}: holds files but no release ({DESCRIPTOR} is missing); name an empty or new folder, or empty this one")
    found = {path.relative_to(out).as_posix() for path in out.rglob("*") if not path.is_dir()}
    listed = {resource["path"] for resource in read_descriptor(out)["resources"]}
    foreign = sorted(found - listed - _UNLISTED)
    if foreign:
        shown = ", ".join(foreign[:_SHOWN]) + (f" and {len(foreign) - _SHOWN} more" if len(foreign) > _SHOWN else "")
        raise CallError(f"{out}: holds files that are no part of its release ({shown}); move them away or name another folder")


def _read_back(folder: Path) -> None:
    """Validate what was written. Raises OSError where somebody took files away meanwhile, which is no fault of the tables."""
    issues = validate_release(folder).issues
    if issues and not is_intact(folder):
        raise OSError(errno.ENOENT, "files vanished or changed while they were checked")
    _refuse(issues)


def _refuse(issues: Sequence[Issue]) -> None:
    if issues:
        first = "; ".join(str(issue) for issue in issues[:_SHOWN])
        raise DataError(f"the tables break the contract in {len(issues)} places, so nothing was published: {first}")
