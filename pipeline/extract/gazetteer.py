"""Names of countries and other places, and the adjectives made of them.

Countries, their short and official names: country-converter. Their demonyms and capitals: countryinfo. Other places and
adjectives of places: WordNet, by way of the lexicon. Lookups are by small letters.
"""

from __future__ import annotations

import csv
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from pipeline.errors import DataError
from pipeline.extract.lexicon import words_of


@cache
def countries() -> dict[str, str]:
    """Every name of a country, long or short, in small letters and without article -> its usual short name."""
    found: dict[str, str] = {}
    by_code = {row["ISO3"]: row for row in _country_rows()}
    for row in by_code.values():
        if "(" not in row["name_short"]:
            found[row["name_short"].lower()] = row["name_short"]
            found.setdefault(row["name_official"].lower(), row["name_short"])
    for code, info in _country_infos().items():
        if code in by_code and len(info["name"]) > 2:
            short = by_code[code]["name_short"]
            found.setdefault(info["name"].lower().removeprefix("the "), short)
    found["uk"], found["u.k."] = found["united kingdom"], found["united kingdom"]
    found["usa"], found["us"], found["u.s."] = (found["united states"],) * 3
    return found


@cache
def demonyms() -> dict[str, str]:
    """Adjective of a country or other place, in small letters -> the place: "french" -> "France"."""
    found: dict[str, str] = {}
    sovereign = {row["ISO3"]: row["name_short"] for row in _country_rows() if row["UNmember"]}
    for code, info in _country_infos().items():
        if code in sovereign:
            for adjective in (info.get("demonym") or "").split(","):
                if adjective:
                    found.setdefault(adjective.lower(), sovereign[code])
    for pair in words_of("demonym"):
        adjective, _, place = pair.replace("_", " ").partition("=")
        found.setdefault(adjective.lower(), countries().get(place.lower(), place))
    return found


@cache
def capitals() -> frozenset[str]:
    """Names of the capitals of countries in small letters, but of those that are countries themselves ("Singapore")."""
    return frozenset(str(info["capital"]).lower() for info in _country_infos().values() if info.get("capital")) - countries().keys()


@cache
def places() -> frozenset[str]:
    """Names of places in small letters: countries, capitals, and the cities, regions, rivers and seas of the lexicon."""
    return frozenset(countries()) | capitals() | {name.replace("_", " ").lower() for name in words_of("place")}


@cache
def _country_rows() -> tuple[dict[str, str], ...]:
    # The table is read without importing the package, which would load pandas.
    spec = find_spec("country_converter")
    if spec is None or spec.origin is None:
        raise DataError("the package country_converter is not installed; install requirements.txt")
    with Path(spec.origin).with_name("country_data.tsv").open(encoding="utf-8", newline="") as file:
        return tuple(csv.DictReader(file, delimiter="\t"))


@cache
def _country_infos() -> dict[str, dict[str, Any]]:
    from countryinfo import CountryInfo

    infos: dict[str, dict[str, Any]] = dict(CountryInfo.all())  # type: ignore[arg-type]
    return {info["ISO"]["alpha3"]: info for info in infos.values() if info.get("ISO", {}).get("alpha3")}
