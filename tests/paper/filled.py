"""Day sheets filled by hand and photographed, as far as a computer can do either."""

from __future__ import annotations

from collections.abc import Collection
from typing import Literal

import cv2
import numpy as np
from numpy.typing import NDArray

from floor.labels.pdfium import opened, page_picture
from floor.paper.layout import BUBBLE, PAGE, Bubble, Row

Picture = NDArray[np.uint8]
How = Literal["full", "half", "cross", "rubbed out"]

CODES = ("U7K49QXB2X", "U00000001V", "S12345678G")


def row(quantity: int = 12, *, is_gate: bool = False, code: str = CODES[0], cycle: int = 0) -> Row:
    """Goods as they stand on a sheet."""
    return Row(code, "A-031-01/001", "Baju koko lengan panjang", "M", "PO-A-001", quantity, 2, "Jahit", cycle, is_gate)


def page(pdf: bytes, number: int = 0) -> Picture:
    """A page as an office printer puts it on paper, 200 dots an inch."""
    with opened(pdf) as document:
        return page_picture(document, number, 200 / 203)


def bubble(row: Row, field: str, value: int) -> Bubble:
    """The bubble of a row that adds ``value`` to ``field``."""
    return next(each for each in row.bubbles if (each.field, each.value) == (field, value))


def mark(picture: Picture, bubbles: Collection[Bubble], how: How = "full", seed: int = 1) -> None:
    """Marks bubbles with a pen, never twice alike."""
    rng = np.random.default_rng(seed)
    scale = picture.shape[1] / PAGE[0]
    for each in bubbles:
        x, y = (round(at * scale) for at in (each.x, each.y))
        reach, ink = round(BUBBLE / 2 * scale), int(rng.integers(20, 90))
        if how == "full":
            off = tuple(round(float(at)) for at in rng.normal(0, 0.1 * scale, 2))
            cv2.circle(picture, (x + off[0], y + off[1]), reach, ink, -1, cv2.LINE_AA)
        elif how == "half":
            cv2.ellipse(picture, (x, y), (reach, reach), float(rng.uniform(0, 180)), 0, 180, ink, -1, cv2.LINE_AA)
        elif how == "cross":
            for slope in (-1, 1):
                ends = (x - reach, y - slope * reach), (x + reach, y + slope * reach)
                cv2.line(picture, ends[0], ends[1], ink, max(1, round(0.45 * scale)), cv2.LINE_AA)
        else:
            where = np.zeros_like(picture)
            cv2.circle(where, (x, y), reach, 255, -1)
            picture[where > 0] = (picture[where > 0] * rng.uniform(0.7, 0.82)).astype(np.uint8)


def photographed(picture: Picture, seed: int) -> Picture:
    """The sheet on a table as a tablet sees it: tilted, turned, bent, half in the shade, blurred, noisy."""
    rng = np.random.default_rng(seed)
    high, wide = picture.shape
    tall = int(rng.integers(1500, 2600))
    across = round(tall * 0.75)
    down, along = np.mgrid[0:high, 0:wide].astype(np.float32)
    bulge = rng.uniform(0, 0.005) * high * np.sin(np.pi * along / wide) * np.sin(np.pi * down / high)
    bent = cv2.remap(picture, along, (down + bulge).astype(np.float32), cv2.INTER_LINEAR, borderValue=(255,))
    size = min(across / wide, tall / high) * rng.uniform(0.8, 0.94) / 2
    corners = np.array([[-wide, -high], [wide, -high], [wide, high], [-wide, high]]) * size
    corners[:2] *= 1 - rng.uniform(0, 0.2)
    turn = np.radians(rng.normal(0, 5) + rng.choice([0, 0, 0, 90, 180]))
    if abs(np.sin(turn)) > 0.7:
        across, tall = tall, across
    rotation = np.array([[np.cos(turn), -np.sin(turn)], [np.sin(turn), np.cos(turn)]])
    placed = (corners @ rotation.T + (across / 2, tall / 2)).astype(np.float32)
    source = np.array([[0, 0], [wide, 0], [wide, high], [0, high]], np.float32)
    table = (int(rng.integers(40, 140)),)
    shot = cv2.warpPerspective(
        bent, cv2.getPerspectiveTransform(source, placed), (across, tall), flags=cv2.INTER_AREA, borderValue=table
    )
    return _lit(shot.astype(np.float32), rng)


def _lit(shot: NDArray[np.float32], rng: np.random.Generator) -> Picture:
    tall, across = shot.shape
    down, along = np.mgrid[0:tall, 0:across].astype(np.float32)
    side = rng.uniform(0, np.pi)
    edge = (along - across / 2) * np.cos(side) + (down - tall / 2) * np.sin(side) - rng.normal(0, across / 6)
    shade = 1 - rng.uniform(0.1, 0.5) / (1 + np.exp(-np.clip(edge / rng.uniform(8, 80), -50, 50)))
    soft = cv2.GaussianBlur(shot * shade * rng.uniform(0.6, 1), (0, 0), rng.uniform(0.4, 1.0) * tall / 2200)
    grainy = np.clip(soft + rng.normal(0, rng.uniform(2, 9), shot.shape), 0, 255).astype(np.uint8)
    packed = cv2.imencode(".jpg", grainy, [cv2.IMWRITE_JPEG_QUALITY, int(rng.integers(45, 92))])[1]
    return np.asarray(cv2.imdecode(packed, cv2.IMREAD_GRAYSCALE), np.uint8)
