"""How well and how fast photos of labels are read: ours, pyzbar, zxing-cpp and OpenCV, on the same pictures in one run.

    .venv/bin/python benchmarks/decode.py [--each 40] [--seed N]
    .venv/bin/python benchmarks/decode.py --folder PHOTOS

Without a folder it draws labels with fresh codes and spoils them, one fault a picture, from harmless to hopeless. A
folder holds pictures and a ``truth.csv`` without heading: a file name, then every text on it (none: no label there).
"""

from __future__ import annotations

import argparse
import csv
import secrets
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

import cv2
import numpy as np
import qrcode
import zxingcpp
from barcode.codex import Code128
from numpy.typing import NDArray

from floor.rules import codes
from floor.scan import decode

Picture = NDArray[np.uint8]
Spoil = Callable[[np.random.Generator, Picture], Picture]

WIDTH, HEIGHT = 960, 720
FINE = 3  # a scene is drawn so many times finer, then averaged, as a lens does
DRAWN = 12  # pixels a module while a label is drawn


@dataclass(frozen=True)
class Shot:
    """One picture (uint8, height x width x 3, as OpenCV gives it) and the texts that stand on it."""

    kind: str
    picture: Picture
    texts: frozenset[str]


# --- drawing -------------------------------------------------------------------------------------------------------


def draw_qr(code: str) -> Picture:
    """A label as we print it: QR version 1 level H, two white modules round it and the code in words."""
    drawing = qrcode.QRCode(version=1, error_correction=qrcode.constants.ERROR_CORRECT_H, border=2)
    drawing.add_data(code)
    drawing.make(fit=False)
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


def untouched(_rng: np.random.Generator, grey: Picture) -> Picture:
    return grey


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
    "tilt": untouched,
    "small": untouched,
}


def spoiled_qr(rng: np.random.Generator, fault: str) -> Shot:
    """One QR label with one fault; turned a little unless the fault is its being turned."""
    module = rng.uniform(1.0, 2.6) if fault == "small" else rng.uniform(3, 6)
    lean = rng.uniform(0.15, 0.6) if fault == "tilt" else 0
    angle = rng.uniform(0, 360) if fault in ("tilt", "small") else rng.normal(0, 6)
    return _single(rng, f"QR {fault}", draw_qr, module, angle, lean, PICTURE_FAULTS[fault])


def spoiled_bars(rng: np.random.Generator, fault: str) -> Shot:
    """One Code 128 label at any angle, with one fault."""
    module = rng.uniform(0.8, 1.6) if fault == "small" else rng.uniform(1.6, 3.6)
    lean = rng.uniform(0.05, 0.3) if fault == "tilt" else 0
    return _single(rng, f"Code 128 {fault}", draw_bars, module, rng.uniform(0, 360), lean, PICTURE_FAULTS[fault])


def _single(
    rng: np.random.Generator,
    kind: str,
    draw: Callable[[str], Picture],
    module: float,
    angle: float,
    lean: float,
    spoil: Spoil,
) -> Shot:
    code = _code()
    centre = (WIDTH / 2 + rng.uniform(-40, 40), HEIGHT / 2 + rng.uniform(-40, 40))
    grey = spoil(rng, lay(workshop(rng), draw(code), centre, module, angle, lean))
    return Shot(kind, _coloured(grey), frozenset([code]))


def clean(rng: np.random.Generator, draw: Callable[[str], Picture]) -> Shot:
    """A label as an officer holds it before the camera: sharp, upright to within a few degrees."""
    module = rng.uniform(4, 8) if draw is draw_qr else rng.uniform(2.5, 4)
    return _single(rng, "clean", draw, module, rng.normal(0, 4), 0, untouched)


def several(rng: np.random.Generator) -> Shot:
    """Two to twelve labels in rows, each a little turned, QR and a few Code 128."""
    scene, texts = workshop(rng), set()
    places = [(x, y) for y in (120, 360, 600) for x in (120, 360, 600, 840)]
    for place in rng.permutation(len(places))[: int(rng.integers(2, 13))]:
        code = _code()
        draw, module = (draw_bars, rng.uniform(1.45, 1.55)) if rng.random() < 0.25 else (draw_qr, rng.uniform(3, 5))
        scene = lay(scene, draw(code), places[place], module, rng.normal(0, 5))
        texts.add(code)
    return Shot("several", _coloured(scene), frozenset(texts))


def blank(rng: np.random.Generator) -> Shot:
    """No label at all, or stripes and scraps that tempt a reader of bar codes."""
    scene = workshop(rng)
    if rng.random() < 0.7:
        card = draw_bars(_code())
        strip = np.ascontiguousarray(card[:, : int(card.shape[1] * rng.uniform(0.2, 0.7))])
        scene = lay(scene, strip, (WIDTH / 2, HEIGHT / 2), rng.uniform(2, 4), rng.uniform(0, 360))
    return Shot("no label", _coloured(noise(rng, scene) if rng.random() < 0.3 else scene), frozenset())


def _coloured(grey: Picture) -> Picture:
    return _grey(cv2.cvtColor(grey, cv2.COLOR_GRAY2BGR))


def _code() -> str:
    return codes.new_code(codes.Kind.UNIT)


