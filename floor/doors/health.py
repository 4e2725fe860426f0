"""How the doors stand: the certificate, what it covers, the ports; in sentences for ``floor doctor``."""

from __future__ import annotations

import socket
import stat
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from pathlib import Path

from ..settings import Settings
from .certificates import NEAR_ITS_END, CertificateTrouble, Kept, folder, kept, not_covered
from .names import Names, names_here

Finding = tuple[bool | None, str]

_ANDROIDS_PORT = 80


def findings(settings: Settings) -> Iterator[Finding]:
    """Each finding: ``True`` is well, ``None`` could be better. Nothing here keeps floor from serving over HTTP."""
    names = names_here(settings.lan_names)
    try:
        found = kept(settings.instance)
    except CertificateTrouble as trouble:
        yield None, f"HTTPS stays shut: {trouble}"
        found = None
    else:
        if found is None:
            yield None, "No certificates, so no HTTPS and no live camera: `floor cert init` makes them."
    if found is not None:
        yield _covers(found, names)
        yield _lasts(found, datetime.now(UTC))
        yield _is_private(settings.instance)
        yield _port(settings.host, settings.secure_port, "HTTPS")
        if outside := not_covered(names):
            yield None, f"Certificate: {_list(outside)} is no private address, so HTTPS can't be used there."
    yield _port(settings.host, settings.port, "HTTP")
    if settings.port != _ANDROIDS_PORT:
        yield (
            None,
            f"Android asks at port 80 whether to stay in a Wi-Fi without internet; floor is at {settings.port}.",
        )


def _covers(found: Kept, names: Names) -> Finding:
    if missing := found.missing(names):
        return None, f"Certificate: it lacks {_list(missing)}. Start floor again, or `floor cert renew`."
    return True, f"Certificate: it holds for {_list([*found.names, *found.addresses])}."


def _lasts(found: Kept, now: datetime) -> Finding:
    """Whether it is valid now, by this machine's clock, and for how long."""
    begins = max(found.leaf.not_valid_before_utc, found.authority.not_valid_before_utc)
    if not begins <= now < found.ends:
        span = f"{begins:%Y-%m-%d} to {found.ends:%Y-%m-%d}"
        return None, f"Certificate: valid {span}, but this machine's clock says {now:%Y-%m-%d}."
    if found.ends - now < NEAR_ITS_END:
        return None, f"Certificate: ends on {found.ends:%Y-%m-%d}. Start floor again, or `floor cert renew`."
    return True, f"Certificate: valid until {found.ends:%Y-%m-%d}."


def _is_private(instance: Path) -> Finding:
    keys = (folder(instance) / name for name in ("ca.key", "server.pem"))
    shown = [key.name for key in keys if key.exists() and stat.S_IMODE(key.stat().st_mode) & 0o077]
    if shown:
        return None, f"Certificate: others on this machine can read {_list(shown)}: chmod 600."
    return True, "Certificate: its keys are the owner's alone."


def _port(host: str, port: int, what: str) -> Finding:
    """Whether somebody serves at a port, or floor could."""
    with socket.socket() as probe:
        probe.settimeout(1)
        if probe.connect_ex(("127.0.0.1" if host == "0.0.0.0" else host, port)) == 0:  # noqa: S104 - compared, not bound
            return True, f"Port {port} ({what}): somebody serves there now."
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            return (
                None,
                f"Port {port} ({what}): {error.strerror}. The systemd unit may open ports below 1024.",
            )
    return True, f"Port {port} ({what}): free."


def _list(each: Iterable[object]) -> str:
    return ", ".join(map(str, each))
