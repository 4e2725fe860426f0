"""floor follows every piece through a workshop. ``create_app`` is the only place where its parts are joined."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from flask import Flask

    from .settings import Settings


def create_app(settings: Settings | None = None) -> Flask:
    """The application, from the settings given or, without, from the instance folder and the environment."""
    # Imported only here: a command that needs one rule of ``floor`` doesn't wait for all of it to load.
    from flask import Flask
    from flask.json.provider import DefaultJSONProvider
    from flask_babel import Babel

    from .access import register_access
    from .access.languages import choose_language
    from .compress import register_compression
    from .db import db, prepare_reading
    from .pages import register_pages
    from .settings import load
    from .statics import register_statics

    settings = settings or load()
    app = Flask("floor", instance_path=str(Path(settings.instance).absolute()))
    app.config.update(_config(settings))
    if isinstance(app.json, DefaultJSONProvider):
        app.json.sort_keys = False
    db.init_app(app)
    db.open_for_writing(settings.database_url, settings.queue_limit)
    with app.app_context():
        prepare_reading(db.engine)
    Babel(app, default_locale="id", locale_selector=choose_language)
    register_access(app)
    register_pages(app)
    register_statics(app)
    register_compression(app)
    _register_parts(app)
    return app


def _register_parts(app: Flask) -> None:
    from .access import views as access
    from .access.marks import everybody
    from .boards import views as boards
    from .doors import views as doors
    from .figures import views as figures
    from .labels import views as labels
    from .office import views as office
    from .paper import views as paper
    from .quality import inspected_views as inspected
    from .quality import lot_views as lots
    from .quality import picture_views as pictures
    from .quality import rechecked_views as rechecked
    from .quality import views as quality
    from .scan import views as scan
    from .stations import kiosk, reader, scanner, shell, voice
    from .stations import views as stations

    tablets = (stations, kiosk, reader, scanner, shell, voice)
    inspecting = (quality, pictures, lots, inspected, rechecked)
    for part in (access, *tablets, *inspecting, boards, figures, labels, office, paper, scan, doors):
        app.register_blueprint(part.bp)
    everybody(app.view_functions["static"])


def _config(settings: Settings) -> dict[str, Any]:
    return {
        "SETTINGS": settings,
        "SECRET_KEY": settings.secret_key,
        "MAX_CONTENT_LENGTH": settings.upload_limit,
        "SQLALCHEMY_DATABASE_URI": settings.database_url,
        "SQLALCHEMY_ENGINE_OPTIONS": {
            "pool_size": settings.threads,
            "max_overflow": 4,
            "pool_pre_ping": not settings.on_sqlite,
        },
        "SESSION_COOKIE_NAME": "floor_session",
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SAMESITE": "Lax",
        # The cookie outlives a sign-in, whose hours are counted in ``access.sessions``: a station's page that stays
        # open for weeks keeps the CSRF token that its writes need.
        "PERMANENT_SESSION_LIFETIME": timedelta(days=400),
        "SESSION_REFRESH_EACH_REQUEST": False,
        "WTF_CSRF_TIME_LIMIT": None,
        "WTF_CSRF_CHECK_DEFAULT": False,  # the guard asks for it, where it is owed
    }