def drawn(each: int, seed: int) -> Iterator[Shot]:
    """``each`` pictures of every kind, one at a time."""
    rng = np.random.default_rng(seed)
    for number in range(each):
        yield clean(rng, draw_bars if number % 3 == 0 else draw_qr)
    for fault in PICTURE_FAULTS:
        yield from (spoiled_qr(rng, fault) for _ in range(each))
    for fault in PICTURE_FAULTS:
        yield from (spoiled_bars(rng, fault) for _ in range(each))
    yield from (several(rng) for _ in range(each))
    yield from (blank(rng) for _ in range(each))


def photographed(folder: Path) -> Iterator[Shot]:
    """The pictures that ``truth.csv`` names, in its order."""
    with (folder / "truth.csv").open(newline="", encoding="utf-8") as truth:
        for name, *texts in csv.reader(truth):
            picture = cv2.imread(str(folder / name), cv2.IMREAD_COLOR)
            if picture is None:
                sys.exit(f"{folder / name}: not a picture")
            yield Shot("photo" if any(texts) else "no label", _grey(picture), frozenset(filter(None, texts)))


# --- reading -------------------------------------------------------------------------------------------------------


def ours_all(picture: Picture) -> set[str]:
    return {label.text for label in decode.read_labels(picture)}


def ours(picture: Picture) -> set[str]:
    return set(decode.read_array(picture))


FORMATS = zxingcpp.BarcodeFormats([zxingcpp.BarcodeFormat.QRCode, zxingcpp.BarcodeFormat.Code128])


def zxing(picture: Picture) -> set[str]:
    return {barcode.text for barcode in zxingcpp.read_barcodes(picture, formats=FORMATS)}


def pyzbar(picture: Picture) -> set[str]:
    from pyzbar.pyzbar import ZBarSymbol
    from pyzbar.pyzbar import decode as read

    grey = cv2.cvtColor(picture, cv2.COLOR_BGR2GRAY)
    found = read(grey, symbols=[ZBarSymbol.QRCODE, ZBarSymbol.CODE128])
    return {symbol.data.decode(errors="replace") for symbol in found}


def opencv(picture: Picture) -> set[str]:
    with suppress(cv2.error, UnicodeDecodeError):
        return set(cv2.QRCodeDetector().detectAndDecodeMulti(picture)[1]) - {""}
    return set()


READERS: dict[str, Callable[[Picture], set[str]]] = {
    "ours": ours,
    "ours, every label": ours_all,
    "pyzbar": pyzbar,
    "zxing-cpp": zxing,
    "OpenCV": opencv,
}


@dataclass
class Tally:
    """What one reader made of the pictures of one kind."""

    labels: int = 0
    read: int = 0
    wrong: int = 0
    cpu_ms: list[float] = field(default_factory=list)

    def add(self, shot: Shot, texts: set[str], cpu_ms: float) -> None:
        self.labels += len(shot.texts)
        self.read += len(shot.texts & texts)
        self.wrong += len(texts - shot.texts)
        self.cpu_ms.append(cpu_ms)

    def __add__(self, other: Tally) -> Tally:
        return Tally(
            self.labels + other.labels, self.read + other.read, self.wrong + other.wrong, self.cpu_ms + other.cpu_ms
        )

    def line(self) -> str:
        rate = f"{100 * self.read / self.labels:6.1f} %" if self.labels else "     - "
        median, late = np.percentile(self.cpu_ms, [50, 95])
        return f"{rate}  wrong {self.wrong:3}  {median:7.1f} / {late:6.1f} ms"


def measure(shots: Iterator[Shot]) -> dict[str, dict[str, Tally]]:
    """Every reader on every picture, on one thread: the tallies by kind and reader."""
    tallies: dict[str, dict[str, Tally]] = {}
    for shot in shots:
        for name, read in READERS.items():
            start = time.process_time()
            texts = read(shot.picture)
            spent = (time.process_time() - start) * 1000
            tallies.setdefault(shot.kind, {}).setdefault(name, Tally()).add(shot, texts, spent)
    return tallies


def report(tallies: dict[str, dict[str, Tally]]) -> None:
    """Each kind, then all of a sort together, to the terminal."""
    for sort in ("QR ", "Code 128 "):
        members = [tallies[kind] for kind in tallies if kind.startswith(sort)]
        if members:
            tallies[f"{sort}all spoiled"] = {n: sum((m[n] for m in members), Tally()) for n in READERS}
    for kind, readers in tallies.items():
        print(kind)
        for name, tally in readers.items():
            print(f"  {name:18}{tally.line()}")
    if "clean" in tallies:
        both = [float(np.median(tallies["clean"][name].cpu_ms)) for name in ("ours", "pyzbar")]
        print(f"on clean pictures ours takes {both[0] / both[1]:.2f} of pyzbar's time (goal: at most 0.35)")


def main() -> None:
    parser = argparse.ArgumentParser(description="Reads drawn or real pictures of labels with four readers.")
    parser.add_argument("--each", type=int, default=40, help="drawn pictures of each kind")
    parser.add_argument("--seed", type=int, default=secrets.randbelow(2**32), help="of the drawing; fresh if not given")
    parser.add_argument("--folder", type=Path, help="real pictures with a truth.csv")
    wishes = parser.parse_args()
    cv2.setNumThreads(1)
    print(f"seed {wishes.seed}" if wishes.folder is None else wishes.folder)
    report(measure(photographed(wishes.folder) if wishes.folder else drawn(wishes.each, wishes.seed)))


if __name__ == "__main__":
    main()
