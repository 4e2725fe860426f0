"""A standard to read."""

from __future__ import annotations

from flask import Flask

from tests.cast import Shop
from tests.quality.pages import desk, said, tablet


def test_it_shows_checks_tolerances_and_the_nominal_of_every_size(app: Flask) -> None:
    page = said(desk(app, "O-1").get("/quality/standards/S-KOK"))
    for words in ("Lingkar dada", "± 1 cm", "108", "113", "Kampuh rapi", "mayor"):
        assert words in page
    assert page.index(">M<") < page.index(">L<")


def test_a_tablet_may_read_it_too(app: Flask, shop: Shop) -> None:
    assert tablet(app, shop).get("/quality/standards/S-KOK").status_code == 200


def test_an_unknown_one_is_not_found(app: Flask) -> None:
    assert desk(app).get("/quality/standards/S-XYZ").status_code == 404
