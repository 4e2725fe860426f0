"""By which addresses tablets reach the server, and what is said of it on the network."""

from __future__ import annotations

import re
from ipaddress import ip_address

import pytest

from floor.doors import names
from floor.doors.announcing import services
from floor.doors.names import address_of, names_here, other_door, reachable


@pytest.mark.parametrize("root", ["http://192.168.10.2:8000/", "https://floor.local/", "https://floor.local:8443/"])
def test_the_address_that_a_supervisor_used_is_the_one_that_tablets_get(root: str) -> None:
    assert reachable(root) == root.rstrip("/")


@pytest.mark.parametrize("scheme", ["http", "https"])
def test_at_the_server_itself_it_is_the_networks_address(scheme: str) -> None:
    lan = names.lan_address() or "localhost"
    assert reachable(f"{scheme}://localhost:8001/") == f"{scheme}://{lan}:8001"


def test_the_other_door_is_at_the_same_host() -> None:
    assert other_door("http://192.168.10.2/", "https", 443) == "https://192.168.10.2"
    assert other_door("https://192.168.10.2:8443/", "http", 8000) == "http://192.168.10.2:8000"
    assert address_of("https", "fd00::2", 8443) == "https://[fd00::2]:8443"


def test_a_site_adds_names_and_addresses_of_its_own() -> None:
    found = names_here("Floor.lan, 192.168.77.7 gudang.local")
    assert "floor.lan" in found.plain
    assert "gudang.local" in found.local
    assert ip_address("192.168.77.7") in found.addresses
    assert ip_address("127.0.0.1") in found.addresses


def test_both_doors_are_announced_once_the_secure_one_is_open() -> None:
    def told(secure_port: int | None) -> list[tuple[str, int | None, str | None]]:
        return [(each.type, each.port, each.server) for each in services("192.168.10.2", 80, secure_port)]

    assert told(None) == [("_http._tcp.local.", 80, "floor.local.")]
    assert told(443)[1] == ("_https._tcp.local.", 443, "floor.local.")
    assert re.fullmatch(r"floor\._http\._tcp\.local\.", services("192.168.10.2", 80, None)[0].name)
