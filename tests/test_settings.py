"""Settings come from the instance folder and the environment; nonsense is refused with a sentence."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest

from floor.settings import BadSetting, Settings, load


def loaded(instance: Path, toml: str = "", **environ: str) -> Settings:
    """The settings of an instance folder with this ``config.toml`` and these ``FLOOR_*``."""
    if toml:
        (instance / "config.toml").write_text(toml, encoding="utf-8")
    return load({"FLOOR_INSTANCE": str(instance), **{f"FLOOR_{name}": value for name, value in environ.items()}})


def test_nothing_needs_to_be_set(tmp_path: Path) -> None:
    settings = loaded(tmp_path)
    assert settings.database_url == f"sqlite:///{tmp_path}/floor.db"
    assert (settings.on_sqlite, settings.port) == (True, 8000)


def test_the_instance_folder_is_made(tmp_path: Path) -> None:
    assert loaded(tmp_path / "site" / "instance").instance.is_dir()


def test_the_file_sets(tmp_path: Path) -> None:
    assert loaded(tmp_path, "port = 8080\nthreads = 8").port == 8080


def test_the_environment_outdoes_the_file(tmp_path: Path) -> None:
    assert loaded(tmp_path, "port = 8080", PORT="8081").port == 8081


def test_the_secret_key_is_made_once_and_for_the_owner_only(tmp_path: Path) -> None:
    key = loaded(tmp_path).secret_key
    assert loaded(tmp_path).secret_key == key
    assert len(key) == 64
    assert stat.S_IMODE((tmp_path / "secret_key").stat().st_mode) == 0o600


def test_two_sites_have_two_keys(tmp_path: Path) -> None:
    assert loaded(tmp_path / "one").secret_key != loaded(tmp_path / "two").secret_key


@pytest.mark.parametrize("given", ["postgres://floor@db/floor", "postgresql://floor@db/floor"])
def test_a_postgresql_address_gets_its_driver(tmp_path: Path, given: str) -> None:
    settings = loaded(tmp_path, DATABASE_URL=given)
    assert settings.database_url == "postgresql+psycopg://floor@db/floor"
    assert not settings.on_sqlite


@pytest.mark.parametrize(
    ("toml", "says"),
    [
        ("port = 0", "port is 0: give a whole number from 1 to 65535"),
        ("port = 'many'", "port is 'many'"),
        ("threads = 1", "threads is 1"),
        ("threads = true", "threads is True"),
        ("upload_limit = 5.5", "upload_limit is 5.5"),
        ("workers = 2", "workers is more than 1, but SQLite has one writer"),
        ("queue_limit = 1", "queue_limit is 1"),
        ("session_hours = 25", "session_hours is 25"),
        ("secret_key = 'short'", "secret_key is too short"),
        ("database_url = 'mysql://db'", "must begin with sqlite:/// or postgresql://"),
        ("prot = 8000", "sets prot, which floor doesn't know"),
        ("port = ", "config.toml can't be read"),
    ],
)
def test_nonsense_in_the_file_is_refused(tmp_path: Path, toml: str, says: str) -> None:
    with pytest.raises(BadSetting, match=says):
        loaded(tmp_path, toml)


def test_an_unknown_name_in_the_environment_is_refused_with_those_that_are_known(tmp_path: Path) -> None:
    with pytest.raises(BadSetting, match=r"FLOOR_PROT, which floor doesn't know. Known: announce, .*threads"):
        loaded(tmp_path, PROT="8000")
