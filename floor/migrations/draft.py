"""Draws up a migration from what floor/models says now and the migrations don't yet: ``make migration SAYS="…"``.

Read what it drew: Alembic doesn't see changed checks, nor that a column was renamed. ``AGAIN=1`` draws the newest one
anew; do that only while no workshop has it.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any, cast

from alembic import command
from alembic.operations.ops import CreateTableOp, ExecuteSQLOp
from alembic.script import Script, ScriptDirectory

from ..upgrade import config, upgrading


def main() -> None:
    """Writes floor/migrations/versions/NNNN_what_it_says.py."""
    asked = argparse.ArgumentParser(prog="python -m floor.migrations.draft", description=__doc__)
    asked.add_argument("says", nargs="?", help="what the migration does, in a few words")
    asked.add_argument("--again", action="store_true", help="draw the newest one anew, under its own words")
    given = asked.parse_args()
    says = _take_back_newest() if given.again else given.says
    if not says:
        asked.error("say in a few words what the migration does")
    draft(says)


def draft(says: str) -> None:
    """One new step after the newest, found by comparing floor/models with a database that has all the steps."""
    number = len(list(ScriptDirectory.from_config(config()).walk_revisions())) + 1
    with tempfile.TemporaryDirectory() as folder, upgrading(f"sqlite:///{folder}/draft.db") as steps:
        command.upgrade(steps, "head")
        made = command.revision(
            steps, says, autogenerate=True, rev_id=f"{number:04}", process_revision_directives=_with_first_rows
        )
    _tidy(Path(cast(Script, made).path))


def _tidy(path: Path) -> None:
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    path.write_text("".join(line for line in lines if "###" not in line), encoding="utf-8")
    subprocess.run([sys.executable, "-m", "ruff", "format", "--quiet", path], check=True)  # noqa: S603 - our own file


def _take_back_newest() -> str:
    script = ScriptDirectory.from_config(config())
    newest = script.get_revision("head")
    Path(newest.path).unlink()
    return newest.doc


def _with_first_rows(_context: Any, _revision: Any, directives: Sequence[Any]) -> None:
    """The counter that ``db.write`` raises has one row from the beginning."""
    steps = directives[0].upgrade_ops.ops
    if any(isinstance(step, CreateTableOp) and step.table_name == "revision" for step in steps):
        steps.append(ExecuteSQLOp("INSERT INTO revision (id, number) VALUES (1, 0)"))


if __name__ == "__main__":
    main()
