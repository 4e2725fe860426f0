"""Photos of inspections: heard once, drawn anew, shown with their piece."""

from __future__ import annotations

import io
from typing import Any
from uuid import uuid4

import pytest
from flask import Flask
from flask.testing import FlaskClient
from PIL import Image
from sqlalchemy import update

from floor.models import Site
from tests.cast import Shop
from tests.databases import OpenDatabase
from tests.quality.conftest import Judge, fail
from tests.quality.pages import desk, said, send, tablet

PICTURES = "/api/v1/inspections/pictures"


def photo(words: bytes = b"", kind: str = "JPEG") -> bytes:
    """A photo as a camera makes it, with what it wrote beside the picture."""
    made, exif = io.BytesIO(), Image.Exif()
    exif[0x010E] = "di depan blok C"
    Image.new("RGB", (1800, 1200), "white").save(made, kind, exif=exif)
    return words or made.getvalue()


def take(browser: FlaskClient, verdict: str, content: bytes, id_: str = "", **more: str) -> Any:
    """Sends a photo of a verdict, as the tablet's page does."""
    token = browser.get("/csrf").get_json()["token"]
    fields = {"id": id_ or str(uuid4()), "verdict": verdict, "file": (io.BytesIO(content), "photo.jpg"), **more}
    return browser.post(PICTURES, data=fields, headers={"X-CSRFToken": token})


def test_a_photo_is_kept_with_its_piece_without_what_the_camera_wrote(
    app: Flask, shop: Shop, bundle: str, judge: Judge
) -> None:
    verdict, browser = judge(bundle, passed=11, scrap=1, defects=[fail(1, "scrap")]), tablet(app, shop)
    assert take(browser, verdict["id"], photo(), defect="G01").get_json()["outcome"] == "recorded"
    page = said(browser.get(f"/units/{bundle}"))
    name = page.partition("/photos/small/")[2][:36]
    assert "Foto pemeriksaan" in page and "G01" in page
    with browser.get(f"/photos/{name}") as answer:
        kept = answer.get_data()
    assert Image.open(io.BytesIO(kept)).format == "JPEG" and b"blok C" not in kept


def test_a_photo_heard_again_is_the_same(app: Flask, shop: Shop, database: OpenDatabase) -> None:
    browser, id_, verdict = tablet(app, shop), str(uuid4()), str(uuid4())
    assert "replayed" not in take(browser, verdict, photo(), id_).get_json()
    assert take(browser, verdict, photo(), id_).get_json()["replayed"]
    assert database.rows("SELECT COUNT(*) FROM inspection_picture") == [(1,)]


def test_what_is_no_photo_is_refused_in_words(app: Flask, shop: Shop) -> None:
    answer = take(tablet(app, shop), str(uuid4()), b"%PDF-1.7")
    assert (answer.status_code, answer.get_json()["error"]) == (422, "NOT_A_PHOTO")
    assert answer.get_json()["sentence"].startswith("Berkas itu bukan foto")


def test_where_the_site_forbids_cameras_none_is_taken(app: Flask, shop: Shop, bundle: str) -> None:
    shop.write(lambda conn: conn.execute(update(Site).values(camera=False)))
    browser = tablet(app, shop)
    assert take(browser, str(uuid4()), photo()).get_json()["error"] == "CAMERA_OFF"
    assert 'name="photo"' not in said(browser.get(f"/quality/inspect/{bundle}"))


@pytest.mark.parametrize("content", [photo(), b"no photo"])
def test_a_plain_form_brings_its_photo(
    app: Flask, shop: Shop, bundle: str, database: OpenDatabase, content: bytes
) -> None:
    file = (io.BytesIO(content), "cacat.jpg")
    answer = send(desk(app), f"/quality/inspect/{bundle}", passed="11", scrap="1", defect="G01", photo=file)
    kept = content != b"no photo"
    assert ("11 lulus" if kept else "Berkas itu bukan foto") in said(answer)
    assert database.rows("SELECT COUNT(*) FROM inspection_picture") == [(int(kept),)]


def test_spots_are_kept_with_their_defect_and_drawn(
    app: Flask, shop: Shop, bundle: str, judge: Judge, database: OpenDatabase
) -> None:
    spots = [{"side": 0, "x": 512, "y": 300}, {"side": 1, "x": 0, "y": 1000}]
    judge(bundle, passed=11, scrap=1, defects=[{**fail(1, "scrap"), "spots": spots}])
    assert database.rows("SELECT side, x, y FROM defect_spot ORDER BY id") == [(0, 512, 300), (1, 0, 1000)]
    page = said(desk(app).get(f"/quality/inspections/{database.value('SELECT id FROM inspection')}"))
    assert '<circle cx="512" cy="360.0"' in page and page.count("spots-side") == 2
    wrong = judge(bundle, scrap=1, defects=[{**fail(1, "scrap"), "spots": [{"side": 2, "x": 1, "y": 1}]}])
    assert wrong["refusal"]["code"] == "MALFORMED"
