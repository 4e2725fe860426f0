"""What people read tells of things that are there: commands, options, files, folders."""

from __future__ import annotations

import re
from configparser import ConfigParser
from pathlib import Path

import click
import pytest

from floor.cli import main
from floor.labels.sheets import MEDIA
from tests.sources import ROOT

PAGES = [ROOT / "README.md", ROOT / "deploy" / "INSTALL.md"]
UNITS = sorted((ROOT / "deploy").glob("*.service"))

each_page = pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
each_unit = pytest.mark.parametrize("unit", UNITS, ids=lambda unit: unit.name)


def commands(group: click.Group = main, before: str = "") -> dict[str, click.Command]:
    """Every command by its whole name: ``officers add``."""
    found: dict[str, click.Command] = {}
    for name, command in group.commands.items():
        if isinstance(command, click.Group):
            found |= commands(command, f"{before}{name} ")
        else:
            found[f"{before}{name}"] = command
    return found


def told(text: str) -> list[tuple[str, str]]:
    """The commands in a text's code: all that follows ``floor`` or ``f`` on the line, and of it the command's name."""
    blocks = re.findall(r"^```\n(.*?)^```", text, re.MULTILINE | re.DOTALL)
    inline = re.findall(r"`([^`\n]+)`", re.sub(r"^```\n.*?^```", "", text, flags=re.MULTILINE | re.DOTALL))
    code = [line.partition("#")[0] for block in blocks for line in block.splitlines()] + inline
    lines = [
        found[1] for line in code if (found := re.search(r"(?:^|bin/|\bexec -it floor )(?:floor|f) ([a-z].*)", line))
    ]
    return [(line, re.findall(r"^[a-z]+(?: [a-z]+)?", line)[0]) for line in lines]


@each_page
def test_every_command_told_of_is_there_with_its_options(page: Path) -> None:
    there = commands()
    for line, name in told(page.read_text(encoding="utf-8")):
        command = there.get(name) or there.get(name.split()[0])
        assert command, f"floor {line}"
        options = {option for parameter in command.params for option in (*parameter.opts, *parameter.secondary_opts)}
        assert set(re.findall(r"--[a-z-]+", line)) <= options, f"floor {line}"


def test_every_command_is_in_the_readme() -> None:
    page = PAGES[0].read_text(encoding="utf-8")
    assert [name for name in commands() if f"`floor {name}" not in page] == []


def test_every_medium_is_in_the_readme() -> None:
    page = PAGES[0].read_text(encoding="utf-8")
    assert [key for key in MEDIA if f"`{key}`" not in page] == []


@each_page
def test_every_file_told_of_is_there(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    named = {*re.findall(r"`((?:floor|tests|deploy|benchmarks)/[\w./-]+)`", text)}
    linked = {link.partition("#")[0] for link in re.findall(r"\]\(([^)]+)\)", text)}
    assert [name for name in named if not (ROOT / name).exists()] == []
    assert [link for link in linked if not (page.parent / link).exists()] == []


def test_the_tour_visits_every_package() -> None:
    text = PAGES[0].read_text(encoding="utf-8")
    packages = sorted(path.parent.name for path in (ROOT / "floor").glob("*/__init__.py"))
    assert [name for name in packages if f"floor/{name}/" not in text] == []


@each_unit
def test_a_unit_runs_a_command_that_is_there(unit: Path) -> None:
    read = ConfigParser(strict=False, interpolation=None)
    read.optionxform = str  # type: ignore[assignment, method-assign]
    read.read(unit, encoding="utf-8")
    program, command = read["Service"]["ExecStart"].split(maxsplit=1)
    assert program.endswith(".venv/bin/floor")
    assert command in commands()
    assert read["Service"]["Environment"] == f"FLOOR_INSTANCE=/var/lib/{read['Service']['StateDirectory']}"
