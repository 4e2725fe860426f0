"""What tests stand on: a database of their own on SQLite and on PostgreSQL, and a browser where one is needed."""

from __future__ import annotations

import gc
import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from types import CodeType
from typing import Any, NoReturn

import pytest
from flask import Flask
from hypothesis import settings
from hypothesis.internal.conjecture import providers
from hypothesis.internal.constants_ast import Constants
from jinja2 import FileSystemBytecodeCache
from jinja2.bccache import Bucket
from sqlalchemy import create_engine, event, pool
from werkzeug.routing import Rule

from floor.db import db
from tests import databases, forked
from tests.databases import OpenDatabase
from tests.postgres import Missing, in_memory, throw_away_server

pytest_plugins = ["tests.cast"]

# Taken out of the environment: floor refuses settings it doesn't know, and tests start floor.
_POSTGRES_URL = os.environ.pop("FLOOR_TEST_POSTGRES_URL", "")
# Nor do the servers that tests start say on the network that they are there.
os.environ["FLOOR_ANNOUNCE"] = "no"
_ROOM = 8 * 1024**3
# A commit waits for the disk, and each test begins with a copy of a database.
if memory := in_memory(_ROOM):
    os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", memory)
# The same examples every time, and none fails for taking long; --hypothesis-profile=default looks for others.
settings.load_profile("ci")
_QUEUE_LIMIT = 2_000
# What takes longest begins first, lest one of these be all that still runs at the end; then the rest as it comes, and
# what takes no time at all.
_FIRST = (
    *("tests/ledger/", "tests/journeys/test_never_lost.py", "tests/looks/", "tests/journeys/", "tests/faults/"),
    *("tests/demo/", "tests/test_words.py", "tests/access/test_every_route.py", "tests/verify/"),
)
_LAST = "tests/rules/"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Puts the longest files first; the tests of each stay in their order."""

    def place(item: pytest.Item) -> int:
        path = str(item.path)
        first = (place for place, part in enumerate(_FIRST) if part in path)
        return next(first, len(_FIRST) + (_LAST in path))

    items.sort(key=place)


def pytest_collection_finish() -> None:
    """What was read once stays: looking through it for what may go, again and again, took a tenth of all the time."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(10_000)  # a test lets go of an application, and the next one needn't look for it


class CompiledPages(FileSystemBytecodeCache):
    """Compiled pages in a folder, for servers, and at hand for the next application here."""

    def __init__(self, folder: Path) -> None:
        super().__init__(str(folder))
        self._at_hand: dict[tuple[str, str], CodeType] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        """What is at hand, else from the folder."""
        bucket.code = self._at_hand.get((bucket.key, bucket.checksum))
        if bucket.code is None:
            super().load_bytecode(bucket)
            self._keep(bucket)

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Into the folder, and to hand."""
        super().dump_bytecode(bucket)
        self._keep(bucket)

    def _keep(self, bucket: Bucket) -> None:
        if bucket.code is not None:
            self._at_hand[bucket.key, bucket.checksum] = bucket.code


@pytest.fixture(scope="session", autouse=True)
def compiled_pages(tmp_path_factory: pytest.TempPathFactory) -> None:
    """Pages are compiled once, not again by the application of each test: half the time of a test that asks for one."""
    Flask.jinja_options = {"bytecode_cache": CompiledPages(tmp_path_factory.mktemp("pages"))}


@pytest.fixture(scope="session", autouse=True)
def compiled_addresses() -> Iterator[None]:
    """So are the addresses of pages, which werkzeug takes apart for each application: five sixths of making one."""
    compile_one, compiled = Rule.compile, dict[Any, Any]()

    def compile_once(rule: Rule) -> None:
        said = (rule.rule, rule.subdomain, rule.host, rule.merge_slashes, rule.strict_slashes, rule.is_leaf)
        key = repr((*said, rule.defaults))
        if key not in compiled:
            compile_one(rule)
            compiled[key] = [rule.arguments, rule._parts, rule._trace, rule._converters]
            compiled[key] += [rule._build.__func__, rule._build_unknown.__func__]  # type: ignore[attr-defined]
        rule.arguments, rule._parts, rule._trace, rule._converters, build, build_unknown = compiled[key]
        rule._build, rule._build_unknown = build.__get__(rule), build_unknown.__get__(rule)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Rule, "compile", compile_once)
        yield


@pytest.fixture(scope="session", autouse=True)
def drawn_alike() -> Iterator[None]:
    """What hypothesis draws goes by the test alone, not by the numbers and words in whatever modules are loaded."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(providers, "_get_local_constants", Constants)
        yield


