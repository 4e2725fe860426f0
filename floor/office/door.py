"""The blueprint that every page of the office hangs on."""

from __future__ import annotations

from flask import Blueprint

bp = Blueprint("office", __name__)
