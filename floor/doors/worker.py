"""gunicorn's worker with two doors: plain HTTP, and HTTPS on a port of its own, before the same threads.

No connection holds a thread before it has something to say: a thread takes a handshake's next step, or a request, only
when bytes have come. However many silent, slow or broken callers stand at the secure door, scans at the plain one pass.
Who stops in the middle of a request is given up after ``REQUEST_LIMIT``.
"""

from __future__ import annotations

import selectors
import socket
import ssl
import time
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from typing import Any

from gunicorn.http import get_parser
from gunicorn.workers.gthread import TConn, ThreadWorker

HANDSHAKE_LIMIT = 10.0  # seconds
REQUEST_LIMIT = 30.0  # seconds between two pieces of a request, and for each piece of an answer to be taken
_MOST_HANDSHAKES = 200  # at once; beyond, the one that has taken longest is given up
# A tablet that left the Wi-Fi in the middle of a request is given up after 15 + 3 × 5 seconds; by itself Linux waits
# for two hours, and its thread with it.
_KEEPALIVE = ((socket.TCP_KEEPIDLE, 15), (socket.TCP_KEEPINTVL, 5), (socket.TCP_KEEPCNT, 3))
_UNSENT_LIMIT = 30_000  # ms


class _OverTls:
    """gunicorn's configuration as requests of the secure door must see it: their scheme is ``https``."""

    is_ssl = True

    def __init__(self, cfg: Any) -> None:
        self._cfg = cfg

    def __getattr__(self, name: str) -> Any:
        return getattr(self._cfg, name)


class _Plain(TConn):  # type: ignore[misc]
    """A connection at the plain door."""

    initialized: bool
    parser: Any

    def __init__(self, cfg: Any, sock: Any, client: Any, server: Any, closing: ThreadPoolExecutor) -> None:
        super().__init__(cfg, sock, client, server)
        self._closing = closing

    def init(self) -> None:
        """Called in a thread before each request is read."""
        super().init()
        self.sock.settimeout(REQUEST_LIMIT)

    def close(self, graceful: bool = False) -> None:
        """Closes it; gracefully means to wait two seconds for the caller, which the loop of all callers must not do."""
        if graceful:
            self._closing.submit(super().close, graceful=True)
        else:
            super().close()


class _Secure(_Plain):
    """A connection at the secure door; ``sock`` is wrapped already and has shaken hands before it is ``init``."""

    def init(self) -> None:
        if self.parser is None:
            self.initialized = True
            self.parser = get_parser(self.cfg, self.sock, self.client)
        self.sock.settimeout(REQUEST_LIMIT)


