"""Settings: from ``config.toml`` in the instance folder, then ``FLOOR_*``; nonsense is refused at start."""

from __future__ import annotations

import os
import secrets
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, fields
from pathlib import Path


class BadSetting(Exception):
    """A setting that can't be meant; the message says which, why, and what would do."""


@dataclass(frozen=True, slots=True)
class Settings:
    """What a site may set. Sizes in bytes, times in seconds."""

    instance: Path
    database_url: str
    secret_key: str
    host: str = "0.0.0.0"  # noqa: S104 - tablets on the LAN must reach it; deploy/INSTALL says which networks may
    port: int = 8000
    https_port: int = 0  # 0: 443 where the plain door is 80, else 443 further up (8443)
    lan_names: str = ""  # names and addresses that the certificate shall hold for besides those found
    announce: bool = True  # says by mDNS that it is floor.local
    threads: int = 32
    workers: int = 1  # processes; more only on PostgreSQL
    upload_limit: int = 16 * 1024 * 1024
    queue_limit: int = 2_000
    session_hours: int = 12
    node_modules: str = ""  # where set-up put the tablets' label reader; empty: beside the program

    @property
    def on_sqlite(self) -> bool:
        """Whether the embedded database is used."""
        return self.database_url.startswith("sqlite")

    @property
    def secure_port(self) -> int:
        """Where the secure door is, once there are certificates."""
        above = 443 if self.port == 80 else self.port + 443
        return self.https_port or (above if above <= 65535 else self.port - 443)


_WHOLE = {
    "port": (1, 65535),
    "https_port": (0, 65535),
    "threads": (2, 256),
    "workers": (1, 16),
    "upload_limit": (65536, 2**28),
    "queue_limit": (10, 100_000),
    "session_hours": (1, 24),
}
_YES_OR_NO = {"true": True, "yes": True, "1": True, "false": False, "no": False, "0": False}
_NAMES = {field.name for field in fields(Settings)} - {"instance"}


def load(environ: Mapping[str, str] = os.environ) -> Settings:
    """The settings in force; ``BadSetting`` where one is nonsense. Makes the instance folder and the secret key."""
    instance = Path(environ.get("FLOOR_INSTANCE") or "instance").absolute()
    given: dict[str, object] = {**_from_file(instance / "config.toml"), **_from_environment(environ)}
    for name, (least, most) in _WHOLE.items():
        if name in given:
            given[name] = _whole(name, given[name], least, most)
    if "announce" in given:
        given["announce"] = _yes_or_no("announce", given["announce"])
    given["lan_names"] = str(given.get("lan_names", ""))
    if (folder := given.get("node_modules")) and not Path(str(folder)).is_dir():
        raise BadSetting(f"node_modules is {folder!r}: no such folder. Leave it out, or name the one that npm filled.")
    url = str(given.pop("database_url", "") or f"sqlite:///{instance / 'floor.db'}")
    given["database_url"] = url = _database_url(url)
    if url.startswith("sqlite") and given.get("workers", 1) != 1:
        raise BadSetting("workers is more than 1, but SQLite has one writer: leave it out, or use PostgreSQL.")
    instance.mkdir(parents=True, exist_ok=True)
    secret = str(given.pop("secret_key", "") or _secret_key(instance / "secret_key"))
    if len(secret) < 32:
        raise BadSetting("secret_key is too short: give at least 32 characters, or none and one is made.")
    return Settings(instance=instance, secret_key=secret, **given)  # type: ignore[arg-type]


def _from_file(path: Path) -> dict[str, object]:
    if not path.exists():
        return {}
    try:
        found = tomllib.loads(path.read_text(encoding="utf-8"))
    except tomllib.TOMLDecodeError as error:
        raise BadSetting(f"{path.name} can't be read: {error}.") from error
    unknown = sorted(set(found) - _NAMES)
    if unknown:
        raise BadSetting(f"{path.name} sets {', '.join(unknown)}, which floor doesn't know. Known: {_known()}.")
    return found


def _from_environment(environ: Mapping[str, str]) -> dict[str, object]:
    given = {name[6:].lower(): value for name, value in environ.items() if name.startswith("FLOOR_")}
    given.pop("instance", None)
    unknown = sorted(f"FLOOR_{name.upper()}" for name in set(given) - _NAMES)
    if unknown:
        raise BadSetting(f"The environment sets {', '.join(unknown)}, which floor doesn't know. Known: {_known()}.")
    return dict(given)


def _known() -> str:
    return ", ".join(sorted(_NAMES))


def _whole(name: str, value: object, least: int, most: int) -> int:
    try:
        number = int(str(value))
    except ValueError:
        number = least - 1
    if not least <= number <= most:
        raise BadSetting(f"{name} is {value!r}: give a whole number from {least} to {most}.")
    return number


def _yes_or_no(name: str, value: object) -> bool:
    meant = _YES_OR_NO.get(str(value).lower())
    if meant is None:
        raise BadSetting(f"{name} is {value!r}: give true or false.")
    return meant


def _database_url(url: str) -> str:
    if url.startswith("sqlite:///"):
        return url
    for prefix in ("postgresql+psycopg://", "postgresql://", "postgres://"):
        if url.startswith(prefix):
            return "postgresql+psycopg://" + url.removeprefix(prefix)
    raise BadSetting("database_url must begin with sqlite:/// or postgresql://.")


def _secret_key(path: Path) -> str:
    """The key kept in the instance folder, readable by the owner only; made on the first start."""
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_text(encoding="ascii").strip()
    with os.fdopen(handle, "w", encoding="ascii") as file:
        file.write(key := secrets.token_hex(32))
    return key
