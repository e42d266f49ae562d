"""What a clerk decided about one list, as text to be kept while the work is unfinished, and back.

Belongs to one file, known by its digest: for other bytes rows and cells would be others. What cannot be read back as a
whole gives None, never half of it.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from models.imports.lists.facts import RowKey
from models.imports.lists.meanings import Meaning
from models.imports.planning.plan import RowChoice

Place = tuple[str, int, str]
"""Sheet, Excel row, and a column letter or the code of a problem."""

FORM: Final = "imports/"
"""How the names of these drafts begin; the digest of the file follows."""


@dataclass(frozen=True, slots=True)
class Decisions:
    """The file (name, where it was, SHA-256), and everything said about it; `typed` was not yet agreed with Enter.

    `offered` are the people among whom a row was decided: another offer asks again.
    """

    name: str
    path: str
    digest: str
    overrides: Mapping[str, Mapping[str, Meaning]] = field(default_factory=dict)
    corrections: Mapping[Place, str] = field(default_factory=dict)
    accepted: frozenset[Place] = frozenset()
    choices: Mapping[RowKey, RowChoice] = field(default_factory=dict)
    offered: Mapping[RowKey, frozenset[int]] = field(default_factory=dict)
    said: Mapping[str, str] = field(default_factory=dict)
    typed: Mapping[Place, str] = field(default_factory=dict)

    @property
    def count(self) -> int:
        """How many things were decided."""
        columns = sum(map(len, self.overrides.values()))
        return columns + len(self.corrections) + len(self.accepted) + len(self.choices) + len(self.typed)

    @property
    def form(self) -> str:
        """The name of the draft."""
        return FORM + self.digest


def to_draft(decisions: Decisions) -> dict[str, str]:
    """The texts of a draft."""
    told = {
        "overrides": {
            sheet: {letter: meaning.value for letter, meaning in columns.items()}
            for sheet, columns in decisions.overrides.items()
        },
        "corrections": [[*place, text] for place, text in decisions.corrections.items()],
        "accepted": sorted(list(place) for place in decisions.accepted),
        "choices": [[*key, _choice(choice)] for key, choice in decisions.choices.items()],
        "offered": [[*key, sorted(people)] for key, people in decisions.offered.items()],
        "said": dict(decisions.said),
        "typed": [[*place, text] for place, text in decisions.typed.items()],
    }
    words = json.dumps(told, ensure_ascii=False, separators=(",", ":"))
    return {"name": decisions.name, "path": decisions.path, "digest": decisions.digest, "decisions": words}


def from_draft(draft: Mapping[str, str]) -> Decisions | None:
    """What `to_draft` kept, or None when it is no such draft."""
    try:
        told = json.loads(draft["decisions"])
        return Decisions(
            draft["name"],
            draft["path"],
            draft["digest"],
            {
                sheet: {letter: Meaning(meaning) for letter, meaning in columns.items()}
                for sheet, columns in told["overrides"].items()
            },
            {(sheet, row, letter): text for sheet, row, letter, text in told["corrections"]},
            frozenset((sheet, row, code) for sheet, row, code in told["accepted"]),
            {(sheet, row): _choice_from(choice) for sheet, row, choice in told["choices"]},
            {(sheet, row): frozenset(people) for sheet, row, people in told["offered"]},
            dict(told["said"]),
            {(sheet, row, letter): text for sheet, row, letter, text in told["typed"]},
        )
    except (KeyError, ValueError, TypeError, AttributeError):
        return None


def _choice(choice: RowChoice) -> dict[str, Any]:
    take = None if choice.take is None else sorted(choice.take)
    return {"skip": choice.skip, "person": choice.person_id, "take": take, "twin": choice.twin}


def _choice_from(told: Mapping[str, Any]) -> RowChoice:
    take = None if told["take"] is None else frozenset(told["take"])
    return RowChoice(told["skip"], told["person"], take, told["twin"])
