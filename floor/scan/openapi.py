"""The API as other programs read it."""

from __future__ import annotations

from typing import Any

DOCUMENT: dict[str, Any] = {"openapi": "3.1.0", "info": {"title": "floor", "version": "1"}, "paths": {}}
