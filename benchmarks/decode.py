"""How well and how fast photos of labels are read: ours, pyzbar, zxing-cpp and OpenCV, on the same pictures in one run.

    .venv/bin/python -m benchmarks.decode [--each 40] [--seed N] [--keep-worst FOLDER]
    .venv/bin/python -m benchmarks.decode --folder PHOTOS

Without a folder it draws labels with fresh codes and spoils them, one fault a picture, from harmless to hopeless. A
folder holds pictures and a ``truth.csv`` without heading: a file name, then every text on it (none: no label there).
At the end stand the ten pictures that we did worst on: wrong readings, then what another reader read and we did not,
then what nobody read; ``--keep-worst`` writes them down to be looked at.
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
from unittest.mock import patch

import cv2
import numpy as np
import zxingcpp

from benchmarks.spoiled import Picture, Shot, drawn
from floor.scan import decode, readers

WORST = 10


def photographed(folder: Path) -> Iterator[Shot]:
    """The pictures that ``truth.csv`` names, in its order."""
    with (folder / "truth.csv").open(newline="", encoding="utf-8") as truth:
        for name, *texts in csv.reader(truth):
            picture = cv2.imread(str(folder / name), cv2.IMREAD_COLOR)
            if picture is None:
                sys.exit(f"{folder / name}: not a picture")
            known = frozenset(filter(None, texts))
            yield Shot("photo" if known else "no label", name, picture.astype(np.uint8, copy=False), known)


# --- reading -------------------------------------------------------------------------------------------------------


def ours_all(picture: Picture) -> set[str]:
    return {label.text for label in decode.read_labels(picture)}


def ours(picture: Picture) -> set[str]:
    return set(decode.read_array(picture))


def ours_without_zbar(picture: Picture) -> set[str]:
    with patch.object(readers, "pyzbar", None):
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
    "ours without zbar": ours_without_zbar,
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


@dataclass(frozen=True)
class Failure:
    """A picture on which we read something wrong, or missed a label."""

    shot: Shot
    read: frozenset[str]
    others: frozenset[str]

    def badness(self) -> tuple[int, int, int]:
        missed = self.shot.texts - self.read
        return len(self.read - self.shot.texts), len(missed & self.others), len(missed)

    def line(self) -> str:
        wrong, by_others, missed = self.badness()
        return f"  {self.shot.kind} no. {self.shot.number}: wrong {wrong}, missed {missed}, others read {by_others}"


class Measured:
    """Every reader on every picture, on one thread: the tallies by kind and reader, and where we failed."""

    def __init__(self) -> None:
        self.tallies: dict[str, dict[str, Tally]] = {}
        self.failures: list[Failure] = []

    def take(self, shot: Shot) -> None:
        texts: dict[str, frozenset[str]] = {}
        for name, read in READERS.items():
            start = time.process_time()
            texts[name] = frozenset(read(shot.picture))
            spent = (time.process_time() - start) * 1000
            self.tallies.setdefault(shot.kind, {}).setdefault(name, Tally()).add(shot, set(texts[name]), spent)
        if texts["ours"] != shot.texts:
            others = frozenset().union(*(texts[name] for name in READERS if name != "ours"))
            self.failures.append(Failure(shot, texts["ours"], others))
            self.failures = sorted(self.failures, key=Failure.badness, reverse=True)[:WORST]


def report(tallies: dict[str, dict[str, Tally]]) -> None:
    """Each kind, then all of a sort together, to the terminal."""
    for sort in ("QR ", "Code 128 "):
        members = [tallies[kind] for kind in tallies if kind.startswith(sort) and not kind.endswith("stranger's")]
        if members:
            tallies[f"{sort}all spoiled"] = {n: sum((m[n] for m in members), Tally()) for n in READERS}
    for kind, each in tallies.items():
        print(kind)
        for name, tally in each.items():
            print(f"  {name:18}{tally.line()}")
    if "clean" in tallies:
        both = [float(np.median(tallies["clean"][name].cpu_ms)) for name in ("ours", "pyzbar")]
        print(f"on clean pictures ours takes {both[0] / both[1]:.2f} of pyzbar's time (goal: at most 0.35)")
    everything = [sum((tallies[kind][name] for kind in tallies if "all" not in kind), Tally()) for name in READERS]
    read = dict(zip(READERS, (tally.read for tally in everything), strict=True))
    if read["ours"]:
        share = 100 * read["ours without zbar"] / read["ours"]
        print(f"without zbar {share:.1f} % of what is read with it (goal: at least 94 %)")


def show_worst(failures: list[Failure], folder: Path | None) -> None:
    """The pictures that we did worst on, and into ``folder`` if one is named."""
    print("worst:" if failures else "nothing was missed and nothing read wrong")
    for failure in failures:
        print(failure.line())
        if folder:
            folder.mkdir(parents=True, exist_ok=True)
            name = f"{failure.shot.kind} {failure.shot.number}".replace("/", "-").replace(" ", "-")
            cv2.imwrite(str(folder / f"{name}.png"), failure.shot.picture)


def main() -> None:
    parser = argparse.ArgumentParser(description="Reads drawn or real pictures of labels with four readers.")
    parser.add_argument("--each", type=int, default=40, help="drawn pictures of each kind")
    parser.add_argument("--seed", type=int, default=secrets.randbelow(2**32), help="of the drawing; fresh if not given")
    parser.add_argument("--folder", type=Path, help="real pictures with a truth.csv")
    parser.add_argument("--keep-worst", type=Path, help="a folder for the pictures we did worst on")
    wishes = parser.parse_args()
    cv2.setNumThreads(1)
    print(f"seed {wishes.seed}" if wishes.folder is None else wishes.folder)
    measured = Measured()
    for shot in photographed(wishes.folder) if wishes.folder else drawn(wishes.each, wishes.seed):
        measured.take(shot)
    report(measured.tallies)
    show_worst(measured.failures, wishes.keep_worst)


if __name__ == "__main__":
    main()
