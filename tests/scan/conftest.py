"""The scan API over HTTP, in the workshop of the cast."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from floor import create_app
from floor.db import db
from floor.settings import Settings
from tests.cast import Shop, iso
from tests.databases import OpenDatabase

Post = Callable[..., Any]


@pytest.fixture
def app(shop: Shop, database: OpenDatabase, tmp_path: Path) -> Iterator[Flask]:
    """The application on the workshop's database."""
    app = create_app(Settings(instance=tmp_path, database_url=database.url, secret_key="k" * 32))
    yield app
    with app.app_context():
        db.engine.dispose()


@pytest.fixture
def post(app: Flask, shop: Shop) -> Post:
    """Sends scans as a station's machine does: ``post("P-OBR", item, item)``; ``raw=`` sends that body instead."""

    def posted(
        station: str,
        *items: Any,
        raw: bytes | str | None = None,
        address: str = "/api/v1/scans",
        **headers: str,
    ) -> Any:
        headers.setdefault("Authorization", f"Bearer {shop.tokens[station]}")
        body = raw if raw is not None else json.dumps({"sent_at": iso(shop.now), "scans": items})
        return app.test_client().post(address, data=body, headers=headers, content_type="application/json")

    return posted
