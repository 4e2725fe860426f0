"""Sentences as sound, made on this machine by espeak-ng, each once; and all of a site in one file for its tablets.

A clip is trimmed of its silence and, where opusenc is there, packed as Opus (some 2.5 KiB instead of 25). Its file is
named after the sentence and how it was spoken: a sentence that changes becomes another file, and none is made twice.
"""

from __future__ import annotations

import hashlib
import io
import json
import shutil
import subprocess
import threading
import wave
from collections.abc import Iterable, Mapping
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any

import numpy as np
from numpy.typing import NDArray

_VOICE = "id"
_SPEED = 150  # words in a minute: slower than people speak, for a loud room
_BITS_PER_SECOND = 16
_QUIET = 0.02  # of the loudest: below that is silence
_LEFT = 0.03  # seconds of silence kept at either end
_LONGEST = 30  # seconds for one clip to be made
_making = threading.Lock()


class NoVoice(Exception):
    """espeak-ng isn't on this machine, or doesn't speak Indonesian."""


def can_speak() -> bool:
    """Whether clips can be made here."""
    return shutil.which("espeak-ng") is not None


def packs_small() -> bool:
    """Whether clips are made small."""
    return shutil.which("opusenc") is not None


def missing(folder: Path, texts: Iterable[str]) -> list[str]:
    """The sentences that have no clip yet, each once."""
    return [text for text in dict.fromkeys(texts) if _found(folder, text) is None]


def make(folder: Path, texts: Iterable[str]) -> int:
    """Makes what is missing and answers how many clips that were; raises ``NoVoice``."""
    owed = missing(folder, texts)
    if owed and not can_speak():
        raise NoVoice("espeak-ng")
    folder.mkdir(parents=True, exist_ok=True)
    for text in owed:
        _keep(folder, text)
    return len(owed)


def make_in_background(folder: Path, texts: list[str]) -> None:
    """The same beside whatever this process serves; nothing where it is under way or can't be done."""
    if not can_speak() or not _making.acquire(blocking=False):
        return

    def work() -> None:
        try:
            make(folder, texts)
        except (NoVoice, OSError, subprocess.SubprocessError):
            return  # the tablets' own voices speak, and the doctor says what is missing
        finally:
            _making.release()

    threading.Thread(target=work, name="voice", daemon=True).start()


def pack(folder: Path, said: Mapping[str, str]) -> tuple[bytes, bool]:
    """All clips in one piece, and whether none is missing.

    First the length of the index in four bytes, the highest first; then the index as JSON, ``{key: [text, offset,
    length]}``, offsets counted from its end, a length of 0 where there is no clip; then the clips, each a whole file.
    """
    places: dict[str, tuple[int, int]] = {}
    sounds = bytearray()
    for text in dict.fromkeys(said.values()):
        path = _found(folder, text)
        sound = path.read_bytes() if path is not None else b""
        places[text] = (len(sounds), len(sound))
        sounds += sound
    index = json.dumps({key: [text, *places[text]] for key, text in said.items()}, ensure_ascii=False).encode()
    return len(index).to_bytes(4, "big") + index + bytes(sounds), all(length for _, length in places.values())


def digest(said: Mapping[str, str]) -> str:
    """Another for every other set of sentences."""
    told = json.dumps([_VOICE, _SPEED, _BITS_PER_SECOND, sorted(said.items())])
    return hashlib.sha256(told.encode()).hexdigest()[:16]


def _found(folder: Path, text: str) -> Path | None:
    for ending in (".opus", ".wav"):
        path = folder / (digest({"": text}) + ending)
        if path.exists():
            return path
    return None


def _keep(folder: Path, text: str) -> None:
    sound, rate = _spoken(text)
    ending, packed = (".opus", _opus(sound, rate)) if packs_small() else (".wav", _wav(_coarse(sound), rate // 2))
    with NamedTemporaryFile(dir=folder, delete=False) as whole:
        whole.write(packed)
    Path(whole.name).chmod(0o644)
    Path(whole.name).replace(folder / (digest({"": text}) + ending))


def _spoken(text: str) -> tuple[NDArray[Any], int]:
    """A sentence as 16-bit samples without the silence around it, as loud as can be, and how many a second."""
    command = ["nice", "-n", "19", "espeak-ng", "-v", _VOICE, "-s", str(_SPEED), "--stdout", "--", text]
    spoken = subprocess.run(command, capture_output=True, check=True, timeout=_LONGEST)  # noqa: S603 - our own words
    if len(spoken.stdout) <= 44:
        raise NoVoice(_VOICE)
    with wave.open(io.BytesIO(spoken.stdout)) as heard:
        rate = heard.getframerate()
        sound = np.frombuffer(heard.readframes(-1), np.int16).astype(np.int32)
    loud = np.abs(sound)
    if not loud.any():
        raise NoVoice(_VOICE)
    edges = np.flatnonzero(loud > loud.max() * _QUIET)
    room = int(rate * _LEFT)
    sound = sound[max(0, edges[0] - room) : edges[-1] + room]
    return (sound * 30000 // loud.max()).astype(np.int16), rate


def _coarse(sound: NDArray[Any]) -> NDArray[Any]:
    """Half as many samples of 8 bits, where nothing packs them smaller."""
    even = sound[: len(sound) // 2 * 2].reshape(-1, 2).astype(np.int32).mean(axis=1)
    coarse: NDArray[Any] = (even / 256 + 128).astype(np.uint8)
    return coarse


def _wav(sound: NDArray[Any], rate: int) -> bytes:
    made = io.BytesIO()
    with wave.open(made, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(sound.itemsize)
        file.setframerate(rate)
        file.writeframes(sound.tobytes())
    return made.getvalue()


def _opus(sound: NDArray[Any], rate: int) -> bytes:
    command = [
        "nice",
        "-n",
        "19",
        "opusenc",
        "--quiet",
        "--speech",
        "--bitrate",
        str(_BITS_PER_SECOND),
        "--padding",
        "0",
        "-",
        "-",
    ]
    packed = subprocess.run(command, input=_wav(sound, rate), capture_output=True, check=True, timeout=_LONGEST)  # noqa: S603
    return packed.stdout
