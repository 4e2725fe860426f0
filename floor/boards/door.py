"""The blueprint that every board hangs on."""

from __future__ import annotations

from flask import Blueprint

bp = Blueprint("boards", __name__)
