"""Every route of every package says who may, and keeps to it for every role."""

from __future__ import annotations

from collections.abc import Iterator

from flask import Flask
from flask.testing import FlaskClient
from werkzeug.routing import Rule, UUIDConverter

from floor.access.marks import Mark, mark_of
from floor.access.roles import all_held
from floor.models import Role
from tests.access.conftest import Enter

_GUARD = {"NOT_ALLOWED", "UNKNOWN_STATION"}
_METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")


def test_every_view_says_who_may(app: Flask) -> None:
    assert [name for name, view in app.view_functions.items() if mark_of(view) is None] == []


def test_nobody_signed_out_comes_in_where_a_mark_forbids_it(app: Flask, browser: FlaskClient) -> None:
    assert list(_wrongly_answered(app, browser, frozenset(), {})) == []


def test_every_role_comes_in_exactly_where_its_marks_say(app: Flask, enter: Enter) -> None:
    entered = {role: enter(role) for role in Role}  # all at first: wrong PINs, which the walk sends, slow this place
    for role, browser in entered.items():
        assert list(_wrongly_answered(app, browser, all_held([role]), {})) == []


def test_a_station_comes_in_exactly_where_its_marks_say(app: Flask, browser: FlaskClient, token: str) -> None:
    bearer = {"Authorization": f"Bearer {token}"}
    assert list(_wrongly_answered(app, browser, frozenset(), bearer)) == []


def _wrongly_answered(
    app: Flask, entered: FlaskClient, roles: frozenset[Role], bearer: dict[str, str]
) -> Iterator[tuple[str, str, int]]:
    """What is answered against the marks, or with an error of ours: method, address, status."""
    csrf = entered.get("/csrf").get_json()["token"]
    cookie = entered.get_cookie("floor_session")
    assert cookie is not None
    for rule in sorted(app.url_map.iter_rules(), key=lambda rule: rule.rule == "/sign-out"):  # which ends the walk
        mark = mark_of(app.view_functions[rule.endpoint]) or Mark()
        for method in sorted((rule.methods or set()).intersection(_METHODS)):
            browser = app.test_client()  # a new one each time: a view may sign out or unpair
            browser.set_cookie("floor_session", cookie.value)
            headers = {"X-CSRFToken": csrf, "Accept": "application/json", **bearer}
            answer = browser.open(_address(app, rule), method=method, headers=headers)
            said = answer.get_json(silent=True)
            code = said.get("error", "") if isinstance(said, dict) else ""
            refused = answer.status_code in (401, 403) and code in _GUARD
            expected = mark.open or bool(roles & mark.roles) or (mark.station and bool(bearer))
            if refused is expected or answer.status_code >= 500:
                yield method, rule.rule, answer.status_code


def _address(app: Flask, rule: Rule) -> str:
    uuid = "01938e5a-0000-7000-8000-000000000000"
    filled: dict[str, object] = {}
    for name, kind in rule._converters.items():
        choices = sorted(getattr(kind, "items", ()))  # of <any(these, words):name>
        filled[name] = uuid if isinstance(kind, UUIDConverter) else choices[0] if choices else 1
    return app.url_map.bind("localhost").build(rule.endpoint, filled)
