"""The source of floor as a tree that can be asked: its modules, what they import, what they call."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path

ROOT = Path(__file__).parent.parent


@dataclass(frozen=True)
class Module:
    """A module of floor, by its dotted name."""

    name: str
    path: Path

    @cached_property
    def text(self) -> str:
        """Its source."""
        return self.path.read_text(encoding="utf-8")

    @cached_property
    def nodes(self) -> list[ast.AST]:
        """Everything in it, in no particular order."""
        return list(ast.walk(ast.parse(self.text)))

    @property
    def part(self) -> str:
        """Which part of floor it belongs to: ``scan``, ``db``; ``create_app`` for the top."""
        return part_of(self.name)

    @property
    def package(self) -> str:
        """The package that its relative imports start from."""
        return self.name if self.path.name == "__init__.py" else self.name.rpartition(".")[0]

    def imports(self) -> Iterator[str]:
        """The dotted names of all modules it imports, ours and others', wherever in it the import stands."""
        for node in self.nodes:
            if isinstance(node, ast.Import):
                yield from (alias.name for alias in node.names)
            elif isinstance(node, ast.ImportFrom):
                base = self._absolute(node)
                for alias in node.names:
                    submodule = f"{base}.{alias.name}"
                    yield submodule if submodule in modules() else base

    def names_from(self, base: str) -> dict[str, str]:
        """Local name to original name, of what it imports from a module or package and from below it."""
        return {
            alias.asname or alias.name: alias.name
            for node in self.nodes
            if isinstance(node, ast.ImportFrom) and f"{self._absolute(node)}.".startswith(f"{base}.")
            for alias in node.names
        }

    def _absolute(self, node: ast.ImportFrom) -> str:
        if not node.level:
            return node.module or ""
        above = self.package.split(".")
        above = above[: len(above) - node.level + 1]
        return ".".join([*above, node.module] if node.module else above)


@cache
def modules() -> dict[str, Module]:
    """All modules of floor by name, without the migrations that Alembic drew."""
    found = {}
    for path in sorted((ROOT / "floor").rglob("*.py")):
        if "versions" not in path.parts:
            parts = path.relative_to(ROOT).with_suffix("").parts
            name = ".".join(parts[:-1] if parts[-1] == "__init__" else parts)
            found[name] = Module(name, path)
    return found


def part_of(name: str) -> str:
    """The part of floor that a module's dotted name lies in."""
    return [*name.split("."), "create_app"][1]
