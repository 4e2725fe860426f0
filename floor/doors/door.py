"""The blueprint that every page of the doors hangs on."""

from __future__ import annotations

from flask import Blueprint

bp = Blueprint("doors", __name__)
