"""The shape of floor, as its README draws it: imports go one way, the ledger has one writer, every refusal is real."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import fields
from graphlib import TopologicalSorter

import pytest

from floor import refusals
from floor.settings import Settings
from tests.sources import ROOT, Module, modules, part_of

# From top to bottom: a line may import those below it. Siblings in a line see each other one way only.
ORDER = (
    {"cli"},
    {"demo", "serve", "doctor", "backup"},  # what a command does when it is more than a few lines; some need the app
    {"create_app"},
    {"stations", "quality", "boards", "figures", "labels", "office", "library", "paper"},
    {"scan"},
    {"doors"},
    {"access"},
    {"pages", "compress"},
    {"statics"},
    {"migrations", "translations"},
    {"models"},
    {"rules"},
    {"refusals"},
    {"db", "writers", "upgrade", "clock", "ids", "settings"},
)
LEDGER = {
    "Scan": "scan",
    "Move": "move",
    "Balance": "balance",
    "Inspection": "inspection",
    "Finding": "finding",
    "DefectFound": "defect_found",
    "Entry": "entry",
    "WaitingScan": "waiting_scan",
    "Settlement": "settlement",
    "LookedAt": "looked_at",
    "Output": "output",
    "CartonContent": "carton_content",
}
WRITER = "floor.scan.record"
LONGEST = 400
ONE_LIST = {"floor/refusals.py"}  # every "no" in one place is worth its length

_CHANGING = re.compile(
    r"\b(?:INSERT(?:\s+OR\s+\w+)?\s+INTO|REPLACE\s+INTO|UPDATE|DELETE\s+FROM)\s+[\"`]?("
    + "|".join(LEDGER.values())
    + r")\b",
    re.IGNORECASE,
)
_READING = {"select", "select_from", "join", "outerjoin", "aliased", "exists", "get"}

each_module = pytest.mark.parametrize("module", modules().values(), ids=lambda module: module.name)


def rank(part: str) -> int:
    """How far down a part stands."""
    for line, parts in enumerate(ORDER):
        if part in parts:
            return line
    raise AssertionError(f"floor/{part} has no place in the order of imports yet: give it one in {__name__}")


def ours(module: Module) -> Iterator[str]:
    """What it imports from other parts of floor."""
    return (name for name in module.imports() if name.split(".")[0] == "floor" and part_of(name) != module.part)


@each_module
def test_no_import_runs_upward(module: Module) -> None:
    assert [name for name in ours(module) if rank(part_of(name)) < rank(module.part)] == []


@each_module
def test_nobody_imports_anothers_views(module: Module) -> None:
    allowed = module.part == "create_app"
    assert [name for name in ours(module) if "views" in name.split(".") and not allowed] == []


def test_siblings_import_each_other_one_way_only() -> None:
    below: dict[str, set[str]] = {}
    for module in modules().values():
        for name in ours(module):
            if rank(part_of(name)) == rank(module.part):
                below.setdefault(module.part, set()).add(part_of(name))
    TopologicalSorter(below).prepare()  # raises CycleError, naming the circle


@pytest.mark.parametrize("module", [m for m in modules().values() if m.part == "rules"], ids=lambda module: module.name)
def test_rules_know_neither_web_nor_database(module: Module) -> None:
    known = {name.split(".")[0] if not name.startswith("floor.") else name for name in module.imports()}
    forbidden = {"flask", "sqlalchemy", "flask_babel", "flask_sqlalchemy", "floor.db", "floor.writers", "floor.upgrade"}
    assert known & forbidden == set()


@each_module
def test_only_the_recorder_writes_the_ledger(module: Module) -> None:
    assert module.name == WRITER or list(writes_to_the_ledger(module)) == []


@each_module
def test_pages_only_read(module: Module) -> None:
    writing = re.findall(r"\bsession\.(?:add|add_all|merge|delete|flush|commit|bulk_\w+)\(", module.text)
    assert writing == []


def test_the_recorder_is_seen_to_write_the_ledger() -> None:
    """Or the test above would look for something that floor doesn't do."""
    assert set(writes_to_the_ledger(modules()[WRITER])) >= {"scan", "move", "balance"}


