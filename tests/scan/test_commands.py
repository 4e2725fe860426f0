"""Commands that the server obeys or refuses: signing out, a tablet moved by a station's card, what it can't do."""

from __future__ import annotations

from typing import Any

import pytest

from floor.access.tokens import hash_token
from floor.rules import commands
from floor.rules.codes import Kind
from floor.scan.commands import known
from floor.scan.hearing import hear
from floor.scan.scans import record_scans
from tests.cast import Shop
from tests.databases import OpenDatabase

MARK = "0190a0a0-0000-7000-8000-000000000001"


def _code(result: dict[str, Any]) -> str:
    return str(result["refusal"]["code"])


def _command(shop: Shop, word: str) -> str:
    return shop.card("command", word, Kind.COMMAND)


@pytest.fixture
def tablet(shop: Shop, database: OpenDatabase) -> str:
    """The token of the tablet at P-OBR, where a supervisor is signed in who typed the PIN a moment ago."""
    database.run("UPDATE station_token SET tablet = :mark WHERE name = 'tablet'", mark=MARK)
    sql = "UPDATE station SET officer_id = :o, pin_at = :now, officer_seen_at = :now WHERE code = 'P-OBR'"
    database.run(sql, o=shop.ids["O-3"], now=shop.now)
    database.run(
        "DELETE FROM station_token WHERE name = 'tablet' AND token_hash <> :h", h=hash_token(shop.tablets["P-OBR"])
    )
    return shop.tablets["P-OBR"]


def _move(shop: Shop, token: str, station: str, **more: Any) -> dict[str, Any]:
    card = shop.card("station_id", shop.ids[station], Kind.STATION)
    return shop.send("P-OBR", shop.item(card, station="P-OBR", **more), token=token)[0]


# Signing out


def test_a_scan_signs_the_officer_out(shop: Shop, tablet: str) -> None:
    result = shop.send("P-OBR", shop.item(_command(shop, "out")), token=tablet)[0]
    assert (result["outcome"], result["say"]) == ("recorded", "Petugas keluar dari pos ini.")
    assert _code(shop.send("P-OBR", shop.item(shop.bundle(1)), token=tablet)[0]) == "NO_OFFICER"


def test_signing_out_counts_for_what_follows_in_the_same_request(shop: Shop, tablet: str) -> None:
    items = [shop.item(shop.bundle(1)), shop.item(_command(shop, "out")), shop.item(shop.bundle(2))]
    first, _, last = shop.send("P-OBR", *items, token=tablet)
    assert (first["outcome"], _code(last)) == ("recorded", "NO_OFFICER")


def test_signing_out_sent_again_is_answered_alike(shop: Shop, tablet: str) -> None:
    item = shop.item(_command(shop, "out"))
    [first], [again] = shop.send("P-OBR", item, token=tablet), shop.send("P-OBR", item, token=tablet)
    assert again == {**first, "replayed": True}


# What the tablet does itself, and what needs goods


@pytest.mark.parametrize("word", ["d7", "n24", "look", "cancel"])
def test_what_the_tablet_does_itself_is_kept_and_refused(shop: Shop, database: OpenDatabase, word: str) -> None:
    assert _code(shop.scan("P-OBR", _command(shop, word))) == "COMMAND_ON_TABLET"
    assert database.rows("SELECT outcome, refusal FROM scan") == [("refused", "COMMAND_ON_TABLET")]


@pytest.mark.parametrize("word", ["pass", "scrap", "x.G01", "for.split", "ok"])
def test_a_command_about_goods_asks_for_their_label_first(shop: Shop, word: str) -> None:
    assert _code(shop.scan("P-QC", _command(shop, word))) == "COMMAND_ALONE"


def test_a_tablet_is_told_what_each_code_does(shop: Shop, database: OpenDatabase) -> None:
    five, undo = _command(shop, "d5"), _command(shop, "undo")
    shop.card("worker_id", shop.ids["K1"], Kind.WORKER)
    assert shop.write(known) == {five: "d5", undo: "undo"}
    database.run("UPDATE label SET voided_at = 1 WHERE code = :code", code=five)
    assert shop.write(known) == {undo: "undo"}


