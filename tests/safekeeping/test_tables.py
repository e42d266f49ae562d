"""What safekeeping keeps in the store."""

from __future__ import annotations

from models.schema import METADATA
from models.store.tables import UNAUDITED


def test_no_key_can_reach_the_history() -> None:
    secret = {
        f"{table.name}.{column.name}"
        for table in METADATA.sorted_tables
        for column in table.columns
        if column.name == "key" and str(column.type) == "BLOB"
    }
    assert secret == {"former_key.key", "scan_segment.key"}
    assert "former_key" in UNAUDITED
    assert METADATA.tables["scan_segment"].c["key"].info.get("derived")
