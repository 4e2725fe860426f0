"""What a demo holds: ten orders in the states that its tour speaks of, and two weeks that led there."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from datetime import timedelta

import pytest

from floor import clock
from floor.access.pins import verify_pin
from floor.boards.verify import verify
from floor.demo.setting import TOLD
from floor.labels import printing
from tests.demo.conftest import Demo

# Where each order stands: ends, and pieces by stage.
STATES: dict[str, dict[str, int]] = {
    "PO-A-031": {
        "done": 212, "scrap": 1, "hold": 1, "TRM": 69, "OBR": 12, "JHT": 31, "LBK": 19, "BBG": 12, "QC": 12, "open": 31,
    },
    "PO-A-032": {"TRM": 100, "OBR": 50},
    "PO-A-030": {"done": 48, "JHT": 2},
    "PO-B-007": {"done": 19, "grade_b": 1, "CAP": 20, "WRN": 20, "LRD": 60},
    "PO-B-008": {"KTL": 32, "CAP": 8},
    "PO-C-004": {"KOM": 3, "AMP1": 3, "RKT": 4},
    "PO-D-112": {"RKT": 1, "QCR": 1, "AMP2": 2, "FIN": 2},
    "PO-E-GAL": {"RKT": 1, "DTL": 1, "CAT": 1, "QCK": 1},
    "PO-E-RMD": {"done": 40, "DGN": 24, "open": 66},
    "PO-E-JHE": {"ISI": 30, "open": 30},
}  # fmt: skip
DUE = {told["number"]: told["due"] for told in TOLD["orders"]}


def test_the_ledger_holds(demo: Demo) -> None:
    with demo.database.engine.connect() as conn:
        proof = verify(conn)
    assert proof.problems == ()
    assert proof.scans > 300


@pytest.mark.parametrize("number", STATES)
def test_an_order_stands_where_the_tour_says(demo: Demo, number: str) -> None:
    total = demo.orders()[number].total
    ends = {
        "done": total.done,
        "scrap": total.scrap,
        "hold": total.hold,
        "grade_b": total.grade_b,
        "missing": total.missing,
        "open": total.not_started,
    }
    found = {name: count for name, count in ends.items() if count} | {
        at.stage.code: at.quantity for at in total.in_work
    }
    assert found == STATES[number]


def test_days_are_counted_from_today(demo: Demo) -> None:
    today = clock.local_day(clock.now(), "WIB")
    assert {number: order.days_left(today) for number, order in demo.orders().items()} == DUE


def test_part_of_the_first_order_was_handed_over(demo: Demo) -> None:
    total = demo.orders()["PO-A-031"].total
    assert total.delivered > 100
    assert total.ready > 50
    assert demo.database.value("SELECT recipient FROM delivery WHERE status = 'signed'") == "Sopir Mitra Koko A"


def test_cartons_stand_ready_and_two_notes_are_on_their_way(demo: Demo) -> None:
    assert demo.database.rows("SELECT number, status FROM delivery WHERE status <> 'signed' ORDER BY number") == [
        ("SJ-A-030-01", "draft"),
        ("SJ-A-031-02", "approved"),
    ]
    held = "SELECT c.number, SUM(x.quantity) FROM carton c JOIN carton_content x ON x.carton_id = c.id"
    assert demo.database.rows(f"{held} GROUP BY c.number ORDER BY c.number") == [
        ("K-A-031-001", 20),
        ("K-A-031-002", 20),
        ("K-A-031-003", 8),
    ]


def test_what_is_sent_back_now_is_seen(demo: Demo) -> None:
    sent_back = {
        (number, at.stage.code): at.sent_back for number, order in demo.orders().items() for at in order.total.in_work
    }
    assert sent_back["PO-A-030", "JHT"] == 2
    assert sent_back["PO-A-031", "JHT"] == 2
    assert sent_back["PO-D-112", "RKT"] == 1


def test_one_paper_differed_and_was_signed(demo: Demo) -> None:
    assert demo.database.rows(
        "SELECT r.paper_number, l.claimed, l.counted, o.code FROM receipt r JOIN receipt_line l ON l.receipt_id = r.id"
        " JOIN officer o ON o.id = r.signed_by_id"
    ) == [("SJM-131", 70, 69, "PTG-02")]


def test_people_made_the_mistakes_that_people_make(demo: Demo) -> None:
    found = demo.database.rows("SELECT DISTINCT refusal FROM scan WHERE refusal IS NOT NULL")
    expected = {"ALREADY_DONE", "WRONG_STAGE", "NEEDS_VERDICT", "UNKNOWN_CODE", "UNREADABLE"}
    assert expected <= {refusal for (refusal,) in found}


@pytest.mark.parametrize(
    "what, where",
    [
        ("an undone scan", "undoes_id IS NOT NULL AND outcome = 'recorded'"),
        ("a scan out of an offline queue", "late AND outcome = 'recorded'"),
    ],
)
def test_the_story_has(demo: Demo, what: str, where: str) -> None:
    assert demo.database.value(f"SELECT COUNT(*) FROM scan WHERE {where}") >= 1, what


def test_a_piece_was_missing_and_found(demo: Demo) -> None:
    reasons = demo.database.rows("SELECT reason FROM entry WHERE kind = 'correct' ORDER BY id")
    assert reasons == [("Dihitung ulang: kurang satu potong",), ("Ditemukan di bawah meja potong",)]
    assert demo.database.value("SELECT COUNT(*) FROM balance WHERE place BETWEEN 6000 AND 6999 AND quantity > 0") == 0


def test_most_pieces_pass_at_first(demo: Demo) -> None:
    """Garments 88 to 94 of a hundred, as the trade says."""
    passed, judged = demo.database.rows(
        "SELECT SUM(CASE WHEN m.to_place = 7 THEN m.quantity ELSE 0 END), SUM(m.quantity) FROM move m"
        " JOIN inspection i ON i.id = m.inspection_id JOIN unit u ON u.id = m.unit_id"
        " JOIN order_line l ON l.id = u.order_line_id JOIN orders o ON o.id = l.order_id"
        " WHERE o.number IN ('PO-A-030', 'PO-A-031') AND m.from_cycle = 0 AND m.why = 'judged'"
    )[0]
    assert 0.88 <= passed / judged <= 0.94


def test_everything_happened_in_working_hours_before_now(demo: Demo) -> None:
    moments = [
        at for (at,) in demo.database.rows("SELECT heard_at FROM scan UNION ALL SELECT heard_at FROM inspection")
    ]
    local = [clock.local(at, "WIB") for at in moments]
    minutes = [there.hour * 60 + there.minute for there in local]
    assert max(moments) < clock.now()
    assert {there.weekday() for there in local} <= {0, 1, 2, 3, 4, 5}
    assert all(510 <= minute <= 705 or 780 <= minute <= 960 for minute in minutes)


def test_scans_were_heard_in_the_order_of_time(demo: Demo) -> None:
    heard = [at for (at,) in demo.database.rows("SELECT heard_at FROM scan ORDER BY id")]
    assert heard == sorted(heard)
    assert timedelta(milliseconds=heard[-1] - heard[0]) > timedelta(days=10)


def test_work_is_the_teams_and_one_bench_forgot_once(demo: Demo) -> None:
    whose: Mapping[str | None, int] = dict(
        demo.database.rows(
            "SELECT w.code, COUNT(*) FROM move m JOIN scan s ON s.id = m.scan_id JOIN station p ON p.id = s.station_id"
            " LEFT JOIN worker w ON w.id = m.worker_id WHERE m.why = 'done' AND p.code <> 'KV-TRM' GROUP BY w.code"
        )
    )
    assert {"K1", "K2", "B1", "M1", "F1"} <= set(whose)
    assert 0 < whose[None] < 10


def test_no_label_names_a_worker(demo: Demo) -> None:
    workers = {code for (code,) in demo.database.rows("SELECT code FROM worker")}
    assert len(workers) == 54
    with demo.database.engine.connect() as conn:
        batches = [number for (number,) in demo.database.rows("SELECT number FROM batch")]
        texts = [label.text for number in batches for label in printing.of_batch(conn, number)]
    words = {word for text in texts for said in asdict(text).values() for word in said.replace("/", " ").split()}
    assert words & workers == set()


def test_every_stage_of_every_route_is_served_by_a_station(demo: Demo) -> None:
    unserved = demo.database.rows(
        "SELECT g.code FROM route_step s JOIN stage g ON g.id = s.stage_id"
        " WHERE s.stage_id NOT IN (SELECT stage_id FROM station_stage)"
    )
    assert unserved == []


def test_eight_officers_open_with_the_pins_that_are_printed(demo: Demo) -> None:
    stored = dict(demo.database.rows("SELECT code, pin_hash FROM officer"))
    assert len(stored) == 8
    assert all(verify_pin(stored[told["code"]], told["pin"]) for told in TOLD["officers"])


def test_everybody_has_a_card(demo: Demo) -> None:
    counts = demo.database.rows(
        "SELECT COUNT(officer_id), COUNT(worker_id), COUNT(station_id), COUNT(command) FROM label"
    )
    assert counts == [(8, 54, len(TOLD["stations"]), 1)]


def test_nobody_holds_a_token_of_the_past(demo: Demo) -> None:
    assert demo.database.value("SELECT COUNT(*) FROM station_token") == 0
