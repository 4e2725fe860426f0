"""The blueprint that every page that prints hangs on."""

from __future__ import annotations

from flask import Blueprint

bp = Blueprint("labels", __name__)
