"""The addresses of both doors, as the browser that asks can reach them."""

from __future__ import annotations

from flask import current_app, request

from ..settings import Settings
from .names import other_door, reachable


def plain_root() -> str:
    """``http://192.168.10.2``: the door that is always open."""
    settings: Settings = current_app.config["SETTINGS"]
    return other_door(request.host_url, "http", settings.port) if request.is_secure else reachable(request.host_url)


def secure_root() -> str | None:
    """``https://192.168.10.2``; ``None`` while the secure door is shut."""
    if request.is_secure:
        return reachable(request.host_url)
    port: int | None = current_app.config.get("SECURE_PORT")
    return other_door(request.host_url, "https", port) if port else None
