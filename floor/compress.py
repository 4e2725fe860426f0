"""Pages, styles and scripts travel compressed: a tablet far from the router loads them in a quarter of the bytes.

gunicorn sends what it is given, and the server needs no proxy before it, so it is done here: static files once each,
pages as they are made (a millisecond for a large one). Answers to scans stay as they are: they fit into one packet.
"""

from __future__ import annotations

import gzip
from functools import lru_cache

from flask import Flask, Response, request

_LEAST = 1_400  # bytes: less than that is one packet with or without
_WORDY = {"text/html", "text/css", "text/javascript", "application/javascript", "image/svg+xml", "application/json"}


def register_compression(app: Flask) -> None:
    """Compresses what this app answers to a GET, where it is worth it and the browser takes it."""
    app.after_request(_compress)


def _compress(response: Response) -> Response:
    if response.mimetype not in _WORDY or response.status_code == 206:
        return response
    response.vary.add("Accept-Encoding")
    if request.method != "GET" or response.status_code == 304 or not request.accept_encodings["gzip"]:
        return response
    if request.endpoint == "static" and response.status_code == 200:
        response.direct_passthrough = False
        packed = _once(response.get_data())
    elif response.is_sequence and (response.calculate_content_length() or 0) >= _LEAST:
        packed = gzip.compress(response.get_data(), compresslevel=5, mtime=0)
    else:
        return response
    tag, _ = response.get_etag()
    response.close()  # a file that was to be sent
    response.direct_passthrough = False
    response.set_data(packed)
    response.headers["Content-Encoding"] = "gzip"
    if tag is not None:
        response.set_etag(tag, weak=True)  # the same words, in other bytes
    return response


@lru_cache(maxsize=512)
def _once(content: bytes) -> bytes:
    return gzip.compress(content, compresslevel=9, mtime=0)
