"""Saying by mDNS, on the LAN, that this machine is ``floor.local``: laptops and newer tablets find it by that name.

A bonus and never more: Android before 12 doesn't ask, so tablets are paired by address. Nothing here may stop a server.
"""

from __future__ import annotations

import fcntl
import logging
import threading
from pathlib import Path
from typing import IO

from zeroconf import ServiceInfo, Zeroconf

from .names import ANNOUNCED, lan_address

_log = logging.getLogger(__name__)
_PATIENCE = 5.0  # seconds to say goodbye in


class _Voice:
    """One process of an instance announces it; ``close`` takes it back."""

    def __init__(self, lock: IO[str], services: list[ServiceInfo]) -> None:
        self._lock = lock
        self._services = services
        self._zeroconf: Zeroconf | None = None
        self._thread = threading.Thread(target=self._speak, name="announcing", daemon=True)
        self._thread.start()

    def _speak(self) -> None:
        try:
            self._zeroconf = Zeroconf()
            for service in self._services:
                self._zeroconf.register_service(service, allow_name_change=True)
        except Exception as error:  # noqa: BLE001 - no network, no multicast, a name in use: the server goes on
            _log.warning("Not announced as %s: %s", ANNOUNCED, error)

    def close(self) -> None:
        self._thread.join(_PATIENCE)
        try:
            if self._zeroconf is not None:
                self._zeroconf.close()
        except Exception as error:  # noqa: BLE001 - the network may be gone; we are leaving anyway
            _log.debug("No goodbye was said: %s", error)
        self._lock.close()


_voice: _Voice | None = None


def start(instance: Path, port: int, secure_port: int | None) -> None:
    """Announces this server in the background; does nothing where another process of the instance does so already."""
    global _voice
    lan = lan_address()
    if lan is None or _voice is not None:
        return
    lock = (instance / "announcing.lock").open("a", encoding="ascii")
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        lock.close()
        return
    _voice = _Voice(lock, services(lan, port, secure_port))


def stop() -> None:
    """Takes the announcement back, where this process made one."""
    global _voice
    if _voice is not None:
        _voice.close()
        _voice = None


def services(address: str, port: int, secure_port: int | None) -> list[ServiceInfo]:
    """What is announced: the plain door, and the secure one where it is open."""
    doors = [("_http._tcp.local.", port), *([("_https._tcp.local.", secure_port)] if secure_port else [])]
    return [
        ServiceInfo(kind, f"floor.{kind}", port=at, parsed_addresses=[address], server=f"{ANNOUNCED}.")
        for kind, at in doors
    ]
