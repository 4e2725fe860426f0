"""From the bytes that somebody sent to pixels, without trusting a word of them."""

from __future__ import annotations

import io
import struct

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageOps

MOST_BYTES = 16 * 1024 * 1024
MOST_PIXELS = 50_000_000

_FORMATS = ("JPEG", "MPO", "PNG", "WEBP", "GIF", "BMP", "TIFF")
# What Pillow's readers raise on broken files.
_BROKEN = (OSError, ValueError, SyntaxError, EOFError, IndexError, KeyError, TypeError, struct.error, OverflowError)


class PictureTooLarge(ValueError):
    """More bytes or pixels than we decode."""


class NotAPicture(ValueError):
    """Bytes that are no image of a kind we know, or a damaged one."""


def open_picture(data: bytes) -> NDArray[np.uint8]:
    """The picture in an image file, held upright as its EXIF says: uint8, height x width x 3, blue first.

    Its size is judged by the header, before the pixels are unpacked: a few kilobytes can unpack to gigabytes.
    """
    if len(data) > MOST_BYTES:
        raise PictureTooLarge(f"{len(data)} bytes, at most {MOST_BYTES}")
    try:
        with Image.open(io.BytesIO(data), formats=_FORMATS) as image:
            if image.width * image.height > MOST_PIXELS:
                raise PictureTooLarge(f"{image.width} x {image.height} pixels, at most {MOST_PIXELS}")
            upright = ImageOps.exif_transpose(image)
            rgb = np.asarray(_on_white(upright), np.uint8)
    except PictureTooLarge:
        raise
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as bomb:
        raise PictureTooLarge(str(bomb)) from bomb
    except _BROKEN as broken:
        raise NotAPicture(str(broken)) from broken
    return np.ascontiguousarray(rgb[:, :, ::-1])


def _on_white(image: Image.Image) -> Image.Image:
    """Eight bits a colour; what is transparent becomes paper, not ink."""
    if image.mode.startswith("I") or image.mode == "F":
        deep = np.asarray(image, np.float32)
        return Image.fromarray((deep / max(float(deep.max()), 1) * 255).clip(0, 255).astype(np.uint8)).convert("RGB")
    if image.has_transparency_data:
        paper = Image.new("RGBA", image.size, "white")
        return Image.alpha_composite(paper, image.convert("RGBA")).convert("RGB")
    return image.convert("RGB")
