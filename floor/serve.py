"""Serving: gunicorn with threads, at two doors; on SQLite one process and no more, for the writer is one."""

from __future__ import annotations

import fcntl
import gc
import os
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, Any

import click
from gunicorn.app.base import BaseApplication

from .doors import announcing, certificates
from .doors.names import address_of, lan_address, names_here
from .doors.worker import TwoDoors
from .settings import Settings


class AlreadyServing(Exception):
    """Another process serves this instance; its message says what to do."""


class _Server(BaseApplication):  # type: ignore[misc]
    def __init__(self, settings: Settings, secure_port: int | None, ready: Callable[[], None]) -> None:
        self._settings = settings
        self._secure_port = secure_port
        self._ready = ready
        super().__init__()

    def load_config(self) -> None:
        ports = [self._settings.port, *([self._secure_port] if self._secure_port else [])]
        doors = {
            "certificate": certificates.server_file(self._settings.instance),
            "secure_port": self._secure_port,
        }
        options: dict[str, Any] = {
            "bind": [f"{self._settings.host}:{port}" for port in ports],
            "workers": self._settings.workers,
            "worker_class": type("Doors", (TwoDoors,), doors),
            "threads": self._settings.threads,
            "keepalive": 30,
            "timeout": 120,
            "graceful_timeout": 10,
            "worker_tmp_dir": _in_memory(),
            "control_socket_disable": True,
            # Nobody stands between us and the tablets: whoever says that a request came by HTTPS is not believed.
            "forwarded_allow_ips": "",
            "secure_scheme_headers": {},
            "when_ready": lambda _server: self._ready(),
            "post_worker_init": lambda _worker: self._announce(),
            "worker_exit": lambda _server, _worker: announcing.stop(),
            "loglevel": "warning",
        }
        for name, value in options.items():
            if name in self.cfg.settings:
                self.cfg.set(name, value)

    def load(self) -> Any:
        from . import create_app

        app = create_app(self._settings)
        app.config["SECURE_PORT"] = self._secure_port
        # The application stays: else each full collection walks all of it, a tenth of a second in some scan's way.
        gc.collect()
        gc.freeze()
        return app

    def _announce(self) -> None:
        if self._settings.announce:
            announcing.start(self._settings.instance, self._settings.port, self._secure_port)


def serve(settings: Settings, ready: Callable[[int | None], None] = lambda _secure_port: None) -> None:
    """Serves until stopped; calls ``ready`` with the secure door's port once open. ``AlreadyServing`` if somebody does.

    The application is loaded after the fork, in the worker, so that its writer starts there.
    """
    _port_is_free(settings.host, settings.port, "--port")
    secure_port = _secure_port(settings)
    with serving(settings.instance):
        _Server(settings, secure_port, lambda: ready(secure_port)).run()


def _secure_port(settings: Settings) -> int | None:
    """The secure door's port; ``None`` without certificates. Whatever is wrong with them, the plain door opens.

    Only a port that the site chose, and that another program has, is refused: nobody would look for another.
    """
    try:
        names = names_here(settings.lan_names)
        if renewed := certificates.keep_current(settings.instance, names, datetime.now(UTC)):
            click.echo(renewed, err=True)
        if certificates.kept(settings.instance) is None:
            return None
    except (certificates.CertificateTrouble, OSError) as trouble:
        click.echo(f"No HTTPS: {trouble}", err=True)
        return None
    try:
        _port_is_free(settings.host, settings.secure_port, "--https-port")
    except AlreadyServing as taken:
        if settings.https_port:
            raise
        click.echo(f"No HTTPS: {taken}", err=True)
        return None
    return settings.secure_port


def _port_is_free(host: str, port: int, option: str) -> None:
    """Says so at once where another program has the port; gunicorn would try for a while and then say it in English."""
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise AlreadyServing(f"Port {port}: {error.strerror}. Choose another with {option}.") from error


@contextmanager
def serving(instance: Path) -> Iterator[IO[str]]:
    """Holds the instance: whoever serves, restores or resets does so alone on this machine."""
    instance.mkdir(parents=True, exist_ok=True)
    with (instance / "serving.lock").open("a", encoding="ascii") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            raise AlreadyServing(f"floor is serving from {instance.name}/ already: stop it first.") from error
        yield lock


def addresses(port: int, secure_port: int | None = None) -> list[str]:
    """The addresses under which tablets on the LAN find this machine, after that of the machine itself."""
    found = [f"http://localhost:{port}"]
    if (lan := lan_address()) is not None:
        found.append(f"http://{lan}:{port}")
        if secure_port:
            found.append(address_of("https", lan, secure_port))
    return found


def _in_memory() -> str | None:
    """Where gunicorn's heartbeat file goes: in memory where there is such a place, so that a slow disk kills nobody."""
    return "/dev/shm" if os.access("/dev/shm", os.W_OK) else None  # noqa: S108 - made by mkstemp there
