"""Labels that carry no goods: blank, void, replaced, unknown, unreadable; and orders that are closed."""

from __future__ import annotations

from floor.rules.codes import Kind, in_words, new_code
from floor.scan import labels
from tests.cast import Shop
from tests.databases import OpenDatabase


def _code(shop: Shop, text: str) -> str:
    result = shop.scan("P-OBR", text)
    assert result["say"] == result["refusal"]["sentence"]
    return str(result["refusal"]["code"])


def test_a_blank_label_asks_for_an_officer(shop: Shop) -> None:
    blank = shop.write(lambda conn: labels.issue(conn, Kind.UNIT, shop.now))
    assert _code(shop, blank) == "LABEL_BLANK"


def test_a_void_label_moves_nothing(shop: Shop, database: OpenDatabase) -> None:
    code = shop.bundle(1)
    database.run("UPDATE label SET voided_at = 1 WHERE code = :code", code=code)
    assert _code(shop, code) == "LABEL_VOID"
    assert shop.where("A-001-01/001") == {1: 12}


def test_a_replaced_label_names_the_new_one(shop: Shop, database: OpenDatabase) -> None:
    old = shop.bundle(1)
    unit = database.value("SELECT id FROM unit WHERE name = 'A-001-01/001'")
    new = shop.card("unit_id", unit, Kind.UNIT)
    database.run(
        "UPDATE label SET replaced_by_id = (SELECT id FROM label WHERE code = :n) WHERE code = :o", n=new, o=old
    )
    result = shop.scan("P-OBR", old)
    assert result["refusal"]["code"] == "LABEL_REPLACED"
    assert result["say"] == f"Label sudah diganti. Pakai label baru A-001-01/001 ({in_words(new)})."
    assert shop.scan("P-OBR", new)["outcome"] == "recorded"


def test_a_code_that_was_never_issued_is_unknown(shop: Shop) -> None:
    assert _code(shop, new_code(Kind.UNIT)) == "UNKNOWN_CODE"


def test_what_is_no_label_is_unreadable(shop: Shop) -> None:
    strange = ("https://wa.me/628", "8991234567890", "x" * 5_000, "\ud800", "A\x00B", "😀" * 30)
    assert {_code(shop, text) for text in strange} == {"UNREADABLE"}


def test_what_was_read_is_kept_with_the_refusal(shop: Shop, database: OpenDatabase) -> None:
    _code(shop, "https://wa.me/628")
    assert database.rows("SELECT code, outcome, refusal FROM scan") == [("https://wa.me/628", "refused", "UNREADABLE")]


def test_a_label_is_read_as_it_is_typed(shop: Shop) -> None:
    typed = in_words(shop.bundle(1)).lower().replace(" ", "-")
    result = shop.scan("P-OBR", typed)
    assert (result["outcome"], result["unit"]["code"]) == ("recorded", shop.bundle(1))


def test_a_closed_order_takes_no_more_scans(shop: Shop, database: OpenDatabase) -> None:
    database.run("UPDATE orders SET closed_at = 1")
    assert _code(shop, shop.bundle(1)) == "ORDER_CLOSED"
    assert shop.where("A-001-01/001") == {1: 12}


def test_every_refusal_is_kept_with_the_unit_it_is_about(shop: Shop, database: OpenDatabase) -> None:
    shop.scan("P-BBG", shop.bundle(1))
    [(unit, refusal, detail)] = database.rows(
        "SELECT u.name, s.refusal, s.detail FROM scan s JOIN unit u ON u.id = s.unit_id"
    )
    assert (unit, refusal) == ("A-001-01/001", "WRONG_STAGE")
    assert "12" in str(detail)


def test_a_code_that_passed_through_another_keyboard_says_what_to_set(shop: Shop) -> None:
    for typed in ("U&é\"'à(XB?", "U!K$(QXB@X"):
        assert _code(shop, typed) == "WRONG_KEYBOARD"
    for typed in ("PO-A-031", "A-031-03/012"):
        assert _code(shop, typed) == "UNREADABLE"
