"""A few of the random fault scripts of ``benchmarks/faults.py``: the tablets' own outbox, under node, loses nothing."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks.faults import has_node, play

SCRIPTS = 20


@pytest.mark.skipif(not has_node(), reason="node is missing: install the package nodejs")
def test_tablets_whose_network_fails_lose_nothing_and_double_nothing(tmp_path: Path) -> None:
    tally = play(SCRIPTS, SCRIPTS, seed=1, keep=tmp_path)
    assert tally.problems == []
    assert tally.scripts == SCRIPTS
    assert tally.kills and tally.restores
