"""The blueprint that every page of figures hangs on."""

from __future__ import annotations

from flask import Blueprint

bp = Blueprint("figures", __name__)
