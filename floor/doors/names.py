"""Under which names and addresses this machine is reached on its network."""

from __future__ import annotations

import socket
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address, ip_address
from urllib.parse import urlsplit

import ifaddr

Address = IPv4Address | IPv6Address

ANNOUNCED = "floor.local"
_THIS_MACHINE = ("localhost", "127.0.0.1", "::1")


@dataclass(frozen=True, slots=True)
class Names:
    """``plain``: names without a dot or chosen by the site; ``local``: names that end in ``.local``."""

    plain: tuple[str, ...]
    local: tuple[str, ...]
    addresses: tuple[Address, ...]


def names_here(chosen: str) -> Names:
    """What this machine is called now; ``chosen``: names and addresses that the site gave it besides."""
    given = chosen.lower().replace(",", " ").split()
    addresses = [*_own_addresses(), *(found for text in given if (found := read_address(text)))]
    named = [text for text in given if read_address(text) is None]
    own = socket.gethostname().lower().partition(".")[0]
    local = [ANNOUNCED, *(text for text in named if text.endswith(".local")), *([f"{own}.local"] if own else [])]
    plain = ["localhost", *(text for text in named if not text.endswith(".local")), *([own] if own else [])]
    return Names(_once(plain), _once(local), tuple(dict.fromkeys(addresses)))


def read_address(text: str) -> Address | None:
    """The IP address that a text is, if it is one."""
    try:
        return ip_address(text)
    except ValueError:
        return None


def lan_address() -> str | None:
    """The address by which tablets on the LAN find this machine; ``None`` where it stands in no network."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            # Nothing is sent: connecting a datagram socket only asks the kernel which address it would use.
            probe.connect(("192.0.2.1", 9))
        except OSError:
            return None
        found: str = probe.getsockname()[0]
    return None if found.startswith("127.") else found


def reachable(root: str) -> str:
    """The address of this server as tablets reach it, for a supervisor who sits at the server itself.

    ``root`` is what that browser asked: ``http://localhost:8000/``; another host than the machine itself is kept.
    """
    asked = urlsplit(root)
    if asked.hostname not in _THIS_MACHINE or (lan := lan_address()) is None:
        return root.rstrip("/")
    return address_of(asked.scheme, lan, asked.port)


def other_door(root: str, scheme: str, port: int) -> str:
    """The address of the other door for a browser that reached this one as ``root``."""
    return address_of(scheme, urlsplit(reachable(root)).hostname or "localhost", port)


def address_of(scheme: str, host: str, port: int | None) -> str:
    """``http://192.168.10.2:8000``; without the port where it is the scheme's own."""
    shown = f"[{host}]" if ":" in host else host
    return f"{scheme}://{shown}" if port in (None, {"http": 80, "https": 443}[scheme]) else f"{scheme}://{shown}:{port}"


def _own_addresses() -> list[Address]:
    """The addresses of this machine's network cards and its own; those that need an interface's name are left out."""
    found: list[Address] = [ip_address("127.0.0.1")]
    try:
        adapters = list(ifaddr.get_adapters())
    except OSError:  # a service that may not ask the kernel: at least the address that tablets use
        return [*found, *([ip_address(lan)] if (lan := lan_address()) else [])]
    for adapter in adapters:
        for each in adapter.ips:
            address = ip_address(each.ip if isinstance(each.ip, str) else each.ip[0])
            if address.version == 4 or not address.is_link_local:
                found.append(address)
    return found


def _once(names: list[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(names))
