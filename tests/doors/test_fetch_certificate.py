"""The page that walks a tablet through trusting the server, and what it fetches there."""

from __future__ import annotations

from cryptography import x509
from flask import Flask
from flask.testing import FlaskClient

from floor.doors.certificates import Kept
from tests.doors.conftest import SECURE

ANDROID_9 = "Mozilla/5.0 (Linux; Android 9; SM-T295) AppleWebKit/537.36 Chrome/84.0.0.0 Safari/537.36"
ANDROID = "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0.0.0 Safari/537.36"


def test_anybody_may_fetch_the_authority(browser: FlaskClient, certificates: Kept) -> None:
    answer = browser.get("/certificate/floor-ca.crt")
    assert answer.mimetype == "application/x-x509-ca-cert"
    assert x509.load_der_x509_certificate(answer.data) == certificates.authority


def test_the_page_tells_the_fingerprint_and_both_addresses(
    served: Flask, browser: FlaskClient, certificates: Kept
) -> None:
    served.config["SECURE_PORT"] = 8443
    page = browser.get("/certificate", base_url="http://192.168.10.2:8000").text
    for said in (certificates.fingerprint, "http://192.168.10.2:8000/certificate", "https://192.168.10.2:8443"):
        assert said in page
    assert "tidak berlaku untuk alamat itu" not in page


def test_the_page_says_where_the_certificate_does_not_hold(
    served: Flask, browser: FlaskClient, certificates: Kept
) -> None:
    served.config["SECURE_PORT"] = 8443
    assert certificates.leaf
    assert "tidak berlaku untuk alamat itu" in browser.get("/certificate", base_url="http://192.168.99.9").text


def test_the_steps_are_those_of_the_tablet_that_asks(browser: FlaskClient, certificates: Kept) -> None:
    assert certificates.leaf
    assert "Beri nama sertifikat" in browser.get("/certificate", headers={"User-Agent": ANDROID_9}).text
    assert "Tetap instal" in browser.get("/certificate", headers={"User-Agent": ANDROID}).text
    assert "Trusted Root" in browser.get("/certificate?for=laptop", headers={"User-Agent": ANDROID}).text


def test_over_https_the_way_back_is_told_too(browser: FlaskClient, certificates: Kept) -> None:
    assert certificates.leaf
    assert "http://floor.local:8000/certificate" in browser.get("/certificate", base_url=SECURE).text


def test_without_certificates_the_page_says_who_makes_them(browser: FlaskClient) -> None:
    assert "floor cert init" in browser.get("/certificate").text
    assert browser.get("/certificate/floor-ca.crt").status_code == 404
