"""What lies on a stick or in a folder, read without a key: whose it is, and the copies of this store or of any."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from models.safekeeping import generations
from models.safekeeping.generations import Listed
from models.safekeeping.medium import Medium
from models.safekeeping.queries import MediumView
from models.store.errors import EnvironmentProblem
from models.store.work import OFFICE_TIME
from ui.safekeeping.facts import Found, Standing
from ui.safekeeping.places import Drive

COUNTED = (("person", "người"), ("household", "hộ"), ("paper", "giấy tờ"), ("scan", "bản quét"))
"""Tables whose rows a clerk would count, with their words."""


def office_time(instant: str | datetime) -> datetime:
    """A stored instant (UTC) in the office's time."""
    at = instant if isinstance(instant, datetime) else datetime.fromisoformat(instant)
    return at.astimezone(OFFICE_TIME)


def on_medium(drive: Drive, place: str | None) -> tuple[Listed, ...] | None:
    """Copies of one store (its place), or with None of every store, the newest first; None when nothing answers."""
    medium = Medium(drive.root)
    try:
        places = (place,) if place is not None else generations.stores_on(medium)
        found = [one for each in places for one in generations.listed(medium, each)]
    except EnvironmentProblem:
        return None
    return tuple(sorted(found, key=lambda one: one.made_at, reverse=True)) if place is None else tuple(found)


def uid_of(drive: Drive) -> str:
    """What the small file on a medium says; empty without one, or when nothing answers."""
    try:
        return Medium(drive.root).uid() or ""
    except EnvironmentProblem:
        return ""


def recognised(drive: Drive, uid: str, known: MediumView | None, copies: tuple[Listed, ...]) -> Found:
    """A drive with what the small file on it and the store say of it."""
    good = [one for one in copies if one.good_looking]
    found = Found(drive, uid=uid, copies=len(good), newest=office_time(good[0].made_at) if good else None)
    if known is None:
        return found
    standing: Standing = "ours" if known.standing == "ours" else "foreign"
    return replace(found, standing=standing, medium_id=known.id, label=known.label, keeper=known.keeper)


def counts_words(counts: Mapping[str, int]) -> str:
    """ "300 người, 120 hộ, 12 giấy tờ": what a clerk would count, without what there is none of."""
    parts = [(f"{counts.get(table, 0):,}".replace(",", "."), words) for table, words in COUNTED if counts.get(table)]
    return ", ".join(f"{number} {words}" for number, words in parts) or "chưa có ai trong sổ"
