"""``floor doctor`` says how the doors stand, and what to do."""

from __future__ import annotations

import socket
from datetime import UTC, datetime
from pathlib import Path

import pytest

from floor.doors import health
from floor.doors.certificates import begin, folder
from floor.doors.names import names_here
from floor.settings import Settings
from tests.doors.conftest import names


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """A server's, at ports that nobody has."""
    with socket.socket() as one, socket.socket() as other:
        one.bind(("127.0.0.1", 0))
        other.bind(("127.0.0.1", 0))
        ports = one.getsockname()[1], other.getsockname()[1]
    return Settings(tmp_path, "sqlite://", "k" * 32, host="127.0.0.1", port=ports[0], https_port=ports[1])


def told(settings: Settings) -> str:
    """All that is said of the doors."""
    return "\n".join(f"{'ok' if good else 'LOOK'} {sentence}" for good, sentence in health.findings(settings))


def test_without_certificates_it_says_how_to_make_them(settings: Settings) -> None:
    said = told(settings)
    assert "LOOK No certificates" in said
    assert f"ok Port {settings.port} (HTTP): free." in said


def test_a_certificate_for_this_machine_is_well(settings: Settings) -> None:
    begin(settings.instance, "Contoh", names_here(""), datetime.now(UTC))
    said = told(settings)
    assert "ok Certificate: it holds for floor.local" in said
    assert "ok Certificate: valid until" in said
    assert "ok Certificate: its keys are the owner's alone." in said


def test_a_certificate_for_another_address_is_told_of(settings: Settings) -> None:
    begin(settings.instance, "Contoh", names("192.168.99.9"), datetime.now(UTC))
    assert "LOOK Certificate: it lacks" in told(settings)


def test_keys_that_others_can_read_are_told_of(settings: Settings) -> None:
    begin(settings.instance, "Contoh", names_here(""), datetime.now(UTC))
    (folder(settings.instance) / "ca.key").chmod(0o644)
    assert "LOOK Certificate: others on this machine can read ca.key" in told(settings)


def test_a_port_where_somebody_serves_is_told_of(settings: Settings) -> None:
    with socket.create_server(("127.0.0.1", settings.port)):
        assert f"ok Port {settings.port} (HTTP): somebody serves there now." in told(settings)
