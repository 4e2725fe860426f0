"""How long the histories are looked for: ``pytest tests/ledger --ledger-examples 5000`` searches for hours."""

from __future__ import annotations

import pytest

EXAMPLES = 300


def pytest_addoption(parser: pytest.Parser) -> None:
    """Adds the option."""
    parser.addoption(
        "--ledger-examples",
        type=int,
        default=EXAMPLES,
        help="how many random histories of the ledger are compared with the model, on each database",
    )
