"""Reading the labels in a file that somebody sent."""

from __future__ import annotations

import io
import random
import struct
import zlib
from contextlib import suppress

import numpy as np
import pytest
from PIL import Image

from floor.scan.decode import NotAPicture, PictureTooLarge, read_image
from tests.scan.drawn_labels import FIRST, Photo, image_file, qr, table

PHOTO = table((qr(FIRST), 60, 300))


def texts(data: bytes) -> list[str]:
    return [label.text for label in read_image(data)]


def packed(image: Image.Image, kind: str = "PNG", **wishes: object) -> bytes:
    file = io.BytesIO()
    image.save(file, kind, **wishes)
    return file.getvalue()


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "BMP", "GIF"])
def test_every_usual_kind_of_file_is_read(kind: str) -> None:
    assert texts(image_file(PHOTO, kind)) == [FIRST]


def test_a_photo_taken_sideways_is_held_upright_first() -> None:
    sideways: Photo = np.ascontiguousarray(np.rot90(PHOTO))
    (label,) = read_image(image_file(sideways, "JPEG", orientation=6))
    assert np.abs(np.mean(label.corners, axis=0) - np.array([122, 362])).max() < 5


def test_what_is_transparent_is_paper() -> None:
    grey = Image.fromarray(255 - PHOTO[:, :, 0])
    black = Image.new("RGBA", grey.size, "black")
    black.putalpha(grey)
    assert texts(packed(black)) == [FIRST]


def test_a_palette_with_a_transparent_colour_is_read() -> None:
    inked = Image.fromarray((PHOTO[:, :, 0] < 100).astype(np.uint8))
    inked.putpalette([0, 0, 0, 10, 10, 10])
    assert texts(packed(inked, transparency=0)) == [FIRST]


def test_sixteen_bits_a_pixel_are_read() -> None:
    deep = PHOTO[:, :, 0].astype(np.uint16) * 257
    assert texts(packed(Image.fromarray(deep))) == [FIRST]


@pytest.mark.parametrize("data", [b"", b"{}", b"%PDF-1.7", b"\x89PNG\r\n\x1a\n", b"<svg/>", b"\xff\xd8\xff" * 50])
def test_what_is_no_picture_is_refused(data: bytes) -> None:
    with pytest.raises(NotAPicture):
        read_image(data)


def test_half_a_picture_is_refused() -> None:
    whole = image_file(PHOTO, "JPEG")
    with pytest.raises(NotAPicture):
        read_image(whole[: len(whole) // 2])


def test_a_file_of_fifty_megabytes_is_refused() -> None:
    with pytest.raises(PictureTooLarge):
        read_image(image_file(PHOTO) + bytes(50_000_000))


def test_a_small_file_that_would_unpack_to_more_than_fifty_megapixels_is_refused() -> None:
    with pytest.raises(PictureTooLarge):
        read_image(packed(Image.new("1", (10_000, 5_001))))


def test_a_bomb_is_refused_by_what_its_header_says() -> None:
    with pytest.raises(PictureTooLarge):
        read_image(png_claiming(1_000_000, 1_000_000))


def test_a_damaged_file_is_read_or_refused_but_never_fails_otherwise() -> None:
    chance = random.Random(7)
    for kind in ("JPEG", "PNG", "WEBP", "GIF", "BMP"):
        for _ in range(40):
            damaged = bytearray(image_file(PHOTO[280:440, 40:200], kind))
            for _ in range(chance.randint(1, 8)):
                damaged[chance.randrange(len(damaged))] = chance.randrange(256)
            with suppress(NotAPicture, PictureTooLarge):
                assert set(texts(bytes(damaged))) <= {FIRST}


def png_claiming(width: int, height: int) -> bytes:
    """A PNG of a hundred bytes whose header claims so many pixels."""

    def chunk(name: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))

    header = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + header + chunk(b"IDAT", zlib.compress(bytes(100))) + chunk(b"IEND", b"")
