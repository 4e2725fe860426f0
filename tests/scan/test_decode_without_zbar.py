"""Reading labels on a machine that lacks the system library zbar."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

from floor.scan.decode import zbar_available
from tests.scan.drawn_labels import FIRST, FOREIGN, Photo, bars, image_file, qr, table, turned

WITHOUT_ZBAR = """
import ctypes.util, json, sys
ctypes.util.find_library = lambda name: None
from pathlib import Path
from floor.scan import decode
assert not decode.zbar_available()
print(json.dumps([label.text for label in decode.read_image(Path(sys.argv[1]).read_bytes())]))
"""


def read_without_zbar(photo: Photo, folder: Path) -> list[str]:
    file = folder / "photo.png"
    file.write_bytes(image_file(photo))
    run = subprocess.run([sys.executable, "-c", WITHOUT_ZBAR, file], capture_output=True, text=True, check=True)
    texts: list[str] = json.loads(run.stdout)
    return texts


def test_here_zbar_is_there() -> None:
    assert zbar_available()


def test_our_labels_are_read_without_zbar(tmp_path: Path) -> None:
    assert read_without_zbar(turned(table((bars(FIRST), 130, 200)), 40), tmp_path) == [FIRST]


def test_a_strangers_qr_code_is_believed_once_opencv_agrees(tmp_path: Path) -> None:
    assert read_without_zbar(table((qr(FIRST), 60, 60), (qr(FOREIGN), 300, 60)), tmp_path) == [FIRST, FOREIGN]


def test_a_strangers_bars_are_believed_once_they_were_read_a_second_time(tmp_path: Path) -> None:
    assert read_without_zbar(turned(table((bars("PO-2291/7"), 130, 200)), 30), tmp_path) == ["PO-2291/7"]


def test_short_bars_that_one_library_alone_read_are_not_believed(tmp_path: Path) -> None:
    assert read_without_zbar(table((bars("A1"), 130, 200)), tmp_path) == []
