"""Films of labels on a bench, drawn: what Chromium plays instead of a tablet's camera."""

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np

from tests.scan.drawn_labels import Photo, qr

WIDE, HIGH = 960, 540
_DRAWN_A_SECOND = 10
_SHOWN_EACH = 3  # Chromium plays thirty a second

Scene = tuple[float, tuple[str, ...]]  # for how many seconds, which codes are in view


def film(path: Path, *scenes: Scene) -> list[str]:
    """Draws a film and answers with the flags that make it a browser's camera. It is played in a circle.

    Labels are tilted, move a little all the time, and are slightly out of focus.
    """
    bench = _bench()
    with path.open("wb") as file:
        moment = 0
        for seconds, codes in scenes:
            for _ in range(round(seconds * _DRAWN_A_SECOND)):
                moment += 1
                file.write(_jpeg(_frame(bench, codes, moment)) * _SHOWN_EACH)
    return [
        "--use-fake-device-for-media-stream",
        "--use-fake-ui-for-media-stream",
        f"--use-file-for-fake-video-capture={path}",
    ]


def _bench() -> Photo:
    """Wood, more or less: streaks with a light from one side."""
    streaks = cv2.blur(np.random.default_rng(4).normal(120, 40, (HIGH, WIDE)), (61, 3))
    return np.clip(streaks + np.linspace(-25, 25, WIDE), 0, 255).astype(np.uint8)


def _frame(bench: Photo, codes: tuple[str, ...], moment: int) -> Photo:
    picture = bench.copy()
    for place, code in enumerate(codes):
        label = qr(code, 8)
        side, sway = len(label), 14 * np.sin(moment / 4 + place)
        left, top = WIDE * (place + 1) / (len(codes) + 1) - side / 2 + sway, (HIGH - side) / 2 + sway / 2
        from_corners = np.array([[0, 0], [side, 0], [side, side], [0, side]], np.float32)
        tilted = np.array([[12, 0], [side - 4, 16], [side - 18, side - 4], [0, side - 20]]) + np.array([left, top])
        matrix = cv2.getPerspectiveTransform(from_corners, tilted.astype(np.float32))
        cv2.warpPerspective(label, matrix, (WIDE, HIGH), picture, cv2.INTER_LINEAR, cv2.BORDER_TRANSPARENT)
    return cv2.GaussianBlur(picture, (0, 0), 1.3).astype(np.uint8)


def _jpeg(picture: Photo) -> bytes:
    return bytes(cv2.imencode(".jpg", cv2.cvtColor(picture, cv2.COLOR_GRAY2BGR), [cv2.IMWRITE_JPEG_QUALITY, 80])[1])
