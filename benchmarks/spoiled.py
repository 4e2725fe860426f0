"""Labels with fresh codes, drawn and then spoiled as a workshop spoils them: what ``benchmarks/decode.py`` reads.

Every picture has a seed of its own (the run's, its kind, its number), so that any one of them can be drawn again.
"""

from __future__ import annotations

import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial

import cv2
import numpy as np
import qrcode
from barcode.codex import Code128
from numpy.typing import NDArray

from floor.rules import codes

Picture = NDArray[np.uint8]
Spoil = Callable[[np.random.Generator, Picture], Picture]

WIDTH, HEIGHT = 960, 720
FINE = 3  # a scene is drawn so many times finer, then averaged, as a lens does
DRAWN = 12  # pixels a module while a label is drawn


@dataclass(frozen=True)
class Shot:
    """One picture (uint8, height x width x 3, as OpenCV gives it), its number (or file name) within its kind and the
    texts that stand on it."""

    kind: str
    number: int | str
    picture: Picture
    texts: frozenset[str]


# --- drawing -------------------------------------------------------------------------------------------------------


def draw_qr(code: str) -> Picture:
    """A label as we print it: QR version 1 level H, two white modules round it and the code in words. A stranger's is
    as large as its text needs, level M."""
    version, correction = (1, qrcode.ERROR_CORRECT_H) if codes.is_code(code) else (None, qrcode.ERROR_CORRECT_M)
    drawing = qrcode.QRCode(version=version, error_correction=correction, border=2)
    drawing.add_data(code)
    drawing.make(fit=version is None)
    return _card(~np.array(drawing.get_matrix(), dtype=bool), code)


