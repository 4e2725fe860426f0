"""What systems ask a network, to find out whether to stay in it, is answered as if there were an internet."""

from __future__ import annotations

import pytest
from flask import Flask
from flask.testing import FlaskClient

from floor import create_app
from floor.db import db
from floor.settings import Settings
from tests.databases import OpenDatabase


@pytest.mark.parametrize("address", ["/generate_204", "/gen_204"])
def test_android_hears_that_nobody_stands_in_between(browser: FlaskClient, address: str) -> None:
    answer = browser.get(address, base_url="http://connectivitycheck.gstatic.com")
    assert (answer.status_code, answer.data, answer.headers.getlist("Set-Cookie")) == (204, b"", [])


@pytest.mark.parametrize(
    ("address", "text"),
    [
        ("/hotspot-detect.html", "<BODY>Success</BODY>"),
        ("/connecttest.txt", "Microsoft Connect Test"),
        ("/ncsi.txt", "Microsoft NCSI"),
        ("/check_network_status.txt", "NetworkManager is online"),
    ],
)
def test_other_systems_hear_what_they_listen_for(browser: FlaskClient, address: str, text: str) -> None:
    answer = browser.get(address)
    assert answer.status_code == 200
    assert text in answer.text


def test_a_new_workshop_answers_them_too(database: OpenDatabase, tmp_path_factory: pytest.TempPathFactory) -> None:
    """Where every page leads to the first start, Android would take that for a hotel's sign-in."""
    instance = tmp_path_factory.mktemp("new")
    app: Flask = create_app(Settings(instance=instance, database_url=database.url, secret_key="k" * 32))
    assert app.test_client().get("/generate_204").status_code == 204
    assert app.test_client().get("/certificate").status_code == 200
    with app.app_context():
        db.engine.dispose()
