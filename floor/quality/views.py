"""Pages of the quality package."""

from __future__ import annotations

from flask import Blueprint

bp = Blueprint("quality", __name__)
