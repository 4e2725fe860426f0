"""What pages ask for by day, or by product and partner, is found by an index rather than read through."""

from __future__ import annotations

import pytest
from sqlalchemy import create_engine, inspect, pool


@pytest.mark.parametrize(("table", "columns"), [("entry", ["at"]), ("inspection_lot", ["product_id", "partner_id"])])
def test_what_is_asked_for_often_has_its_index(database_url: str, table: str, columns: list[str]) -> None:
    engine = create_engine(database_url, poolclass=pool.NullPool)
    assert columns in [index["column_names"] for index in inspect(engine).get_indexes(table)]
