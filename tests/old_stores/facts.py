"""What every later version must still read out of an old store."""

from __future__ import annotations

import hashlib
from datetime import date
from typing import Any

from sqlalchemy import func, select

from models.benefits.preparing import prepare_payment
from models.office import paper_queries
from models.office.paper_facts import content_of
from models.office.queries import commune, known_villages
from models.people.finding import find_person
from models.postings.frozen import posting_again
from models.schema import METADATA
from models.store.dates import Month
from models.store.store import Store
from tests.store.fixtures import CLERK

DAY = date(2026, 11, 22)
MONTH = Month(202611)
OWN = frozenset({"change", "audit", "store_fact", "alembic_version"})
"""Tables that a migration itself may add to."""
SEARCHED = "sua lo"


def facts(store: Store) -> dict[str, Any]:
    """Counts of every table, and answers to questions that a clerk asks."""
    with store.read() as reader:
        counts = {
            table.name: reader.scalar(select(func.count()).select_from(table))
            for table in METADATA.sorted_tables
            if table.name not in OWN
        }
        found = find_person(reader, SEARCHED, DAY, limit=10)
        paid = prepare_payment(reader, MONTH, None).sums
        here = commune(reader)
        villages = len(known_villages(reader))
    return {
        "counts": counts,
        "commune": here.name if here else None,
        "villages": villages,
        "found": list(found.ids),
        "payment": {"people": paid.people, "total": paid.total},
        "draft": store.draft(CLERK, "people/new"),
        "papers": papers(store),
    }


def papers(store: Store) -> list[list[Any]]:
    """Every kept paper: its state, its number, the hash of what was issued, and that its facts are still a paper."""
    told: list[list[Any]] = []
    with store.read() as reader:
        for paper_id in paper_queries.ids(reader, paper_queries.PaperFilter()):
            view = paper_queries.paper(reader, paper_id)
            if view is None:
                raise LookupError("paper")
            issued = hashlib.sha256(paper_queries.issued_pdf(reader, paper_id)).hexdigest()
            content = content_of(paper_queries.facts(reader, paper_id))
            rows = len(posting_again(content, view.entry).rows)
            told.append([view.state.value, view.entry.shown_number, view.replaces, issued, rows])
    return told
