"""Where in a photo there is a code that nobody could read."""

from __future__ import annotations

import cv2
import numpy as np
from flask import Flask

from floor.scan.decode import read_image
from floor.scan.doubts import unread
from tests.cast import Shop
from tests.databases import only
from tests.scan.drawn_labels import FIRST, SECOND, Photo, image_file, qr, table


def torn(label: Photo) -> Photo:
    """A label whose three squares are there and whose middle is gone."""
    spoiled = label.copy()
    side = len(spoiled)
    spoiled[side // 3 : -side // 4, side // 3 : -side // 6] = 255
    return spoiled


def test_a_torn_label_is_pointed_at() -> None:
    photo = image_file(table((qr(FIRST), 40, 40), (torn(qr(SECOND, 6)), 340, 200)))
    read = read_image(photo)
    assert [label.text for label in read] == [FIRST]
    (corners,) = unread(photo, read)
    middle = np.mean(corners, axis=0)
    assert 340 < middle[0] < 500
    assert 200 < middle[1] < 360


def test_nothing_is_pointed_at_where_all_is_read() -> None:
    photo = image_file(table((qr(FIRST), 40, 40), (qr(SECOND), 340, 200)))
    assert unread(photo, read_image(photo)) == []


def test_nothing_is_pointed_at_where_nothing_is() -> None:
    noise = np.random.default_rng(7).integers(0, 255, (300, 400, 3), np.uint8)
    assert unread(image_file(cv2.blur(noise, (5, 5)).astype(np.uint8)), []) == []


@only("sqlite")
def test_the_api_points_where_asked(served: Flask, shop: Shop) -> None:
    token = {"Authorization": f"Bearer {shop.tokens['P-JHT']}"}
    photo = image_file(table((torn(qr(SECOND, 6)), 340, 200)))
    client = served.test_client()
    assert len(client.post("/api/v1/decode?doubts=1", data=photo, headers=token).get_json()["doubts"]) == 1
    assert "doubts" not in client.post("/api/v1/decode", data=photo, headers=token).get_json()
