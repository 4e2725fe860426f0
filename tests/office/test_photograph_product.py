"""A product's photo: drawn anew, shown to who is signed in, refused where it is none."""

from __future__ import annotations

import io
import re
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from PIL import Image
from werkzeug.test import TestResponse

from floor import refusals
from floor.office.photos import is_name
from tests.cast import Shop
from tests.databases import OpenDatabase
from tests.office.conftest import Desk, said, sentence


def picture(width: int = 1600, height: int = 900, **more: Any) -> bytes:
    """A photo as a telephone makes it, with where it was taken."""
    out, exif = io.BytesIO(), Image.Exif()
    exif[0x9286], exif[0x010F] = "seseorang", "Telepon"
    Image.new("RGB", (width, height), (200, 60, 20)).save(out, "JPEG", exif=exif, **more)
    return out.getvalue()


@pytest.fixture
def fields(database: OpenDatabase, shop: Shop) -> dict[str, Any]:
    """The form of the cast's product, as it stands."""
    words = {"name": "Baju koko", "family": "garmen", "counted_in": "potong", "sizes": "M\nL", "standard": ""}
    return words | {"workshop": shop.ids["KONVEKSI"], "route": database.value("SELECT id FROM route")}


def with_photo(desk: Desk, fields: dict[str, Any], content: bytes) -> str:
    """Sends the form with a photo; the photo's name."""
    desk.do("/office/products/KOK-PJ", **fields, photo=(io.BytesIO(content), "IMG_0001.jpg"))
    return str(re.findall(r"/photos/small/(\w+\.jpg)", desk.see("/office/products"))[0])


def seen(desk: Desk, name: str) -> TestResponse:
    """A photo as a browser gets it."""
    return desk.browser.get(f"/photos/{name}", buffered=True)


def test_a_photo_is_drawn_anew_without_what_the_telephone_wrote(
    administrator: Desk, fields: dict[str, Any], tmp_path: Path
) -> None:
    name = with_photo(administrator, fields, picture(comment="rumah"))
    answer = seen(administrator, name)
    with Image.open(io.BytesIO(answer.data)) as kept:
        assert kept.size == (1200, 675) and not kept.getexif()
    assert b"seseorang" not in answer.data and b"rumah" not in answer.data
    assert is_name(name) and "immutable" in answer.headers["Cache-Control"]


def test_a_list_shows_a_small_one(administrator: Desk, fields: dict[str, Any]) -> None:
    name = with_photo(administrator, fields, picture())
    with Image.open(io.BytesIO(seen(administrator, f"small/{name}").data)) as small:
        assert max(small.size) == 360


def test_a_photo_held_sideways_stands_upright(administrator: Desk, fields: dict[str, Any]) -> None:
    out, exif = io.BytesIO(), Image.Exif()
    exif[0x0112] = 6  # turned by a quarter
    Image.new("RGB", (400, 200)).save(out, "JPEG", exif=exif)
    name = with_photo(administrator, fields, out.getvalue())
    with Image.open(io.BytesIO(seen(administrator, name).data)) as kept:
        assert kept.size == (200, 400)


@pytest.mark.parametrize("content", [b"MZ no photo", b"<svg xmlns='http://www.w3.org/2000/svg'/>", picture()[:300]])
def test_what_is_no_photo_is_refused_and_what_was_typed_kept(
    administrator: Desk, fields: dict[str, Any], content: bytes
) -> None:
    asked = fields | {"name": "Baju lain"}
    answer = administrator.send("/office/products/KOK-PJ", **asked, photo=(io.BytesIO(content), "foto.jpg"))
    assert said(answer) == sentence(refusals.NOT_A_PHOTO) and "Baju lain" in answer.text
    assert "Baju lain" not in administrator.see("/office/products")


def test_a_photo_that_unpacks_to_gigabytes_is_refused(administrator: Desk, fields: dict[str, Any]) -> None:
    out = io.BytesIO()
    Image.new("1", (9_000, 9_000)).save(out, "PNG")
    answer = administrator.send("/office/products/KOK-PJ", **fields, photo=(io.BytesIO(out.getvalue()), "foto.png"))
    assert said(answer) == sentence(refusals.PICTURE_TOO_LARGE)


def test_the_same_photo_sent_twice_is_kept_once_and_another_takes_its_place(
    administrator: Desk, fields: dict[str, Any], tmp_path: Path
) -> None:
    first = with_photo(administrator, fields, picture())
    assert with_photo(administrator, fields, picture()) == first
    second = with_photo(administrator, fields, picture(800, 800))
    kept = {path.name for path in (tmp_path / "uploads" / "photos").iterdir()}
    assert second != first and kept == {second, f"small-{second}"}


def test_a_photo_is_taken_away(administrator: Desk, fields: dict[str, Any], tmp_path: Path) -> None:
    name = with_photo(administrator, fields, picture())
    administrator.do("/office/products/KOK-PJ", **fields, no_photo="1")
    assert name not in administrator.see("/office/products")
    assert list((tmp_path / "uploads" / "photos").iterdir()) == []


def test_a_product_described_without_a_photo_keeps_the_one_it_has(administrator: Desk, fields: dict[str, Any]) -> None:
    name = with_photo(administrator, fields, picture())
    administrator.do("/office/products/KOK-PJ", **fields)
    assert name in administrator.see("/office/products")


def test_nobody_else_sees_a_photo_but_a_station_does(
    app: Flask, administrator: Desk, fields: dict[str, Any], shop: Shop
) -> None:
    name = with_photo(administrator, fields, picture())
    stranger = app.test_client()
    assert stranger.get(f"/photos/{name}").status_code == 302
    bearer = {"Authorization": f"Bearer {shop.tokens['P-OBR']}"}
    assert stranger.get(f"/photos/{name}", headers=bearer, buffered=True).status_code == 200


@pytest.mark.parametrize("name", ["../../secret_key", "x.jpg", "0" * 32 + ".png", "0" * 32 + ".jpg"])
def test_no_other_file_is_a_photo(administrator: Desk, name: str) -> None:
    assert administrator.browser.get(f"/photos/{name}").status_code == 404


def test_without_cameras_a_photo_comes_from_a_file(administrator: Desk) -> None:
    assert 'accept="image/*"' in administrator.see("/office/products/KOK-PJ")
    administrator.do("/office/site", name="Bengkel Contoh", code="LCT", zone="WIT", header="Jalan 1")
    assert 'accept=".jpg,.jpeg,.png,.webp"' in administrator.see("/office/products/KOK-PJ")
