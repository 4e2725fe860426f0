"""What a supervisor's screen shows so that a tablet can be paired: an address that tablets reach, and its QR."""

from __future__ import annotations

import socket
from urllib.parse import urlsplit

from qrcode import QRCode
from qrcode.constants import ERROR_CORRECT_M

_QUIET = 4  # white modules that the standard wants on every side


def reachable(root: str) -> str:
    """The address of this server as tablets reach it, for a supervisor who sits at the server itself.

    ``root`` is what that browser asked: ``http://localhost:8000/``; another host than the machine itself is kept.
    """
    asked = urlsplit(root)
    if asked.hostname not in ("localhost", "127.0.0.1", "::1") or (lan := _lan()) is None:
        return root.rstrip("/")
    port = f":{asked.port}" if asked.port else ""
    return f"{asked.scheme}://{lan}{port}"


def qr(text: str) -> tuple[int, str]:
    """The QR symbol of a text: how many modules wide it is with its quiet zone, and its dark ones as an SVG path."""
    symbol: QRCode = QRCode(error_correction=ERROR_CORRECT_M, border=_QUIET)
    symbol.add_data(text)
    symbol.make()
    rows = symbol.get_matrix()
    dark = [f"M{x} {y}h1v1h-1z" for y, row in enumerate(rows) for x, is_dark in enumerate(row) if is_dark]
    return len(rows), "".join(dark)


def _lan() -> str | None:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            # Nothing is sent: connecting a datagram socket only asks the kernel which address it would use.
            probe.connect(("192.0.2.1", 9))
        except OSError:
            return None
        found: str = probe.getsockname()[0]
    return None if found.startswith("127.") else found