class TwoDoors(ThreadWorker):  # type: ignore[misc]
    """``certificate`` and ``secure_port`` are set on a subclass; without a port there is one door."""

    certificate: Path
    secure_port: int | None = None

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._over_tls = _OverTls(self.cfg)
        self._context: ssl.SSLContext | None = None
        self._read_at = 0
        # The handshakes under way, by their sockets, in the order they began.
        self._shaking: dict[ssl.SSLSocket, _Secure] = {}
        self._closing = ThreadPoolExecutor(max_workers=4)

    def accept(self, listener: Any) -> None:
        """Takes a caller in; it gets a thread once it says something."""
        try:
            sock, client = listener.accept()
        except OSError:
            return  # gone again, or another process took it
        self.nr_conns += 1
        try:
            _give_up_the_dead(sock)
            if listener.getsockname()[1] == self.secure_port:
                self._accept_secure(sock, client, listener.getsockname())
            else:
                self._pend(_Plain(self.cfg, sock, client, listener.getsockname(), self._closing))
        except (OSError, ValueError) as error:
            self.log.warning("A caller could not be let in: %s", error)
            self.nr_conns -= 1
            sock.close()

    def _accept_secure(self, sock: socket.socket, client: Any, server: Any) -> None:
        sock.setblocking(False)
        wrapped = self._tls().wrap_socket(sock, server_side=True, do_handshake_on_connect=False)
        conn = _Secure(self._over_tls, wrapped, client, server, self._closing)
        conn.timeout = time.monotonic() + HANDSHAKE_LIMIT
        if len(self._shaking) >= _MOST_HANDSHAKES:
            self._give_up(next(iter(self._shaking.values())))
        self._when_ready(conn, selectors.EVENT_READ)
        self._shaking[wrapped] = conn

    def _pend(self, conn: _Plain) -> None:
        """Waits for a connection's first request without a thread."""
        conn.sock.setblocking(False)
        conn.timeout = time.monotonic() + self.cfg.keepalive
        self.pending_conns.append(conn)
        self.poller.register(conn.sock, selectors.EVENT_READ, partial(self.on_pending_socket_readable, conn))

    def _when_ready(self, conn: _Secure, event: int) -> None:
        self.poller.register(conn.sock, event, partial(self._on_handshake_ready, conn))

    def _on_handshake_ready(self, conn: _Secure, sock: Any) -> None:
        self.poller.unregister(sock)
        step = self.tpool.submit(_shake, conn.sock)
        step.add_done_callback(lambda done: self.method_queue.defer(self._stepped, conn, done))

    def _stepped(self, conn: _Secure, done: Any) -> None:
        """After a step of a handshake, in the main thread, which must survive whatever a caller did."""
        wanted = None if done.cancelled() or done.exception() else done.result()
        if wanted is None or (wanted and conn.timeout < time.monotonic()):
            self._drop(conn)
        elif wanted:
            self._when_ready(conn, wanted)
        else:
            del self._shaking[conn.sock]
            self._pend(conn)

    def _drop(self, conn: _Secure) -> None:
        del self._shaking[conn.sock]
        self.nr_conns -= 1
        conn.close()

    def murder_pending(self) -> None:
        """Closes what waits too long; handshakes too, which have less time."""
        super().murder_pending()
        now = time.monotonic()
        for conn in [each for each in self._shaking.values() if each.timeout < now]:
            self._give_up(conn)

    def _give_up(self, conn: _Secure) -> None:
        """Ends a handshake that waits for its caller; one whose step is just being taken ends when that is done."""
        if conn.sock.fileno() in self.poller.get_map():
            self.poller.unregister(conn.sock)
            self._drop(conn)

    def _cap_keepalive(self, deadline: float) -> None:
        """A server that stops waits for nobody who hasn't asked yet, a browser's spare connections among them."""
        super()._cap_keepalive(deadline)
        for conn in [*self.pending_conns, *self._shaking.values()]:
            conn.timeout = min(conn.timeout, deadline)

    def _tls(self) -> ssl.SSLContext:
        """What handshakes are made with; read again when the certificate was renewed meanwhile, if it can be read."""
        try:
            changed_at = self.certificate.stat().st_mtime_ns
            if self._context is None or changed_at != self._read_at:
                self._context, self._read_at = context_of(self.certificate), changed_at
        except OSError:
            if self._context is None:
                raise
        return self._context


def context_of(certificate: Path) -> ssl.SSLContext:
    """What a server shakes hands with: a file of a certificate and its key."""
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(certificate)
    context.set_alpn_protocols(["http/1.1"])
    return context


def _shake(sock: ssl.SSLSocket) -> int:
    """One step of a handshake, in a thread that isn't held by it: the event to wait for, 0 once it is done."""
    try:
        sock.do_handshake()
    except ssl.SSLWantReadError:
        return selectors.EVENT_READ
    except ssl.SSLWantWriteError:
        return selectors.EVENT_WRITE
    return 0


def _give_up_the_dead(sock: socket.socket) -> None:
    sock.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
    for option, value in _KEEPALIVE:
        sock.setsockopt(socket.IPPROTO_TCP, option, value)
    sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT, _UNSENT_LIMIT)
