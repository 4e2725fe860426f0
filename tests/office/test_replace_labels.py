"""A label that is lost or damaged: another takes its place, or it is made void."""

from __future__ import annotations

from uuid import uuid4

from floor import refusals
from floor.rules import codes
from tests.cast import Shop
from tests.databases import OpenDatabase
from tests.labels.printing_desk import ask
from tests.office.conftest import Desk, said, sentence
from tests.office.test_set_units_right import ONE, page_of


def test_the_old_label_names_the_new_one_and_the_new_one_is_scanned(supervisor: Desk, shop: Shop) -> None:
    old = shop.bundle(1)
    new = supervisor.do(f"{page_of(shop, 1)}/relabel").rpartition("/")[2]
    refusal = shop.scan("P-OBR", old)["refusal"]
    assert refusal["code"] == "LABEL_REPLACED" and f"{ONE}-B ({codes.in_words(new)})" in refusal["sentence"]
    assert shop.scan("P-OBR", new)["outcome"] == "recorded"


def test_a_blank_takes_the_place_of_a_lost_label(supervisor: Desk, shop: Shop, database: OpenDatabase) -> None:
    ask(supervisor, "/labels/blanks/sheet", media="a4-24", count="1", first="1")
    blank = database.value("SELECT code FROM label WHERE unit_id IS NULL")
    assert supervisor.do(f"{page_of(shop, 1)}/relabel", blank=blank).endswith(blank)
    assert shop.scan("P-OBR", blank)["outcome"] == "recorded"


def test_a_label_in_use_is_no_blank(supervisor: Desk, shop: Shop) -> None:
    other = shop.bundle(2)
    answer = supervisor.send(f"{page_of(shop, 1)}/relabel", blank=other)
    assert said(answer) == sentence(refusals.ALREADY_EXISTS, what=codes.in_words(other))
    assert shop.scan("P-OBR", shop.bundle(1))["outcome"] == "recorded"


def test_of_two_replaced_labels_the_first_names_the_last_too(supervisor: Desk, shop: Shop) -> None:
    old = shop.bundle(1)
    second = supervisor.do(f"/office/units/{old}/relabel").rpartition("/")[2]
    third = supervisor.do(f"/office/units/{second}/relabel").rpartition("/")[2]
    assert codes.in_words(third) in shop.scan("P-OBR", old)["refusal"]["sentence"]


def test_a_form_that_comes_twice_replaces_once(supervisor: Desk, shop: Shop, database: OpenDatabase) -> None:
    page, form_id = f"{page_of(shop, 1)}/relabel", str(uuid4())
    answers = [supervisor.send(page, form_id).location for _ in range(2)]
    assert answers[0] == answers[1]
    assert database.value("SELECT COUNT(*) FROM label l JOIN unit u ON u.id = l.unit_id WHERE u.name = :n", n=ONE) == 2


def test_a_void_label_opens_nothing_until_it_is_replaced(supervisor: Desk, shop: Shop) -> None:
    old = shop.bundle(1)
    supervisor.do(f"/office/units/{old}/void-label", reason="tertempel salah")
    assert shop.scan("P-OBR", old)["refusal"]["code"] == "LABEL_VOID"
    new = supervisor.do(f"/office/units/{old}/relabel").rpartition("/")[2]
    assert shop.scan("P-OBR", new)["outcome"] == "recorded"


def test_a_unit_without_a_label_is_still_found_in_its_batch(supervisor: Desk, shop: Shop) -> None:
    supervisor.do(f"{page_of(shop, 1)}/void-label", reason="tertempel salah")
    assert page_of(shop, 1) in supervisor.see("/office/batches/A-001-01")


def test_a_label_is_made_void_once_and_with_a_reason(supervisor: Desk, shop: Shop) -> None:
    page = f"{page_of(shop, 1)}/void-label"
    assert said(supervisor.send(page)) == sentence(refusals.REASON_NEEDED)
    supervisor.do(page, reason="tertempel salah")
    assert said(supervisor.send(page, reason="lagi")) == sentence(refusals.NOT_FOUND, what="label")


def test_both_stand_in_the_units_story(supervisor: Desk, shop: Shop) -> None:
    code = shop.bundle(1)
    supervisor.do(f"/office/units/{code}/void-label", reason="tertempel salah")
    supervisor.do(f"/office/units/{code}/relabel")
    story = supervisor.see(f"/units/{code}")
    assert "Label dibatalkan" in story and "tertempel salah" in story and "Label diganti" in story
