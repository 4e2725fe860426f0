"""Printers for tests: one on the network that listens on the loopback, and a CUPS that is a small script."""

from __future__ import annotations

import re
import socket
import struct
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import zxingcpp
from numpy.typing import NDArray

_LP = """#!/bin/sh
{ for word in "$@"; do printf '%s\\n' "$word"; done; } > "$0.words"
{ending}
cat > "$0.pdf"
echo "request id is kantor-1 (1 file)"
"""
_LPSTAT = """#!/bin/sh
[ "$1" = -e ] && printf 'kantor\\nlabel_meja\\n'
"""


@dataclass
class Thermal:
    """A thermal printer on the network: what it was sent, connection by connection."""

    address: str
    heard: list[bytes] = field(default_factory=list)

    @property
    def labels(self) -> int:
        """How many labels came out of it."""
        return sum(bytes(each).count(b"^XZ") for each in self.heard)

    def codes(self) -> list[str]:
        """What a scanner reads on the labels, in the order that they came out."""
        return [read for page in b"".join(self.heard).split(b"^XZ") if b"^GFA" in page for read in read_label(page)]


def read_label(page: bytes) -> list[str]:
    """The QRs on a label, from its dots."""
    found = zxingcpp.read_barcodes(np.pad(drawn(page), 20, constant_values=255))
    return sorted({each.text for each in found if each.format == zxingcpp.BarcodeFormat.QRCode})


def drawn(page: bytes) -> NDArray[np.uint8]:
    """The picture that a ``^GFA`` command draws: 0 where it is dark."""
    asked = re.search(rb"\^GFA,(\d+),(\d+),(\d+),([^^]*)", page)
    assert asked is not None and asked[1] == asked[2]
    width = int(asked[3]) * 2
    rows: list[str] = []
    row = ""
    for letter in asked[4].decode():
        if letter == ":":
            rows.append(rows[-1])
        elif letter == ",":
            rows.append(row.ljust(width, "0"))
            row = ""
        else:
            row += letter
            if len(row) == width:
                rows.append(row)
                row = ""
    assert len(rows) * int(asked[3]) == int(asked[1])
    bits = np.unpackbits(np.frombuffer(bytes.fromhex("".join(rows)), np.uint8)).reshape(len(rows), -1)
    return np.where(bits, 0, 255).astype(np.uint8)


def _all(connection: socket.socket) -> bytes:
    return b"".join(iter(lambda: connection.recv(65536), b""))


def a_little(connection: socket.socket) -> bytes:
    """Reads a little and hangs up in the middle, as a printer does whose plug is pulled."""
    heard = connection.recv(100)
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    return heard


def all_and_chatter(connection: socket.socket) -> bytes:
    """Reads all and goes on talking, for half a minute at most; what it heard ends in ``cut`` if it was hung up on."""
    heard = _all(connection)
    until = time.monotonic() + 30
    try:
        while time.monotonic() < until:
            connection.sendall(b"ready\n")
    except OSError:
        return heard + b"cut"
    return heard


@contextmanager
def listening(take: Callable[[socket.socket], bytes] = _all) -> Iterator[Thermal]:
    """A printer that takes whatever is sent."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        printer = Thermal(f"127.0.0.1:{server.getsockname()[1]}")

        def serve() -> None:
            while True:
                try:
                    connection, _ = server.accept()
                except OSError:
                    return
                with connection:
                    printer.heard.append(take(connection))

        thread = threading.Thread(target=serve)
        thread.start()
        try:
            yield printer
        finally:
            server.shutdown(socket.SHUT_RDWR)
            thread.join()


def switched_off() -> str:
    """The address of one that doesn't answer."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        return f"127.0.0.1:{server.getsockname()[1]}"


def cups(folder: Path, ending: str = "") -> Path:
    """Puts an ``lp`` and an ``lpstat`` into a folder; ``ending`` is what ``lp`` does before it takes the file."""
    folder.mkdir()
    for name, script in (("lp", _LP.replace("{ending}", ending)), ("lpstat", _LPSTAT)):
        path = folder / name
        path.write_text(script, encoding="ascii")
        path.chmod(0o755)
    return folder
