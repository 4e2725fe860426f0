"""The page that walks a tablet through trusting this server, and the authority's certificate."""

from __future__ import annotations

import re

from cryptography.hazmat.primitives.serialization import Encoding
from flask import Response, abort, current_app, render_template, request, url_for
from flask.typing import ResponseReturnValue

from ...access.marks import everybody
from ...settings import Settings
from ..certificates import CertificateTrouble, Kept, kept
from ..door import bp
from ..qr import qr
from ..roots import plain_root, secure_root

DEVICES = ("android", "android-10", "laptop")


@bp.get("/certificate")
@everybody
def certificate() -> ResponseReturnValue:
    """How a tablet comes to trust this server, step by step; on both doors, for one can't be entered without it."""
    found = _kept()
    asked = request.args.get("for", "")
    page, secure = f"{plain_root()}{url_for('doors.certificate')}", secure_root()
    return render_template(
        "doors/certificate.html",
        kept=found,
        ends=found.ends.date() if found else None,
        device=asked if asked in DEVICES else _device(request.user_agent.string),
        page=page,
        page_qr=qr(page),
        secure=secure,
        secure_qr=qr(secure) if secure else None,
        holds_here=found is not None and _holds_for(found, secure or ""),
    )


@bp.get("/certificate/floor-ca.crt")
@everybody
def authority() -> ResponseReturnValue:
    """The authority's certificate, as Android, Windows and Linux take it. It is no secret; its key never leaves."""
    found = _kept() or abort(404)
    answer = Response(found.authority.public_bytes(Encoding.DER), mimetype="application/x-x509-ca-cert")
    answer.headers["Content-Disposition"] = 'attachment; filename="floor-ca.crt"'
    return answer


def _kept() -> Kept | None:
    settings: Settings = current_app.config["SETTINGS"]
    try:
        return kept(settings.instance)
    except CertificateTrouble:
        return None  # the page says what to do on the server, the same as where there are none


def _device(agent: str) -> str:
    """Which steps to show first. Chrome since 110 calls every Android 10, so only older ones are known by it."""
    android = re.search(r"Android (\d+)", agent)
    if android is None:
        return "laptop" if agent else "android"
    return "android-10" if int(android[1]) < 10 else "android"


def _holds_for(found: Kept, root: str) -> bool:
    """Whether the certificate holds for the address that this browser uses."""
    host = re.sub(r"^https://|:\d+$|[\[\]]", "", root)
    return not root or host in found.names or host in map(str, found.addresses)
