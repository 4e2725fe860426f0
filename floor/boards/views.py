"""Pages of the boards package."""

from __future__ import annotations

from flask import Blueprint

bp = Blueprint("boards", __name__)
