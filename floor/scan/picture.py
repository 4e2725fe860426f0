"""From the bytes that somebody sent to pixels, without trusting a word of them."""

from __future__ import annotations

import io
import struct

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageOps

MOST_BYTES = 16 * 1024 * 1024
MOST_PIXELS = 50_000_000

# "JPEG" includes the pairs of pictures (MPO) that some phones make.
_FORMATS = ("JPEG", "PNG", "WEBP", "GIF", "BMP")
Image.init()  # Pillow knows only half of them before

# What Pillow's readers raise on broken files.
_BROKEN = (OSError, ValueError, SyntaxError, EOFError, IndexError, KeyError, TypeError, struct.error, OverflowError)


class PictureTooLarge(ValueError):
    """More bytes or pixels than we decode."""


class NotAPicture(ValueError):
    """Bytes that are no image of a kind we know, or a damaged one."""


def open_picture(data: bytes) -> NDArray[np.uint8]:
    """The picture in an image file, in grey and held upright as its EXIF says: uint8, height x width.

    Its size is judged by the header, before the pixels are unpacked: a few kilobytes can unpack to gigabytes.
    """
    if len(data) > MOST_BYTES:
        raise PictureTooLarge(f"{len(data)} bytes, at most {MOST_BYTES}")
    try:
        with Image.open(io.BytesIO(data), formats=_FORMATS) as image:
            if image.width * image.height > MOST_PIXELS:
                raise PictureTooLarge(f"{image.width} x {image.height} pixels, at most {MOST_PIXELS}")
            image.draft("L", None)  # a JPEG holds its grey apart: half the time and a quarter of the memory
            ImageOps.exif_transpose(image, in_place=True)
            return np.array(_grey(image), np.uint8)
    except PictureTooLarge:
        raise
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as bomb:
        raise PictureTooLarge(str(bomb)) from bomb
    except _BROKEN as broken:
        raise NotAPicture(str(broken)) from broken


def _grey(image: Image.Image) -> Image.Image:
    """Eight bits a pixel; what is transparent becomes paper, not ink."""
    if image.mode.startswith("I") or image.mode == "F":
        deep = np.asarray(image, np.float32)
        return Image.fromarray((deep * (255 / max(float(deep.max()), 1))).clip(0, 255).astype(np.uint8))
    if image.has_transparency_data:
        both = image.convert("LA") if image.mode != "P" else image.convert("RGBA").convert("LA")
        paper = Image.new("L", image.size, 255)
        paper.paste(both.getchannel("L"), mask=both.getchannel("A"))
        return paper
    return image.convert("L")