def test_every_command_fits_its_column() -> None:
    words = [*commands.GENERAL, *commands.DIGITS, *commands.NUMBERS, *commands.VERDICTS, *commands.USES]
    assert max(map(len, words)) <= 12
    assert (commands.defect_word("G01"), commands.defect_word("G" * 11)) == ("x.G01", None)


# A tablet moved


def test_a_stations_card_moves_the_tablet_there(shop: Shop, tablet: str) -> None:
    result = _move(shop, tablet, "P-JHT")
    assert result["say"] == "Tablet ini sekarang di pos Pos P-JHT."
    assert result["station"] == {"code": "P-JHT", "name": "Pos P-JHT"}
    assert _code(shop.send("P-JHT", shop.item(shop.bundle(1)), token=tablet)[0]) == "NO_OFFICER"
    badge = shop.card("officer_id", shop.ids["O-1"], Kind.OFFICER)
    shop.through(shop.bundle(1), "P-OBR")
    results = shop.send("P-JHT", shop.item(badge), shop.item(shop.bundle(1)), token=tablet)
    assert results[1]["moves"][0]["stage"] == "JHT"


def test_what_a_moved_tablet_still_keeps_counts_where_it_was_made(shop: Shop, tablet: str) -> None:
    kept = shop.item(shop.bundle(1), station="P-OBR", late=True)
    _move(shop, tablet, "P-JHT")
    assert shop.send("P-JHT", kept, token=tablet)[0]["outcome"] == "recorded"
    assert shop.where("A-001-01/001") == {2: 12}


def test_a_move_sent_again_is_answered_alike_and_moves_once(shop: Shop, tablet: str, database: OpenDatabase) -> None:
    item = shop.item(shop.card("station_id", shop.ids["P-JHT"], Kind.STATION), station="P-OBR")
    [first], [again] = shop.send("P-OBR", item, token=tablet), shop.send("P-JHT", item, token=tablet)
    assert again == {**first, "replayed": True}
    assert database.value("SELECT COUNT(*) FROM station_token WHERE tablet IS NOT NULL AND revoked_at IS NULL") == 1


@pytest.mark.parametrize(
    "spoil",
    [
        "UPDATE station SET pin_at = NULL WHERE code = 'P-OBR'",
        "UPDATE station SET pin_at = pin_at - 400000 WHERE code = 'P-OBR'",
        "UPDATE officer_role SET role = 'inspector' WHERE role = 'supervisor'",
    ],
    ids=["badge alone", "PIN of long ago", "no supervisor"],
)
def test_only_a_supervisor_who_typed_the_pin_moves_a_tablet(
    shop: Shop, tablet: str, database: OpenDatabase, spoil: str
) -> None:
    database.run(spoil)
    assert _code(_move(shop, tablet, "P-JHT")) == "MOVE_NEEDS_SUPERVISOR"


def test_no_tablet_is_moved_late_nor_a_machine(shop: Shop, tablet: str) -> None:
    assert _code(_move(shop, tablet, "P-JHT", late=True)) == "MOVE_NEEDS_SUPERVISOR"
    assert _code(_move(shop, shop.tokens["P-OBR"], "P-JHT")) == "MOVE_NEEDS_SUPERVISOR"


def test_the_card_of_its_own_station_moves_nothing(shop: Shop, tablet: str) -> None:
    assert _code(_move(shop, tablet, "P-OBR")) == "STATION_HERE"


def test_a_closed_station_takes_no_tablet(shop: Shop, tablet: str, database: OpenDatabase) -> None:
    database.run("UPDATE station SET active = FALSE WHERE code = 'P-JHT'")
    assert _code(_move(shop, tablet, "P-JHT")) == "NOT_FOR_SCANNING"


def test_a_revoked_tablet_that_was_moved_stays_revoked(shop: Shop, tablet: str, database: OpenDatabase) -> None:
    _move(shop, tablet, "P-JHT")
    database.run("UPDATE station_token SET revoked_at = 1 WHERE tablet IS NOT NULL")
    item = hear(shop.item(shop.bundle(1)), shop.now, shop.now)
    assert shop.write(lambda conn: record_scans(conn, hash_token(tablet), [item], shop.now)) is None
