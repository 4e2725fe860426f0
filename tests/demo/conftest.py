"""The demo, made once on each kind of database."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from sqlalchemy import create_engine, pool

from floor.boards.progress import OrderProgress, open_orders
from floor.db import db
from floor.demo import prepare
from floor.scan import read
from floor.settings import Settings
from tests import databases
from tests.databases import OpenDatabase


@dataclass(frozen=True)
class Demo:
    """A demo's settings, and a look at its rows."""

    settings: Settings
    database: OpenDatabase

    def orders(self) -> dict[str, OrderProgress]:
        """How each order stands, by number."""
        read.forget()
        with self.database.engine.connect() as conn:
            return {order.number: order for order in open_orders(conn)}


def settings_of(url: str, instance: Path) -> Settings:
    """The settings of an instance on this database."""
    return Settings(instance=instance, database_url=url, secret_key="x" * 32)


@pytest.fixture(scope="module", params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgresql)])
def demo(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Demo]:
    """A demo that was just made, on each kind of database in turn. Look, and leave it a demo."""
    instance = tmp_path_factory.mktemp("demo")
    if request.param == "sqlite":
        yield _made(f"sqlite:///{instance / 'floor.db'}", instance)
        return
    server = request.getfixturevalue("postgresql_server")
    with databases.postgresql_copy(server, request.getfixturevalue("postgresql_template")) as url:
        yield _made(url, instance)


def _made(url: str, instance: Path) -> Demo:
    settings = settings_of(url, instance)
    prepare(settings, reset=False)
    return Demo(settings, OpenDatabase(url, create_engine(url, poolclass=pool.NullPool)))


@pytest.fixture(autouse=True)
def fresh_words() -> Iterator[None]:
    """Routes and stages are kept between requests; the demo has its own."""
    read.forget()
    yield
    read.forget()
    db.close_writing()
