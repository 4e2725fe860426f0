"""Pages of the stations package."""

from __future__ import annotations

from flask import Blueprint

bp = Blueprint("stations", __name__)