@pytest.fixture(scope="session", autouse=True)
def forker() -> Iterator[None]:
    """What servers are forked from ends with the tests."""
    yield
    forked.forker.end()


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A SQLite database with all tables and no rows; copy it, don't open it."""
    return databases.migrated_file(tmp_path_factory.mktemp("sqlite"))


@pytest.fixture(scope="session")
def postgresql_server() -> Iterator[str]:
    """A server that databases may be made on: the one that FLOOR_TEST_POSTGRES_URL names, or one for this run."""
    if _POSTGRES_URL:
        yield _POSTGRES_URL
        databases.leave(_POSTGRES_URL)
        return
    try:
        with throw_away_server() as server:
            yield server
            databases.leave(server)
    except Missing as missing:
        _do_without(str(missing))


@pytest.fixture(scope="session")
def postgresql_template(postgresql_server: str) -> Iterator[str]:
    """The name of a PostgreSQL database with all tables and no rows."""
    name = databases.migrated_template(postgresql_server)
    yield name
    databases.drop(postgresql_server, name)


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgresql)])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The address of a database for this test alone, on each kind in turn: empty, or with the cast if asked for."""
    with_cast = "shop" in request.fixturenames
    if request.param == "sqlite":
        path = request.getfixturevalue("sqlite_workshop")[0] if with_cast else None
        yield databases.sqlite_copy(path or request.getfixturevalue("sqlite_template"), tmp_path)
        return
    name = request.getfixturevalue("postgresql_workshop")[0] if with_cast else None
    template = name or request.getfixturevalue("postgresql_template")
    with databases.postgresql_copy(request.getfixturevalue("postgresql_server"), template) as url:
        yield url


@pytest.fixture
def database(database_url: str) -> Iterator[OpenDatabase]:
    """The same, open for ``db.write``; it shows plain rows."""
    # A file may be put in the place of SQLite's, and connecting to it takes no time.
    keeping: dict[str, Any] = {"poolclass": pool.NullPool} if database_url.startswith("sqlite") else {}
    engine = create_engine(database_url, **keeping)
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", lambda connection, _: connection.execute("PRAGMA foreign_keys = ON"))
    db.open_for_writing(database_url, _QUEUE_LIMIT)
    yield OpenDatabase(database_url, engine)
    db.close_writing()
    engine.dispose()


@pytest.fixture(scope="session")
def chromium() -> str:
    """The path of the Chromium that is installed."""
    found = (shutil.which(name) for name in ("chromium", "chromium-browser", "google-chrome"))
    return next(filter(None, found), None) or _do_without("Chromium is missing: install the package chromium.")


@pytest.fixture(scope="session")
def old_chromium(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The path of a Chromium 83, as on tablets that never saw a newer one; packed in a package of npm's."""
    packed = Path(__file__).parent / "old_chrome" / "node_modules" / "chrome-aws-lambda" / "bin" / "chromium.br"
    node = shutil.which("node")
    if node is None or not packed.is_file():
        _do_without("An old Chromium is missing: npm ci --ignore-scripts --prefix tests/old_chrome.")
    chromium = tmp_path_factory.mktemp("old") / "chromium"
    unpack = "fs.writeFileSync(process.argv[2], zlib.brotliDecompressSync(fs.readFileSync(process.argv[1])))"
    subprocess.run([node, "-e", unpack, str(packed), str(chromium)], check=True)
    chromium.chmod(0o700)
    return str(chromium)


@pytest.fixture(scope="session")
def pdftoppm() -> str:
    """The path of a program, not ours and not the one that we read labels back with, that makes pictures of a PDF."""
    return shutil.which("pdftoppm") or _do_without("pdftoppm is missing: install the package poppler-utils.")


@pytest.fixture(scope="session")
def certutil() -> str:
    """The path of the program that tells Chromium on Linux whom to trust."""
    return shutil.which("certutil") or _do_without("certutil is missing: install the package libnss3-tools.")


def _do_without(why: str) -> NoReturn:
    """Skips with a sentence; where everything should be there (CI is set), fails with it."""
    if os.environ.get("CI"):
        pytest.fail(why)
    pytest.skip(why)
