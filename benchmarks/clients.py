"""Stations that scan as fast as they are answered, or at a steady pace: processes of their own, raw keep-alive sockets.

A client must cost little beside the server on a machine of two cores, so requests are built beforehand and answers are
only looked at for their status and for ``recorded``.
"""

from __future__ import annotations

import json
import multiprocessing
import socket
import statistics
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from uuid import uuid4

from floor import clock


@dataclass(frozen=True, slots=True)
class Timed:
    """What a run took: answers per second, and milliseconds from sending to answer."""

    rate: float
    p50: float
    p99: float
    worst: float
    wrong: int

    def __str__(self) -> str:
        wrong = f"  {self.wrong} WRONG" if self.wrong else ""
        return f"{self.rate:8.0f}/s   p50 {self.p50:7.1f}   p99 {self.p99:7.1f}   worst {self.worst:7.1f} ms{wrong}"


def scan_request(token: str, code: str) -> bytes:
    """A whole HTTP request that moves one piece on."""
    now = clock.iso(clock.now())
    item = {"id": str(uuid4()), "code": code, "happened_at": now, "quantity": 1}
    body = json.dumps({"sent_at": now, "scans": [item]}).encode()
    head = (
        "POST /api/v1/scans HTTP/1.1\r\nHost: floor\r\nContent-Type: application/json\r\n"
        f"Authorization: Bearer {token}\r\nContent-Length: {len(body)}\r\n\r\n"
    )
    return head.encode() + body


def empty_request() -> bytes:
    """A request to the endpoint that does nothing."""
    return b"GET /api/v1/health HTTP/1.1\r\nHost: floor\r\n\r\n"


def _answer(connection: socket.socket) -> bytes:
    received = b""
    while b"\r\n\r\n" not in received:
        if not (part := connection.recv(65536)):
            return received
        received += part
    head, _, body = received.partition(b"\r\n\r\n")
    length = next(int(line[15:]) for line in head.lower().split(b"\r\n") if line.startswith(b"content-length:"))
    while len(body) < length:
        body += connection.recv(65536)
    return head + body


def _station(
    port: int,
    requests: Sequence[bytes],
    expect: bytes,
    pace: float,
    start: float,
    results: multiprocessing.Queue[object],
) -> None:
    took, wrong = [], 0
    with socket.create_connection(("127.0.0.1", port)) as connection:
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        time.sleep(max(0.0, start - time.time()))
        due = time.perf_counter()
        for request in requests:
            if pace and (wait := due - time.perf_counter()) > 0:
                time.sleep(wait)
            begun = time.perf_counter()
            connection.sendall(request)
            wrong += expect not in _answer(connection)
            took.append((time.perf_counter() - begun) * 1000)
            due += pace
    results.put((took, wrong, start, time.time()))


def run(
    port: int, stations: int, count: int, request: Callable[[int], bytes], expect: bytes, per_second: float = 0.0
) -> Timed:
    """``stations`` clients send ``count`` requests each; ``per_second`` is each one's pace, 0 as fast as answered."""
    results: multiprocessing.Queue[object] = multiprocessing.Queue()
    start = time.time() + 0.5 + stations * 0.02
    pace = 1 / per_second if per_second else 0.0
    clients = []
    for number in range(stations):
        requests = [request(number) for _ in range(count)]
        # Paced stations don't all scan in the same instant.
        begins = start + (pace * number / stations if pace else 0)
        clients.append(multiprocessing.Process(target=_station, args=(port, requests, expect, pace, begins, results)))
    for client in clients:
        client.start()
    answers = [results.get() for _ in clients]
    for client in clients:
        client.join()
    took = sorted(each for answer in answers for each in answer[0])  # type: ignore[index]
    wrong = sum(answer[1] for answer in answers)  # type: ignore[index]
    lasted = max(a[3] for a in answers) - min(a[2] for a in answers)  # type: ignore[index]
    at = int(len(took) * 0.99)
    return Timed(len(took) / lasted, statistics.median(took), took[min(at, len(took) - 1)], took[-1], wrong)
