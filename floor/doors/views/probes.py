"""What operating systems ask to find out whether a network has an internet: they are told that all is well.

Else Android leaves a Wi-Fi without one, or never joins it. The LAN's DNS must lead their names here (deploy/INSTALL).
"""

from __future__ import annotations

from flask import Response
from flask.typing import ResponseReturnValue

from ...access.marks import everybody
from ..door import bp

_TEXTS = {
    "connecttest.txt": "Microsoft Connect Test",  # Windows 10 and newer
    "ncsi.txt": "Microsoft NCSI",  # Windows 7 and 8
    "success.txt": "success\n",  # Firefox
    "check_network_status.txt": "NetworkManager is online\n",  # Debian, Ubuntu
}
_APPLE = "<HTML><HEAD><TITLE>Success</TITLE></HEAD><BODY>Success</BODY></HTML>"


@bp.get("/generate_204")
@bp.get("/gen_204", endpoint="gen_204")
@everybody
def generate_204() -> ResponseReturnValue:
    """Android and Chrome OS: an empty answer means that nobody stands in between."""
    return "", 204


@bp.get("/hotspot-detect.html")
@bp.get("/library/test/success.html", endpoint="apple_success")
@everybody
def hotspot_detect() -> ResponseReturnValue:
    """Apple's: this very page."""
    return Response(_APPLE, mimetype="text/html")


@bp.get("/<any(" + ", ".join(f"'{name}'" for name in _TEXTS) + "):name>")
@everybody
def plain_text(name: str) -> ResponseReturnValue:
    """Those that want a line of text."""
    return Response(_TEXTS[name], mimetype="text/plain")
