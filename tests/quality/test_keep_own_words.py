"""A record keeps the words of the version it was judged by, whatever later versions and the catalogue say."""

from __future__ import annotations

from dataclasses import replace

import pytest
from sqlalchemy import Connection, select, update

from floor import clock
from floor.boards import story
from floor.figures import counted
from floor.figures.facts import read_facts
from floor.figures.terms import read_terms
from floor.library.shelf import Content
from floor.models import Batch, Defect, Inspection, StandardVersion
from floor.office import returns, scrap, standard_content, standards
from floor.office.standards_draft import catalogue
from floor.quality import past
from floor.quality.inspected import inspected
from tests.cast import Shop
from tests.quality.conftest import Judge, fail

OWN = "Setik lompat"


@pytest.fixture
def unit(shop: Shop, bundle: str, judge: Judge) -> int:
    """A bundle that a version judged which calls G01 its own way; a newer version and the catalogue say otherwise."""
    shop.write(lambda conn: _judged_by(conn, _publish(conn, shop, OWN)))
    defects = [fail(1, "rework"), fail(1, "scrap")]
    given = judge(bundle, passed=10, rework=[{"quantity": 1}], scrap=1, defects=defects)
    assert given["outcome"] == "recorded"
    shop.write(lambda conn: _publish(conn, shop, "Jahitan lewat"))
    shop.write(lambda conn: conn.execute(update(Defect).values(name="Nama lain", name_en="Another name")))
    return int(shop.write(lambda conn: conn.execute(select(Inspection.unit_id)).scalar_one()))


def _publish(conn: Connection, shop: Shop, name: str) -> int:
    """A version that calls G01 so."""
    version = select(StandardVersion.standard_id).where(StandardVersion.id == shop.ids["standard"])
    standard_id = conn.execute(version).scalar_one()
    number, content = standard_content.newest(conn, standard_id)
    known = content.defects or tuple(catalogue(conn, "garmen"))
    said = tuple(replace(each, name=name, name_en=name) if each.code == "G01" else each for each in known)
    content = Content(content.checks, said, content.plans, content.drawing)
    assert standards.publish(conn, standard_id, content, shop.ids["O-4"], shop.now) == number + 1
    newest = select(StandardVersion.id).order_by(StandardVersion.number.desc()).limit(1)
    return int(conn.execute(newest).scalar_one())


def _judged_by(conn: Connection, version_id: int) -> None:
    conn.execute(update(Batch).values(standard_version_id=version_id))


def test_the_pareto_and_the_drawing_say_the_old_word(shop: Shop, unit: int) -> None:
    facts = shop.write(lambda conn: read_facts(conn, read_terms({}, "WIB", shop.now), spots=True))
    assert [(kind.name, kind.name_en) for kind in counted.kinds(facts.defects)] == [(OWN, OWN)]


def test_the_scrap_record_says_the_old_word(shop: Shop, unit: int) -> None:
    [record] = shop.write(lambda conn: scrap.records(conn, "WIB", shop.now - clock.MINUTE))
    assert [line.why for line in record.lines] == [f"G01 {OWN}"]


def test_a_units_story_says_the_old_word(shop: Shop, bundle: str, unit: int) -> None:
    told = shop.write(lambda conn: story.tell(conn, unit, bundle))
    judged = [event.judgement for event in told.events if event.judgement]
    assert [defect.name for one in judged for defect in one.defects] == [OWN, OWN]


def test_the_verdict_and_what_came_back_say_the_old_word(shop: Shop, unit: int) -> None:
    kept = shop.write(lambda conn: inspected(conn, conn.execute(select(Inspection.id)).scalar_one()))
    before = shop.write(lambda conn: past.found_before(conn, unit))
    assert [one.name for one in (*kept.defects, *before)] == [OWN, OWN, OWN]


def test_a_return_offers_the_words_the_piece_was_judged_by(shop: Shop, unit: int) -> None:
    assert f"G01 {OWN}" in shop.write(lambda conn: returns.defects(conn, unit, english=False))
