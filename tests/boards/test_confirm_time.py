"""A server whose clock went back says so on every page, until a supervisor says that the time is right."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient

from floor import clock
from tests.boards.conftest import Enter, send, words
from tests.cast import Shop

SAYS = "Jam server mundur."


@pytest.fixture
def back(shop: Shop) -> Shop:
    """The newest scan was heard an hour from now."""
    shop.now = clock.now() + 60 * clock.MINUTE
    shop.scan("P-OBR", shop.bundle(1))
    return shop


def test_a_clock_that_runs_forward_is_not_spoken_of(shop: Shop, supervisor: FlaskClient) -> None:
    shop.scan("P-OBR", shop.bundle(1))
    assert SAYS not in words(supervisor.get("/orders"))


@pytest.mark.parametrize("address", ["/orders", "/find", "/clock", "/anomalies"])
def test_every_page_says_so(back: Shop, supervisor: FlaskClient, address: str) -> None:
    assert back
    assert SAYS in words(supervisor.get(address))


def test_a_board_that_is_open_hears_of_it(shop: Shop, supervisor: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    shop.scan("P-OBR", shop.bundle(1))
    tag = supervisor.get("/orders/rows").headers["ETag"]
    earlier = clock.now() - 10 * clock.MINUTE
    monkeypatch.setattr(clock, "now", lambda: earlier)
    assert SAYS in words(supervisor.get("/orders/rows", headers={"If-None-Match": tag}))


def test_a_supervisor_confirms_the_time(back: Shop, supervisor: FlaskClient) -> None:
    assert back
    assert send(supervisor, "/clock").status_code == 303
    assert SAYS not in words(supervisor.get("/clock"))


def test_others_may_not(back: Shop, enter: Enter) -> None:
    assert back
    assert send(enter("O-1"), "/clock").status_code == 403
