"""The office's start page leads everywhere that this officer may go."""

from __future__ import annotations

import re

from tests.office.conftest import Desk


def test_every_tile_opens(administrator: Desk) -> None:
    tiles = re.findall(r'class="tile" href="([^"]+)"', administrator.see("/office"))
    assert len(tiles) >= 15
    for address in tiles:
        administrator.see(address)


def test_a_supervisor_sees_no_set_up(supervisor: Desk) -> None:
    page = supervisor.see("/office")
    assert "Pesanan baru" in page and "Alur kerja" not in page