def draw_bars(code: str) -> Picture:
    """The same code as Code 128, ten modules of white either side, a quarter as high as it is wide."""
    row = np.array([bar == "0" for bar in Code128(code).build()[0]])
    row = np.pad(row, 10, constant_values=True)
    return _card(np.pad(np.tile(row, (len(row) // 4, 1)), ((3, 1), (0, 0)), constant_values=True), code)


def _card(white: NDArray[np.bool_], code: str) -> Picture:
    modules = np.kron(white, np.ones((DRAWN, DRAWN), bool)).astype(np.uint8) * 255
    words = np.full((5 * DRAWN, modules.shape[1]), 255, np.uint8)
    cv2.putText(words, codes.in_words(code), (2 * DRAWN, 4 * DRAWN), cv2.FONT_HERSHEY_SIMPLEX, DRAWN / 10, 0, 2)
    return np.vstack([modules, words])


def workshop(rng: np.random.Generator) -> Picture:
    """What lies under a label: cloth with stripes, edges, shades, some writing; (HEIGHT, WIDTH), grey."""
    down, along = np.mgrid[0:HEIGHT, 0:WIDTH].astype(np.float32)
    angle = rng.uniform(0, np.pi)
    wave = np.sin((along * np.cos(angle) + down * np.sin(angle)) * rng.uniform(0.05, 1.5)) * rng.uniform(0, 35)
    shade = cv2.resize(rng.uniform(50, 190, (3, 4)).astype(np.float32), (WIDTH, HEIGHT), interpolation=cv2.INTER_CUBIC)
    cloth = np.clip(shade + wave + rng.normal(0, 4, (HEIGHT, WIDTH)), 0, 255).astype(np.uint8)
    for _ in range(int(rng.integers(0, 8))):
        ends = [(int(rng.integers(0, WIDTH)), int(rng.integers(0, HEIGHT))) for _ in range(2)]
        cv2.line(cloth, ends[0], ends[1], int(rng.integers(0, 255)), int(rng.integers(1, 20)))
    where = (int(rng.integers(0, WIDTH // 2)), int(rng.integers(40, HEIGHT)))
    cv2.putText(cloth, "KEMEJA L-32 BATCH", where, cv2.FONT_HERSHEY_DUPLEX, rng.uniform(0.5, 2), 20, 2)
    return _grey(cloth)


def lay(
    scene: Picture, card: Picture, centre: tuple[float, float], module: float, angle: float, lean: float = 0
) -> Picture:
    """The card put into the scene: ``module`` picture pixels a module, turned by ``angle`` degrees, tilted by ``lean``
    (0 flat; 0.3 makes the far edge 30 % shorter)."""
    high, wide = card.shape
    scale, turn = module / DRAWN, np.radians(angle)
    corners = np.array([[-wide, -high], [wide, -high], [wide, high], [-wide, high]], np.float32) * scale / 2
    corners[:2] *= 1 - lean
    rotation = np.array([[np.cos(turn), -np.sin(turn)], [np.sin(turn), np.cos(turn)]])
    placed = ((corners @ rotation.T + centre) * FINE).astype(np.float32)
    source = np.array([[0, 0], [wide, 0], [wide, high], [0, high]], np.float32)
    if scale * FINE < 0.5:  # warping alone would skip whole modules' pixels
        shrink = scale * FINE
        card = _grey(cv2.resize(card, None, fx=shrink, fy=shrink, interpolation=cv2.INTER_AREA))
        source = source * np.array([card.shape[1] / wide, card.shape[0] / high], np.float32)
    size = (WIDTH * FINE, HEIGHT * FINE)
    matrix = cv2.getPerspectiveTransform(source, placed)
    ink = cv2.resize(cv2.warpPerspective(card, matrix, size), (WIDTH, HEIGHT), interpolation=cv2.INTER_AREA)
    there = cv2.warpPerspective(np.full_like(card, 255), matrix, size)
    share = cv2.resize(there, (WIDTH, HEIGHT), interpolation=cv2.INTER_AREA).astype(np.float32) / 255
    # Paper and ink are never quite white and black.
    mixed = scene * (1 - share) + (ink * 0.75 + 30 * share)
    return np.clip(mixed, 0, 255).astype(np.uint8)


# --- spoiling ------------------------------------------------------------------------------------------------------


def blur(rng: np.random.Generator, grey: Picture) -> Picture:
    return _grey(cv2.GaussianBlur(grey, (0, 0), rng.uniform(0.8, 4.5)))


def motion(rng: np.random.Generator, grey: Picture) -> Picture:
    length = int(rng.integers(4, 22))
    kernel = np.zeros((length, length), np.float32)
    kernel[length // 2] = 1 / length
    middle = ((length - 1) / 2, (length - 1) / 2)
    streak = cv2.warpAffine(kernel, cv2.getRotationMatrix2D(middle, rng.uniform(0, 180), 1), (length, length))
    return _grey(cv2.filter2D(grey, -1, streak / streak.sum()))


def noise(rng: np.random.Generator, grey: Picture) -> Picture:
    return _grey(grey + rng.normal(0, rng.uniform(20, 110), grey.shape))


def dark(rng: np.random.Generator, grey: Picture) -> Picture:
    return _grey(grey * rng.uniform(0.03, 0.3) + rng.normal(4, rng.uniform(1, 4), grey.shape))


def glare(rng: np.random.Generator, grey: Picture) -> Picture:
    down, along = np.mgrid[0:HEIGHT, 0:WIDTH].astype(np.float32)
    across = WIDTH / 2 + rng.uniform(-130, 130), HEIGHT / 2 + rng.uniform(-130, 130)
    reach = rng.uniform(25, 150)
    spot = np.exp(-((along - across[0]) ** 2 + (down - across[1]) ** 2) / (2 * reach**2))
    return _grey(grey + spot * rng.uniform(150, 500))


def dirt(rng: np.random.Generator, grey: Picture) -> Picture:
    grey = grey.copy()
    for _ in range(int(rng.integers(2, 22))):
        where = (int(WIDTH / 2 + rng.normal(0, 55)), int(HEIGHT / 2 + rng.normal(0, 55)))
        shade = int(rng.choice([20, 90, 215]))
        if rng.random() < 0.5:
            cv2.circle(grey, where, int(rng.integers(2, 14)), shade, -1)
        else:
            end = (where[0] + int(rng.normal(0, 60)), where[1] + int(rng.normal(0, 60)))
            cv2.line(grey, where, end, shade, int(rng.integers(1, 6)))
    return grey


def jpeg(rng: np.random.Generator, grey: Picture) -> Picture:
    soft = cv2.GaussianBlur(grey, (0, 0), 0.8)
    packed = cv2.imencode(".jpg", soft, [cv2.IMWRITE_JPEG_QUALITY, int(rng.integers(2, 18))])[1]
    return _grey(np.asarray(cv2.imdecode(packed, cv2.IMREAD_GRAYSCALE)))


def folds(rng: np.random.Generator, grey: Picture) -> Picture:
    """Cloth in waves, up to a module and a half high."""
    down, along = np.mgrid[0:HEIGHT, 0:WIDTH].astype(np.float32)
    turn, length = rng.uniform(0, np.pi), rng.uniform(60, 260)
    wave = np.sin((along * np.cos(turn) + down * np.sin(turn)) * 2 * np.pi / length + rng.uniform(0, 6)) * 1.0
    high, lean = rng.uniform(1, 7), rng.uniform(0, np.pi)
    light = 1 + 0.25 * np.roll(wave, int(length / 4), axis=1)
    across = (along + high * np.cos(lean) * wave).astype(np.float32)
    moved = cv2.remap(grey, across, (down + high * np.sin(lean) * wave).astype(np.float32), cv2.INTER_LINEAR)
    return _grey(moved * light)


def untouched(_rng: np.random.Generator, grey: Picture) -> Picture:
    return grey


# --- spoiling the label itself ---------------------------------------------------------------------------------------


def torn(rng: np.random.Generator, card: Picture) -> Picture:
    """A corner or a side gone, up to a quarter of the label; what lies under it shows a middling grey."""
    high, wide = card.shape
    share, card = rng.uniform(0.05, 0.25), card.copy()
    rough = np.cumsum(rng.normal(0, DRAWN / 3, max(high, wide)))
    across, down = np.arange(wide), np.arange(high)[:, None]
    if rng.random() < 0.5:
        gone = across / wide + down / high < np.sqrt(2 * share) + rough[:wide] / wide
    else:
        gone = np.broadcast_to(down < share * high + rough[:wide], card.shape)
    card[np.rot90(gone, 2) if rng.random() < 0.5 else gone] = 120
    return card


def thermal(rng: np.random.Generator, card: Picture) -> Picture:
    """Printed on a worn thermal printer: dots that bleed or stay away, white lines where it has dead dots, faded."""
    side = int(rng.integers(2, DRAWN // 2))
    kernel = np.ones((side, side), np.uint8)
    card = _grey(cv2.erode(card, kernel) if rng.random() < 0.5 else cv2.dilate(card, kernel))
    for _ in range(int(rng.integers(0, 9))):
        at = int(rng.integers(0, card.shape[1]))
        card[:, at : at + int(rng.integers(3, DRAWN + 1))] = 255
    strength = cv2.resize(
        rng.uniform(0.1, 1, (1, 6)).astype(np.float32), card.shape[::-1], interpolation=cv2.INTER_CUBIC
    )
    grain = cv2.resize(rng.random((card.shape[0] // 4, card.shape[1] // 4)).astype(np.float32), card.shape[::-1])
    faded = 255 - (255 - card.astype(np.float32)) * np.clip(strength, 0.1, 1)
    return _grey(np.where((grain < rng.uniform(0, 0.3)) & (card < 128), 255, faded))


def as_printed(_rng: np.random.Generator, card: Picture) -> Picture:
    return card


def _grey(values: NDArray[np.generic]) -> Picture:
    return np.clip(values.astype(np.float32), 0, 255).astype(np.uint8)


PICTURE_FAULTS: dict[str, Spoil] = {
    "blur": blur,
    "motion": motion,
    "noise": noise,
    "glare": glare,
    "dark": dark,
    "dirt": dirt,
    "JPEG": jpeg,
    "folds": folds,
    "torn": untouched,
    "thermal": untouched,
    "tilt": untouched,
    "small": untouched,
}
CARD_FAULTS: dict[str, Spoil] = {"torn": torn, "thermal": thermal}


def spoiled_qr(rng: np.random.Generator, fault: str, text: str) -> Picture:
    """One QR label with one fault; turned a little unless the fault is its being turned."""
    module = rng.uniform(1.0, 2.6) if fault == "small" else rng.uniform(3, 6)
    lean = rng.uniform(0.15, 0.6) if fault == "tilt" else 0
    angle = rng.uniform(0, 360) if fault in ("tilt", "small") else rng.normal(0, 6)
    card = CARD_FAULTS.get(fault, as_printed)(rng, draw_qr(text))
    return PICTURE_FAULTS[fault](rng, _single(rng, card, module, angle, lean))


def spoiled_bars(rng: np.random.Generator, fault: str, text: str) -> Picture:
    """One Code 128 label at any angle, with one fault."""
    module = rng.uniform(0.8, 1.6) if fault == "small" else rng.uniform(1.6, 3.6)
    lean = rng.uniform(0.05, 0.3) if fault == "tilt" else 0
    card = CARD_FAULTS.get(fault, as_printed)(rng, draw_bars(text))
    return PICTURE_FAULTS[fault](rng, _single(rng, card, module, rng.uniform(0, 360), lean))


def _single(rng: np.random.Generator, card: Picture, module: float, angle: float, lean: float = 0) -> Picture:
    centre = (WIDTH / 2 + rng.uniform(-40, 40), HEIGHT / 2 + rng.uniform(-40, 40))
    return lay(workshop(rng), card, centre, module, angle, lean)


def clean(rng: np.random.Generator, text: str) -> Picture:
    """A label as an officer holds it before the camera: sharp, upright to a few degrees; every third has bars."""
    if rng.random() < 1 / 3:
        return _single(rng, draw_bars(text), rng.uniform(2.5, 4), rng.normal(0, 4))
    return _single(rng, draw_qr(text), rng.uniform(4, 8), rng.normal(0, 4))


def several(rng: np.random.Generator) -> tuple[Picture, frozenset[str]]:
    """Two to twelve labels in rows, each a little turned, QR and a few Code 128."""
    scene, texts = workshop(rng), set()
    places = [(x, y) for y in (120, 360, 600) for x in (120, 360, 600, 840)]
    for place in rng.permutation(len(places))[: int(rng.integers(2, 13))]:
        code = own_code(rng)
        draw, module = (draw_bars, rng.uniform(1.45, 1.55)) if rng.random() < 0.25 else (draw_qr, rng.uniform(3, 5))
        scene = lay(scene, draw(code), places[place], module, rng.normal(0, 5))
        texts.add(code)
    return scene, frozenset(texts)


def blank(rng: np.random.Generator) -> Picture:
    """No label at all, or stripes and scraps that tempt a reader of bar codes."""
    scene = workshop(rng)
    if rng.random() < 0.7:
        card = draw_bars(own_code(rng))
        strip = np.ascontiguousarray(card[:, : int(card.shape[1] * rng.uniform(0.2, 0.7))])
        scene = lay(scene, strip, (WIDTH / 2, HEIGHT / 2), rng.uniform(2, 4), rng.uniform(0, 360))
    return noise(rng, scene) if rng.random() < 0.3 else scene


def own_code(rng: np.random.Generator) -> str:
    """A code as one of our labels has it."""
    while True:
        body = "U" + "".join(rng.choice(list(codes.ALPHABET), codes.LENGTH - 2))
        for check in codes.ALPHABET:
            if codes.is_code(body + check):
                return body + check


def strangers_text(rng: np.random.Generator) -> str:
    """What a label that isn't ours may say: an address, an order number, a row of digits."""
    number = int(rng.integers(10**5, 10**9))
    return str(rng.choice([f"https://example.org/p/{number}", f"PO-{number}/A", f"{number:012}", f"Rak {number} kiri"]))


def drawn(each: int, seed: int) -> Iterator[Shot]:
    """``each`` pictures of every kind, one at a time."""
    for kind in (*KINDS, "several", "no label"):
        yield from (shot(kind, number, seed) for number in range(each))


def shot(kind: str, number: int, seed: int) -> Shot:
    """The picture of that number of a kind in the run with that seed."""
    rng = np.random.default_rng([seed, zlib.crc32(kind.encode()), number])
    if kind == "several":
        grey, texts = several(rng)
        return Shot(kind, number, _coloured(grey), texts)
    if kind == "no label":
        return Shot(kind, number, _coloured(blank(rng)), frozenset())
    text = strangers_text(rng) if kind.endswith("stranger's") else own_code(rng)
    return Shot(kind, number, _coloured(KINDS[kind](rng, text)), frozenset([text]))


def _strangers(draw: Callable[[str], Picture], rng: np.random.Generator, text: str) -> Picture:
    """Another firm's label, somewhat blurred and turned."""
    module = rng.uniform(2.5, 4) if draw is draw_qr else rng.uniform(1.6, 3)
    grey = _single(rng, draw(text), module, rng.uniform(0, 360), rng.uniform(0, 0.15))
    return _grey(cv2.GaussianBlur(grey, (0, 0), rng.uniform(0.3, 1.2)) + rng.normal(0, 6, grey.shape))


def _with_fault(
    draw: Callable[[np.random.Generator, str, str], Picture], fault: str, rng: np.random.Generator, text: str
) -> Picture:
    return draw(rng, fault, text)


KINDS: dict[str, Callable[[np.random.Generator, str], Picture]] = {
    "clean": clean,
    **{f"QR {fault}": partial(_with_fault, spoiled_qr, fault) for fault in PICTURE_FAULTS},
    **{f"Code 128 {fault}": partial(_with_fault, spoiled_bars, fault) for fault in PICTURE_FAULTS},
    "QR stranger's": partial(_strangers, draw_qr),
    "Code 128 stranger's": partial(_strangers, draw_bars),
}


def _coloured(grey: Picture) -> Picture:
    return _grey(cv2.cvtColor(grey, cv2.COLOR_GRAY2BGR))
