"""How fast labels are drawn and proven: ``python benchmarks/labels.py [COUNT]`` (1,000 without one).

One run compares, for the same labels on A4 sheets of 24, each in a fresh process and taking turns:

- the plain way: ``qrcode`` draws a PNG, reportlab sets it on the page with four lines of text;
- ours: two copies of the symbol and seven texts, as vectors.

Trust the ratio, not the rates. Then the time that the proof of our PDF takes.
"""

from __future__ import annotations

import io
import json
import resource
import statistics
import subprocess
import sys
import time

ROUNDS = 5
TEXTS = ("Baju koko lengan panjang", "PO-A-031", "XL", "12 potong", "A-031 · 012", "345–356")


def plain(labels: list[str]) -> bytes:
    """What one writes first: a PNG for every label, four lines of text beside it."""
    import qrcode
    from qrcode.constants import ERROR_CORRECT_H
    from reportlab.lib.pagesizes import A4
    from reportlab.lib.units import mm
    from reportlab.lib.utils import ImageReader
    from reportlab.pdfgen.canvas import Canvas

    file = io.BytesIO()
    canvas = Canvas(file, A4)
    for number, code in enumerate(labels):
        place = number % 24
        if number and not place:
            canvas.showPage()
        x, y = place % 3 * 70 * mm, A4[1] - (place // 3 + 1) * 37 * mm
        symbol = qrcode.QRCode(error_correction=ERROR_CORRECT_H, border=2)
        symbol.add_data(code)
        symbol.make(fit=True)
        png = io.BytesIO()
        symbol.make_image().save(png, "PNG")
        png.seek(0)
        canvas.drawImage(ImageReader(png), x + 4 * mm, y + 6 * mm, 25 * mm, 25 * mm)
        for row, text in enumerate((TEXTS[0], f"{TEXTS[1]}  {TEXTS[2]}", TEXTS[3], code)):
            canvas.drawString(x + 31 * mm, y + (26 - 6 * row) * mm, text)
    canvas.save()
    return file.getvalue()


def ours(labels: list[str]) -> bytes:
    from floor.labels.drawing import LabelText
    from floor.labels.sheets import A4_24, draw_pdf

    return draw_pdf([LabelText(code, *TEXTS) for code in labels], A4_24)


def proof(labels: list[str]) -> bytes:
    """Ours drawn outside the clock, then read back."""
    from floor.labels.drawing import LabelText
    from floor.labels.proof import prove
    from floor.labels.sheets import A4_24

    prove(PDF, [LabelText(code, *TEXTS) for code in labels], A4_24)
    return PDF


WAYS = {"plain": plain, "ours": ours, "proof": proof}
PDF = b""


def measure(way: str, count: int) -> None:
    """Run one way in this process and print what it took; the first ten labels warm it up."""
    global PDF
    from floor.rules import codes

    labels = [codes.new_code(codes.Kind.UNIT) for _ in range(count)]
    if way == "proof":
        PDF = ours(labels)
    else:
        WAYS[way](labels[:10])
    started = time.perf_counter()
    pdf = WAYS[way](labels)
    seconds = time.perf_counter() - started
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps({"seconds": seconds, "kib": len(pdf) / 1024, "mib": peak}))


def run(way: str, count: int) -> dict[str, float]:
    done = subprocess.run([sys.executable, __file__, way, str(count)], check=True, capture_output=True, text=True)
    taken: dict[str, float] = json.loads(done.stdout)
    return taken


def main(count: int) -> None:
    rounds = [{way: run(way, count) for way in WAYS} for _ in range(ROUNDS)]
    print(f"{count} labels, 24 on a sheet; the median of {ROUNDS} rounds in turns")
    for way in WAYS:
        seconds, kib, mib = (
            statistics.median(each[way][what] for each in rounds) for what in ("seconds", "kib", "mib")
        )
        print(f"{way:6} {count / seconds:7.0f} labels/s  {kib / count:5.2f} KiB a label  peak {mib:4.0f} MiB")
    ratios = sorted(each["plain"]["seconds"] / each["ours"]["seconds"] for each in rounds)
    print(f"ours is {statistics.median(ratios):.1f} times as fast as plain ({ratios[0]:.1f} to {ratios[-1]:.1f})")


if __name__ == "__main__":
    if len(sys.argv) == 3:
        measure(sys.argv[1], int(sys.argv[2]))
    else:
        main(int(sys.argv[1]) if len(sys.argv) > 1 else 1000)
