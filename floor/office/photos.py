"""Photos of products: decoded and drawn anew, so that nothing of the file that was sent remains but the picture."""

from __future__ import annotations

import hashlib
import hmac
import io
import re
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image

from .. import refusals
from ..refusals import Refused
from ..scan.picture import MOST_BYTES, MOST_PIXELS, PictureTooLarge

LARGE, SMALL = 1200, 360  # px, the longer side
_FORMATS = ("JPEG", "PNG", "WEBP", "BMP")
_NAME = re.compile(r"[0-9a-f]{32}\.jpg", re.ASCII)
_QUALITY = {LARGE: 82, SMALL: 76}


def keep(folder: Path, content: bytes, secret: bytes) -> str:
    """Puts a photo into the folder, large and small, and answers its name, which nobody can guess.

    The same photo gets the same name: a form that comes twice leaves one. ``NOT_A_PHOTO`` and ``PICTURE_TOO_LARGE``.
    """
    pixels = _decode(content)
    name = f"{hmac.digest(secret, content, hashlib.sha256).hex()[:32]}.jpg"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    for most in (SMALL, LARGE):
        draft = folder / f"{name}.{most}.draft"
        draft.write_bytes(_drawn(pixels, most))
        draft.replace(path(folder, name, small=most == SMALL))
    return name


def path(folder: Path, name: str, *, small: bool) -> Path:
    """Where a photo of this name lies."""
    return folder / (f"small-{name}" if small else name)


def is_name(name: str) -> bool:
    """Whether this could be the name of a photo of ours, and of no other file."""
    return bool(_NAME.fullmatch(name))


def throw_away(folder: Path, name: str) -> None:
    """Takes a photo away that no product shows any more."""
    for small in (False, True):
        path(folder, name, small=small).unlink(missing_ok=True)


def _decode(content: bytes) -> NDArray[np.uint8]:
    """The picture in colour, held upright. Its size is judged by the header, before the pixels are unpacked."""
    if len(content) > MOST_BYTES:
        raise Refused(refusals.PICTURE_TOO_LARGE.because(field="photo"))
    try:
        with Image.open(io.BytesIO(content), formats=_FORMATS) as image:
            if image.width * image.height > MOST_PIXELS:
                raise PictureTooLarge
        pixels = cv2.imdecode(np.frombuffer(content, np.uint8), cv2.IMREAD_COLOR)
    except (PictureTooLarge, Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise Refused(refusals.PICTURE_TOO_LARGE.because(field="photo")) from None
    except Exception:  # noqa: BLE001 - a file made to break a reader may break it in any way
        raise Refused(refusals.NOT_A_PHOTO.because(field="photo")) from None
    if pixels is None:
        raise Refused(refusals.NOT_A_PHOTO.because(field="photo"))
    return np.asarray(pixels, np.uint8)


def _drawn(pixels: NDArray[np.uint8], most: int) -> bytes:
    height, width = pixels.shape[:2]
    share = min(1.0, most / max(height, width))
    size = (max(1, round(width * share)), max(1, round(height * share)))
    smaller = cv2.resize(pixels, size, interpolation=cv2.INTER_AREA) if share < 1 else pixels
    _done, encoded = cv2.imencode(".jpg", smaller, [cv2.IMWRITE_JPEG_QUALITY, _QUALITY[most]])
    return bytes(encoded.tobytes())
