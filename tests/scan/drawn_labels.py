"""Photos of labels for the tests, drawn: a grey table with labels on it, as OpenCV would give it."""

from __future__ import annotations

import io

import cv2
import numpy as np
import qrcode
from barcode.codex import Code128
from numpy.typing import NDArray
from PIL import Image

Photo = NDArray[np.uint8]

# Codes that follow the rule, and what a stranger's label may say.
FIRST, SECOND, THIRD = "U7K49QXB2X", "U00000001V", "S12345678G"
FOREIGN = "HTTPS://EXAMPLE.ORG/9"


def qr(text: str, module: int = 5) -> Photo:
    """A QR code of level H, ``module`` pixels a module, two modules of white round it."""
    drawing = qrcode.QRCode(error_correction=qrcode.constants.ERROR_CORRECT_H, border=2)
    drawing.add_data(text)
    return _pixels(~np.array(drawing.get_matrix(), dtype=bool), module, module)


def bars(text: str, module: int = 2, height: int = 60) -> Photo:
    """A Code 128, ``height`` pixels high, ten modules of white either side."""
    row = np.array([bar == "0" for bar in Code128(text).build()[0]])
    drawn = _pixels(np.pad(row, 10, constant_values=True)[np.newaxis], module, height)
    return _byte(np.pad(drawn, ((8, 8), (0, 0)), constant_values=255))


def shrunk(label: Photo, side: int) -> Photo:
    """A label as a camera sees it from further away: ``side`` pixels square."""
    return _byte(cv2.resize(label, (side, side), interpolation=cv2.INTER_AREA))


def table(*labels: tuple[Photo, int, int], size: tuple[int, int] = (480, 640)) -> Photo:
    """A photo of ``size`` (height, width) with each label's top left corner at its (x, y)."""
    grey = np.full(size, 150, np.uint8)
    for label, x, y in labels:
        grey[y : y + label.shape[0], x : x + label.shape[1]] = label
    return _byte(cv2.cvtColor(grey, cv2.COLOR_GRAY2BGR))


def turned(photo: Photo, degrees: float) -> Photo:
    """The photo turned about its middle."""
    high, wide = photo.shape[:2]
    matrix = cv2.getRotationMatrix2D((wide / 2, high / 2), degrees, 1)
    return _byte(cv2.warpAffine(photo, matrix, (wide, high), borderValue=(150, 150, 150)))


def blurred(photo: Photo, pixels: float) -> Photo:
    """Out of focus, by a Gaussian of so many pixels."""
    return _byte(cv2.GaussianBlur(photo, (0, 0), pixels))


def noisy(photo: Photo, strength: float, seed: int) -> Photo:
    """As in bad light: each pixel off by about ``strength`` shades."""
    return _byte(np.clip(photo + np.random.default_rng(seed).normal(0, strength, photo.shape), 0, 255))


def image_file(photo: Photo, kind: str = "PNG", orientation: int | None = None) -> bytes:
    """The photo as a file, with an EXIF orientation if one is given."""
    exif = Image.Exif()
    if orientation is not None:
        exif[0x0112] = orientation
    packed = io.BytesIO()
    Image.fromarray(np.ascontiguousarray(photo[:, :, ::-1])).save(packed, kind, exif=exif)
    return packed.getvalue()


def _pixels(white: NDArray[np.bool_], wide: int, high: int) -> Photo:
    return _byte(np.kron(white, np.ones((high, wide), bool)) * 255)


def _byte(values: NDArray[np.generic]) -> Photo:
    return values.astype(np.uint8)
