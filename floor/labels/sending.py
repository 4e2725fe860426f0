"""Sending to a printer: through the server's CUPS, or straight to a thermal printer's port on the network.

Three ends, told apart because paper can't be taken back: all was handed over; nothing was, so it may be sent again;
or the connection broke on the way, and only who stands at the printer knows what came out.
"""

from __future__ import annotations

import re
import shutil
import socket
import subprocess
import time

from .. import refusals
from ..refusals import No
from .sheets import Media

QUEUE = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_.@-]{0,99}", re.ASCII)
_NAME = r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
ADDRESS = re.compile(rf"({_NAME}(?:\.{_NAME})*):(\d{{4,5}})", re.ASCII)
_CONNECTING, _SENDING, _ENDING = 5, 20, 5  # seconds
_QUEUEING = 60


class NotSent(Exception):
    """Nothing has left the server: it may be sent again."""

    def __init__(self, no: No) -> None:
        super().__init__(no.code)
        self.no = no


class BrokenOff(Exception):
    """The connection broke while it was sent: nobody here knows what came out."""


def has_cups() -> bool:
    """Whether the server has a CUPS to send through."""
    return shutil.which("lp") is not None


def queues() -> list[str]:
    """The names of the queues that the server's CUPS knows; none where it has none or doesn't answer."""
    lpstat = shutil.which("lpstat")
    if lpstat is None:
        return []
    try:
        told = subprocess.run([lpstat, "-e"], capture_output=True, text=True, timeout=5, check=False)  # noqa: S603
    except (OSError, subprocess.TimeoutExpired):
        return []
    return sorted(name for name in told.stdout.split() if QUEUE.fullmatch(name))


def to_queue(queue: str, pdf: bytes, media: Media, title: str) -> None:
    """Hands a PDF to a queue of CUPS, to be printed at its true size."""
    lp = shutil.which("lp")
    if lp is None or not QUEUE.fullmatch(queue):
        raise NotSent(refusals.PRINTER_SILENT.because(what=queue))
    size = {"a4": "A4", "a6": "A6"}.get(media.key[:2], "Custom.{:g}x{:g}mm".format(*media.page))
    options = ["-o", f"media={size}", "-o", "print-scaling=none", "-o", "sides=one-sided"]
    command = [lp, "-d", queue, "-t", title, *options]
    try:
        told = subprocess.run(command, input=pdf, capture_output=True, timeout=_QUEUEING, check=False)  # noqa: S603
    except subprocess.TimeoutExpired as error:
        raise BrokenOff from error
    except OSError as error:
        raise NotSent(refusals.PRINTER_SILENT.because(what=queue)) from error
    if told.returncode < 0:  # killed: it may have handed over all of it before
        raise BrokenOff
    if told.returncode != 0:
        raise NotSent(refusals.PRINTER_REFUSED.because(what=queue))


def to_address(address: str, commands: bytes) -> None:
    """Sends a thermal printer its commands, and waits until it hangs up or has nothing more to say."""
    found = ADDRESS.fullmatch(address)
    if found is None:
        raise NotSent(refusals.PRINTER_SILENT.because(what=address))
    try:
        connection = socket.create_connection((found[1], int(found[2])), _CONNECTING)
    except OSError as error:
        raise NotSent(refusals.PRINTER_SILENT.because(what=address)) from error
    with connection:
        try:
            connection.settimeout(_SENDING)
            connection.sendall(commands)
            connection.shutdown(socket.SHUT_WR)
        except OSError as error:
            raise BrokenOff from error
        _see_it_end(connection)


def _see_it_end(connection: socket.socket) -> None:
    """A printer that hung up before it had read all answers with a reset; one that keeps the line open has read it."""
    until = time.monotonic() + _ENDING
    try:
        while (left := until - time.monotonic()) > 0:
            connection.settimeout(left)
            if not connection.recv(1024):
                return
    except TimeoutError:
        return
    except OSError as error:
        raise BrokenOff from error
