"""Provinces and the first three digits of identity numbers, read from resources/places.

Promises: data only, loaded once; nothing here judges an address or writes anything.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from models.store.vietnamese import search_text


@dataclass(frozen=True, slots=True)
class Province:
    """One of the 34 provinces and cities since 01/07/2025 (QĐ 19/2025/QĐ-TTg)."""

    code: str
    name: str
    kind: str
    number_prefixes: tuple[str, ...]

    @property
    def full_name(self) -> str:
        """ "tỉnh Lâm Đồng", "thành phố Hải Phòng"."""
        return f"{self.kind} {self.name}"


def place_data(name: str) -> dict[str, list[dict[str, str | list[str]]]]:
    """The JSON object of one file of resources/places."""
    text = (files("resources") / "places" / name).read_text(encoding="utf-8")
    return json.loads(text)  # type: ignore[no-any-return]  # our own data file, its shape is tested


@cache
def provinces() -> tuple[Province, ...]:
    """The 34 provinces in the order of their codes."""
    return tuple(
        Province(str(row["code"]), str(row["name"]), str(row["kind"]), tuple(row["number_prefixes"]))
        for row in place_data("provinces.json")["provinces"]
    )


@cache
def number_prefixes() -> dict[str, str]:
    """First three digits of an identity number -> name of the former province (identity.md 10.1)."""
    return {str(row["prefix"]): str(row["name"]) for row in place_data("number_prefixes.json")["prefixes"]}


def province_by_code(code: str) -> Province | None:
    """The province with this two-digit code."""
    return next((p for p in provinces() if p.code == code), None)


def province_by_name(text: str) -> Province | None:
    """The province meant by "Hà Nội", "tỉnh Lâm Đồng", "TPHCM", or by a former province that is part of it now."""
    wanted = _OTHER_NAMES.get(_bare_name(text), _bare_name(text))
    present = next((p for p in provinces() if _bare_name(p.name) == wanted), None)
    if present is not None:
        return present
    prefixes = {prefix for prefix, name in number_prefixes().items() if _bare_name(name) == wanted}
    return next((p for p in provinces() if prefixes.intersection(p.number_prefixes)), None)


_OTHER_NAMES = {"hcm": "hochiminh", "saigon": "hochiminh", "brvt": "bariavungtau", "tthue": "thuathienhue"}


def _bare_name(text: str) -> str:
    plain = re.sub(r"^(tinh|thanh pho|tp\.?)\s*(?=\w)", "", search_text(text))
    return re.sub(r"[^a-z]", "", plain)


def former_provinces(province: Province) -> tuple[str, ...]:
    """Names of the provinces before 01/07/2025 that make up this one."""
    return tuple(number_prefixes()[prefix] for prefix in province.number_prefixes)
