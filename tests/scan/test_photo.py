"""A photo of labels, posted by a tablet over plain HTTP."""

from __future__ import annotations

import struct
import zlib
from io import BytesIO
from typing import Any

import cv2
import numpy as np
import qrcode
from flask import Flask
from sqlalchemy import text
from werkzeug.test import TestResponse

from floor.db import db
from floor.rules.codes import Kind
from tests.cast import Shop
from tests.databases import only


def picture(*codes: str) -> bytes:
    """A photo of QR labels side by side."""
    labels = []
    for code in codes:
        symbol = qrcode.QRCode(version=1, error_correction=qrcode.ERROR_CORRECT_H, border=4)
        symbol.add_data(code, optimize=0)
        symbol.make(fit=False)
        labels.append(
            np.kron(np.where(np.array(symbol.get_matrix()), 0, 255).astype(np.uint8), np.ones((6, 6), np.uint8))
        )
    return bytes(cv2.imencode(".jpg", np.hstack(labels))[1])


def bomb() -> bytes:
    """A small PNG file that says it holds 50,000 × 50,000 pixels."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    header = struct.pack(">IIBBBBB", 50_000, 50_000, 8, 0, 0, 0, 0)
    rows = zlib.compress(b"\0" * 1_000_000, 9)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


def post(served: Flask, shop: Shop, photo: bytes) -> TestResponse:
    """What the tablet at Jahit is answered."""
    sent: dict[str, Any] = {"photo": (BytesIO(photo), "photo.jpg")}
    token = {"Authorization": f"Bearer {shop.tokens['P-JHT']}"}
    return served.test_client().post("/api/v1/decode", data=sent, headers=token)


@only("sqlite")
def test_every_label_in_a_photo_is_read(served: Flask, shop: Shop) -> None:
    codes = [shop.bundle(1), shop.bundle(2)]
    answer = post(served, shop, picture(*codes))
    assert [label["text"] for label in answer.get_json()["labels"]] == codes


@only("sqlite")
def test_a_photo_without_a_label_says_what_to_do(served: Flask, shop: Shop) -> None:
    blank = bytes(cv2.imencode(".jpg", np.full((300, 300), 200, np.uint8))[1])
    answer = post(served, shop, blank).get_json()
    assert answer["labels"] == []
    assert answer["refusal"]["code"] == "NOTHING_READ"


@only("sqlite")
def test_a_photo_of_a_card_alone_says_that_there_are_no_goods_in_it(served: Flask, shop: Shop) -> None:
    badge = shop.card("officer_id", shop.ids["O-1"], Kind.OFFICER)
    answer = post(served, shop, picture(badge)).get_json()
    assert ([label["text"] for label in answer["labels"]], answer["refusal"]["code"]) == ([badge], "NO_GOODS_IN_PHOTO")
    assert "refusal" not in post(served, shop, picture(badge, shop.bundle(1))).get_json()


@only("sqlite")
def test_a_photo_of_fifty_megabytes_is_refused_before_it_is_read(served: Flask, shop: Shop) -> None:
    token = {"Authorization": f"Bearer {shop.tokens['P-JHT']}"}
    answer = served.test_client().post("/api/v1/decode", data=b"\xff" * 50_000_000, headers=token)
    assert (answer.status_code, answer.get_json()["error"]) == (413, "TOO_LARGE")


@only("sqlite")
def test_a_picture_that_would_unpack_to_gigabytes_is_refused(served: Flask, shop: Shop) -> None:
    answer = post(served, shop, bomb())
    assert (answer.status_code, answer.get_json()["error"]) == (413, "PICTURE_TOO_LARGE")


@only("sqlite")
def test_a_file_that_is_no_picture_is_refused(served: Flask, shop: Shop) -> None:
    answer = post(served, shop, b"%PDF-1.7 no photo at all")
    assert (answer.status_code, answer.get_json()["error"]) == (422, "NOT_A_PICTURE")


@only("sqlite")
def test_where_cameras_are_switched_off_no_photo_is_read(served: Flask, shop: Shop) -> None:
    db.write(lambda conn: conn.execute(text("UPDATE site SET camera = false")))
    answer = post(served, shop, picture(shop.bundle(1)))
    assert answer.get_json()["error"] == "CAMERA_OFF"
