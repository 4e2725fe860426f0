"""A standard to read."""

from __future__ import annotations

from flask import Flask

from floor.db import db
from floor.library.shelf import CheckPlan, Content
from floor.models import CheckKind, Severity
from floor.office import standards
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


def test_it_shows_the_plans_and_the_defects_that_may_be_named(app: Flask) -> None:
    page = said(desk(app, "O-1").get("/quality/standards/S-KOK"))
    for words in ("Semua potong diperiksa", "G01", "Jahitan loncat"):
        assert words in page


def test_an_older_version_says_that_there_is_a_newer_one(app: Flask, shop: Shop) -> None:
    publish_pockets(shop)
    assert "Kampuh rapi" not in said(desk(app).get("/quality/standards/S-KOK"))
    page = said(desk(app).get("/quality/standards/S-KOK?version=1"))
    assert "Kampuh rapi" in page and "Versi terbaru: 2" in page


def publish_pockets(shop: Shop) -> None:
    """A second version that checks something else."""
    pockets = Content((CheckPlan("Saku rata", CheckKind.YES_NO, Severity.MINOR),))
    db.write(lambda conn: standards.publish(conn, 1, pockets, shop.ids["O-4"], shop.now))
