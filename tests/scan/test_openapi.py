"""The API's document: it is valid, it names every route, and what the server really answers fits it."""

from __future__ import annotations

import re
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from jsonschema import Draft202012Validator, FormatChecker
from openapi_spec_validator import validate
from sqlalchemy import Connection, select

from floor import refusals
from floor.models import EntryKind, Label
from floor.rules.codes import Kind
from floor.scan.entries import Done
from floor.scan.openapi import DOCUMENT
from floor.scan.splits import At, split
from tests.cast import Shop, iso
from tests.databases import only
from tests.scan.drawn_labels import image_file, qr, table


def closed(part: Any) -> Any:
    """The document with every object shut, so that a field it doesn't name is found out."""
    if isinstance(part, list):
        return [closed(each) for each in part]
    if not isinstance(part, dict):
        return part
    shut = {key: closed(value) for key, value in part.items()}
    return {"additionalProperties": False, **shut} if "properties" in part and "required" in part else shut


CLOSED = closed(DOCUMENT)


def must_fit(body: Any, shape: dict[str, Any]) -> None:
    """Fails unless a body has this shape of the document, and no field more."""
    whole = {**shape, "components": CLOSED["components"]}
    Draft202012Validator(whole, format_checker=FormatChecker()).validate(body)


class Machine:
    """A machine at a station, whose every answer must be one that the document promises."""

    def __init__(self, client: FlaskClient, shop: Shop, station: str) -> None:
        self._client, self._shop = client, shop
        self._headers = {"Authorization": f"Bearer {shop.tokens.get(station, 'nobody')}"}

    def ask(self, address: str, path: str = "", **request: Any) -> Any:
        """What ``GET``, or with something to send ``POST``, is answered."""
        method = "post" if request else "get"
        answer = self._client.open(address, method=method.upper(), headers=self._headers, **request)
        promised = CLOSED["paths"][path or address][method]["responses"][str(answer.status_code)]
        must_fit(answer.get_json(), promised["content"]["application/json"]["schema"])
        return answer.get_json()

    def scan(self, code: str | None, **more: Any) -> Any:
        """The result of one scan."""
        return self.send("scans", self._shop.item(code, **more))[0]

    def judge(self, code: str | None, **more: Any) -> Any:
        """The result of one verdict."""
        return self.send("inspections", self._shop.item(code, **more))[0]

    def send(self, name: str, *items: Any) -> Any:
        """The results of a request."""
        return self.ask(f"/api/v1/{name}", json={"sent_at": iso(self._shop.now), name: list(items)})["results"]


@pytest.fixture
def at(served: Flask, shop: Shop) -> Any:
    """Gives the machine at a station: ``at("P-OBR")``."""
    return lambda station: Machine(served.test_client(), shop, station)


def code_of(result: Any) -> str:
    """Why it was refused."""
    return str(result["refusal"]["code"])


def test_the_document_is_openapi_3_1() -> None:
    validate(DOCUMENT)


def test_the_examples_fit_their_own_document() -> None:
    for name in ("scans", "inspections", "blanks"):
        content = CLOSED["paths"][f"/api/v1/{name}"]["post"]["requestBody"]["content"]["application/json"]
        must_fit(content["example"], content["schema"])


def test_every_refusal_is_in_it() -> None:
    assert set(DOCUMENT["components"]["schemas"]["RefusalCode"]["enum"]) == set(refusals.ALL)