@each_module
def test_every_refusal_that_is_said_is_defined(module: Module) -> None:
    assert {name for name in said(module) if not hasattr(refusals, name)} == set()


def test_every_refusal_that_is_defined_is_said() -> None:
    everywhere = set().union(*(said(module) for module in modules().values() if module.name != "floor.refusals"))
    assert sorted(set(refusals.ALL) - everywhere) == []


def test_every_refusal_is_named_in_a_test() -> None:
    tests = "\n".join(path.read_text(encoding="utf-8") for path in (ROOT / "tests").rglob("*.py"))
    assert sorted(set(refusals.ALL) - set(re.findall(r"\b[A-Z][A-Z_]+\b", tests))) == []


def test_every_setting_is_documented() -> None:
    pages = [path for path in (ROOT / "README.md", ROOT / "deploy" / "INSTALL.md") if path.exists()]
    words = set(re.findall(r"\w+", " ".join(path.read_text(encoding="utf-8") for path in pages)))
    named = {field.name for field in fields(Settings)}
    assert sorted(name for name in named if not words & {name, f"FLOOR_{name.upper()}"}) == []


def test_files_stay_a_few_screens_long() -> None:
    files = [path for folder in ("floor", "tests") for path in (ROOT / folder).rglob("*") if _is_ours(str(path))]
    long = {str(path.relative_to(ROOT)): len(path.read_text(encoding="utf-8").splitlines()) for path in files}
    assert {path: lines for path, lines in long.items() if lines >= LONGEST and path not in ONE_LIST} == {}


def writes_to_the_ledger(module: Module) -> Iterator[str]:
    """The tables of the ledger that a module writes to, however it says so."""
    classes = {local: LEDGER[name] for local, name in module.names_from("floor.models").items() if name in LEDGER}
    harmless = _READING if _writes_what_it_is_handed(module) else _READING | _defined_here(module)
    for node in module.nodes:
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield from (table.lower() for table in _CHANGING.findall(node.value))
        elif isinstance(node, ast.Call):
            yield from _written_by(node, classes, harmless)


def _written_by(call: ast.Call, classes: dict[str, str], harmless: set[str]) -> Iterator[str]:
    """``Move(…)``, ``insert(Move)``, ``Move.__table__.insert()``; ``add_row(conn, Move)``, whatever that does."""
    if made := _table(call.func, classes):
        yield made
    if _verb(call) not in harmless:
        of = call.func.value if isinstance(call.func, ast.Attribute) else None
        handed = (*call.args, *(keyword.value for keyword in call.keywords), of)
        yield from filter(None, (_table(part, classes) for part in handed))


def _verb(call: ast.Call) -> str:
    return call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")


def _writes_what_it_is_handed(module: Module) -> bool:
    """Whether somewhere in it stands ``insert(model)``, with a table that only the caller knows."""
    calls = (
        node for node in module.nodes if isinstance(node, ast.Call) and _verb(node) in {"insert", "update", "delete"}
    )
    return any(getattr(argument, "id", "").islower() for call in calls for argument in call.args[:1])


def _defined_here(module: Module) -> set[str]:
    return {node.name for node in module.nodes if isinstance(node, ast.FunctionDef)}


def _table(node: ast.AST | None, classes: dict[str, str]) -> str | None:
    """The ledger's table that an expression names."""
    if isinstance(node, ast.Attribute) and node.attr == "__table__":
        return _table(node.value, classes)
    if isinstance(node, ast.Attribute) and getattr(node.value, "id", "") in {"models", "ledger"}:
        return LEDGER.get(node.attr)
    return classes.get(node.id) if isinstance(node, ast.Name) else None


def said(module: Module) -> set[str]:
    """The refusals that a module names."""
    by_module = {
        node.attr
        for node in module.nodes
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id == "refusals"
    }
    return by_module | {name for name in module.names_from("floor.refusals").values() if name.isupper()}


def _is_ours(path: str) -> bool:
    """Written by us and by hand: not the migrations that Alembic drew, nor what others made."""
    return path.endswith((".py", ".js", ".css", ".html")) and not re.search(
        "/(versions|node_modules)/|__pycache__", path
    )
