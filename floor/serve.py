"""Serving: gunicorn with threads; on SQLite one process and no more, for the writer is one."""

from __future__ import annotations

import fcntl
import os
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

from gunicorn.app.base import BaseApplication

from .settings import Settings


class AlreadyServing(Exception):
    """Another process serves this instance; its message says what to do."""


class _Server(BaseApplication):  # type: ignore[misc]
    def __init__(self, settings: Settings, ready: Callable[[], None]) -> None:
        self._settings = settings
        self._ready = ready
        super().__init__()

    def load_config(self) -> None:
        options: dict[str, Any] = {
            "bind": f"{self._settings.host}:{self._settings.port}",
            "workers": self._settings.workers,
            "worker_class": "gthread",
            "threads": self._settings.threads,
            "keepalive": 30,
            "timeout": 120,
            "graceful_timeout": 10,
            "worker_tmp_dir": _in_memory(),
            "control_socket_disable": True,
            "when_ready": lambda _server: self._ready(),
            "loglevel": "warning",
        }
        for name, value in options.items():
            if name in self.cfg.settings:
                self.cfg.set(name, value)

    def load(self) -> Any:
        from . import create_app

        return create_app(self._settings)


def serve(settings: Settings, ready: Callable[[], None] = lambda: None) -> None:
    """Serves until stopped; calls ``ready`` once the port is open. ``AlreadyServing`` if somebody does already.

    The application is loaded after the fork, in the worker, so that its writer starts there.
    """
    _port_is_free(settings)
    with serving(settings.instance):
        _Server(settings, ready).run()


def _port_is_free(settings: Settings) -> None:
    """Says so at once where another program has the port; gunicorn would try for a while and then say it in English."""
    with socket.socket(socket.AF_INET6 if ":" in settings.host else socket.AF_INET) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((settings.host, settings.port))
        except OSError as error:
            raise AlreadyServing(f"Port {settings.port}: {error.strerror}. Choose another with --port.") from error


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


def addresses(port: int) -> list[str]:
    """The addresses under which tablets on the LAN find this machine, after that of the machine itself."""
    found = [f"http://localhost:{port}"]
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            # Nothing is sent: connecting a datagram socket only asks the kernel which address it would use.
            probe.connect(("192.0.2.1", 9))
            lan = probe.getsockname()[0]
        except OSError:
            return found
    return found if lan.startswith("127.") else [*found, f"http://{lan}:{port}"]


def _in_memory() -> str | None:
    """Where gunicorn's heartbeat file goes: in memory where there is such a place, so that a slow disk kills nobody."""
    return "/dev/shm" if os.access("/dev/shm", os.W_OK) else None  # noqa: S108 - made by mkstemp there