@only("sqlite")
def test_it_names_every_route_and_no_other(served: Flask) -> None:
    routes = {
        (re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", rule.rule), method.lower())
        for rule in served.url_map.iter_rules()
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
        if rule.rule.startswith("/api/")
    }
    assert {(path, method) for path, methods in DOCUMENT["paths"].items() for method in methods} == routes


@only("sqlite")
def test_the_server_answers_it(served: Flask) -> None:
    assert served.test_client().get("/api/v1/openapi.json").get_json() == DOCUMENT
    assert served.test_client().get("/api/v1/health").get_json() == {}


def test_scans_are_answered_as_it_says(at: Any, shop: Shop) -> None:
    first, sewing = shop.bundle(1), at("P-JHT")
    assert code_of(sewing.scan(first)) == "WRONG_STAGE"
    item = shop.item(first, quantity=5)
    assert at("P-OBR").send("scans", item)[0]["moves"][0]["to"] == 2
    assert at("P-OBR").send("scans", item)[0]["replayed"]
    assert code_of(at("P-GANDA").scan(first)) == "WHICH_STEP"
    assert code_of(sewing.scan(first, quantity=9)) == "TOO_MANY"
    done = sewing.scan(first, seen=5, late=False, worker="K1")
    assert code_of(sewing.scan(first)) in {"ALREADY_DONE", "WRONG_STAGE"}
    undo = shop.item(None, undoes=done["id"])
    assert sewing.send("scans", undo)[0]["moves"][0]["why"] == "undone"


@pytest.mark.parametrize(
    ("item", "code"),
    [
        ({"code": "U00000001V"}, "UNKNOWN_CODE"),
        ({"code": "https://example.org/9"}, "UNREADABLE"),
        ({"happened_at": "this morning"}, "MALFORMED"),
        ({"id": 7}, "MALFORMED"),
        ({"undoes": "019aa4c2-7b1e-7c55-9d3e-0c6b5a2f9e11"}, "NOTHING_TO_UNDO"),
        ({"officer": "O-99"}, "UNKNOWN_OFFICER"),
        ({"worker": "P-999"}, "UNKNOWN_WORKER"),
        ({"station": "P-LPT"}, "NOT_PAIRED_THERE"),
    ],
)
@only("sqlite")
def test_refusals_are_answered_as_it_says(at: Any, shop: Shop, item: dict[str, Any], code: str) -> None:
    assert code_of(at("P-OBR").send("scans", {**shop.item(shop.bundle(1)), **item})[0]) == code


def test_a_reused_id_and_a_late_scan_are_answered_as_it_says(at: Any, shop: Shop) -> None:
    item = shop.item(shop.bundle(1))
    at("P-OBR").send("scans", item)
    assert code_of(at("P-OBR").send("scans", {**item, "quantity": 3})[0]) == "ID_REUSED"
    assert code_of(at("P-JHT").scan(shop.bundle(2), late=True)) == "NOT_HERE_YET"
    assert at("P-OBR").scan(shop.bundle(2))["outcome"] == "recorded"


def test_verdicts_are_answered_as_it_says(at: Any, shop: Shop) -> None:
    code, gate = shop.bundle(1), at("P-QC")
    assert code_of(gate.judge(code, passed=12)) == "NOT_AT_GATE"
    shop.through(code, "P-OBR", "P-JHT", "P-BBG")
    assert gate.scan(code)["address"] == f"/quality/inspect/{code}"
    assert code_of(gate.judge(code, passed=11, scrap=1)) == "DEFECT_NEEDED"
    strange = [{"defect": "X99", "quantity": 1, "outcome": "scrap"}]
    assert code_of(gate.judge(code, passed=11, scrap=1, defects=strange)) == "UNKNOWN_DEFECT"
    narrow = [{"check": shop.ids["chest"], "piece": 1, "value": 99.5}]
    assert code_of(gate.judge(code, passed=12, findings=narrow)) == "CHECK_FAILED"
    judged = gate.judge(
        code,
        passed=11,
        rework=[{"quantity": 1}],
        defects=[{"defect": "G01", "quantity": 1, "outcome": "rework"}],
        findings=[{**narrow[0], "value": 108}],
        note="benang",
    )
    assert judged["first_pass"] == {"judged": 12, "passed": 11}
    assert gate.judge(None, undoes=judged["id"])["outcome"] == "recorded"


def test_blanks_are_answered_as_it_says(at: Any, shop: Shop) -> None:
    machine, blank = at("P-OBR"), shop.card("unit_id", None, Kind.UNIT)
    assert code_of(machine.scan(blank)) == "LABEL_BLANK"
    asked = {"blank": blank, "source": shop.bundle(1), "quantity": 5, "recipe": "biru"}

    def bind(use: str) -> Any:
        item = {name: value for name, value in shop.item(None).items() if name != "code"}
        return machine.send("blanks", {**item, **asked, "use": use})[0]

    assert code_of(bind("repair")) == "NOTHING_TO_MEND"
    assert bind("dye")["unit"]["code"] == blank
    assert code_of(bind("split")) == "ALREADY_EXISTS"


def test_stations_orders_and_units_are_told_as_it_says(at: Any, shop: Shop) -> None:
    code, machine = shop.bundle(1), at("P-QC")
    shop.through(code, "P-OBR", "P-JHT", "P-BBG")
    fault = [{"defect": "G01", "quantity": 1, "outcome": "hold"}]
    machine.judge(
        code, passed=8, hold=1, defects=fault, findings=[{"check": shop.ids["seam"], "piece": 1, "good": True}]
    )
    machine.scan(code)
    assert machine.ask("/api/v1/station")["waiting"][0]["quantity"] == 3
    (order,) = machine.ask("/api/v1/orders")["orders"]
    assert order["made"] == 24
    machine.ask("/api/v1/orders/po-a-001", "/api/v1/orders/{number}")
    story = machine.ask(f"/api/v1/units/{code}", "/api/v1/units/{code}")
    assert [event["what"] for event in story["history"]][-2:] == ["inspection", "scan"]
    assert machine.ask(f"/api/v1/units/{shop.code(shop.batch)}", "/api/v1/units/{code}")["children"]


def test_a_split_unit_is_told_as_it_says(at: Any, shop: Shop) -> None:
    machine, code = at("P-OBR"), shop.bundle(1)
    asked = shop.entry(EntryKind.SPLIT, "warna lain")

    def work(conn: Connection) -> Done:
        unit_id = conn.execute(select(Label.unit_id).where(Label.code == code)).scalar_one()
        return split(conn, asked, At(unit_id or 0, 1), 4)

    done: Done = shop.write(work)
    told = machine.ask(f"/api/v1/units/{code}", "/api/v1/units/{code}")
    assert told["history"][-1]["reason"] == "warna lain"
    assert machine.ask(f"/api/v1/units/{done.detail['code']}", "/api/v1/units/{code}")["split_from"]["code"] == code


@pytest.mark.parametrize(
    ("address", "path", "error"),
    [
        ("/api/v1/orders/PO-Z-999", "/api/v1/orders/{number}", "NOT_FOUND"),
        ("/api/v1/units/U00000001V", "/api/v1/units/{code}", "UNKNOWN_CODE"),
        ("/api/v1/units/nonsense", "/api/v1/units/{code}", "UNKNOWN_CODE"),
    ],
)
@only("sqlite")
def test_what_is_not_there_is_answered_as_it_says(at: Any, address: str, path: str, error: str) -> None:
    assert at("P-OBR").ask(address, path)["error"] == error


@pytest.mark.parametrize(
    ("station", "request_", "error"),
    [
        ("P-OBR", {"data": b"not json"}, "NOT_JSON"),
        ("P-OBR", {"json": {"scans": [{}] * 501}}, "TOO_LARGE"),
        ("nowhere", {"json": {"scans": []}}, "UNKNOWN_STATION"),
    ],
)
@pytest.mark.parametrize("name", ["scans", "inspections", "blanks"])
@only("sqlite")
def test_bad_envelopes_are_answered_as_it_says(at: Any, name: str, station: str, request_: Any, error: str) -> None:
    renamed = {key: {name: value["scans"]} if key == "json" else value for key, value in request_.items()}
    assert at(station).ask(f"/api/v1/{name}", **renamed)["error"] == error


@only("sqlite")
def test_photos_are_answered_as_it_says(at: Any, shop: Shop) -> None:
    machine = at("P-OBR")
    seen = machine.ask("/api/v1/decode", data=image_file(table((qr(shop.bundle(1)), 40, 40))))
    assert [label["text"] for label in seen["labels"]] == [shop.bundle(1)]
    assert machine.ask("/api/v1/decode", data=image_file(table()))["refusal"]["code"] == "NOTHING_READ"
    assert machine.ask("/api/v1/decode", data=b"no photo")["error"] == "NOT_A_PICTURE"
    shop.write(lambda conn: conn.exec_driver_sql("UPDATE site SET camera = FALSE"))
    assert machine.ask("/api/v1/decode", data=b"no photo")["error"] == "CAMERA_OFF"


@only("sqlite")
def test_whoever_is_not_signed_in_is_answered_as_it_says(at: Any) -> None:
    for name in ("orders", "station"):
        assert at("nowhere").ask(f"/api/v1/{name}")["error"] in {"NOT_ALLOWED", "UNKNOWN_STATION"}
