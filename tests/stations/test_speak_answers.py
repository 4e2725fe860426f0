"""What tablets say aloud: the sentences, the clips that are made of them, and how they reach a tablet."""

from __future__ import annotations

import json
import shutil
import wave
from pathlib import Path

import pytest
from click.testing import CliRunner
from flask import Flask
from flask.testing import FlaskClient

from floor import refusals
from floor.cli import main
from floor.stations import clips, spoken
from tests.databases import OpenDatabase

needs_espeak = pytest.mark.skipif(shutil.which("espeak-ng") is None, reason="espeak-ng is not installed")
STAGES = {"OBR": "Obras", "JHT": "Jahit"}


def index_of(packed: bytes) -> dict[str, list[object]]:
    """The index at the head of the file."""
    length = int.from_bytes(packed[:4], "big")
    told: dict[str, list[object]] = json.loads(packed[4 : 4 + length])
    return told


@pytest.mark.parametrize("code", refusals.ALL)
def test_every_refusal_is_said_in_a_few_words_of_its_own(code: str) -> None:
    words = spoken.lines(STAGES)[f"no:{code}"].split()
    assert 1 < len(words) <= 9


def test_no_sentence_waits_for_a_number_that_is_not_said() -> None:
    assert not [text for text in spoken.lines(STAGES).values() if "{" in text]


def test_what_is_said_at_a_station_is_of_refusals_that_there_are() -> None:
    assert spoken._REFUSALS.keys() <= refusals.ALL.keys()


@needs_espeak
@pytest.mark.parametrize("text", ["Lanjut ke", "dua", spoken.of_refusal("MOVED_ON")])
def test_a_clip_is_speech_as_long_as_its_words(text: str) -> None:
    sound, rate = clips._spoken(text)
    assert 0.15 < len(sound) / rate < 0.6 * len(text.split()) + 1
    assert abs(sound).max() > 20_000
    assert 500 < abs(sound.astype(float)).mean() < 12_000


@needs_espeak
def test_a_clip_is_made_once_and_found_again(tmp_path: Path) -> None:
    assert clips.make(tmp_path, ["Sudah.", "Sudah."]) == 1
    assert clips.make(tmp_path, ["Sudah."]) == 0
    packed, is_whole = clips.pack(tmp_path, {"a": "Sudah.", "b": "Sudah."})
    assert is_whole and index_of(packed)["a"] == index_of(packed)["b"]


@needs_espeak
def test_without_opusenc_clips_are_plain_waves(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clips, "packs_small", lambda: False)
    clips.make(tmp_path, ["Sudah."])
    with wave.open(str(next(tmp_path.glob("*.wav")))) as heard:
        assert (heard.getnchannels(), heard.getsampwidth()) == (1, 1)
        assert 0.3 < heard.getnframes() / heard.getframerate() < 1.5


@needs_espeak
@pytest.mark.skipif(shutil.which("opusenc") is None, reason="opusenc is not installed")
def test_packed_clips_are_small(tmp_path: Path) -> None:
    clips.make(tmp_path, ["Sudah dipindai."])
    sound = next(tmp_path.glob("*.opus")).read_bytes()
    assert sound.startswith(b"OggS") and len(sound) < 6_000


def test_without_espeak_a_tablet_gets_the_sentences_for_its_own_voice(
    tablet: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(clips, "can_speak", lambda: False)
    answer = tablet.get("/station/voice/0")
    assert index_of(answer.data)["stage:OBR"] == ["Obras", 0, 0]
    assert answer.headers["Cache-Control"] == "no-store"


@needs_espeak
def test_clips_are_kept_by_the_tablet_once_all_are_made(
    tablet: FlaskClient, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, database: OpenDatabase
) -> None:
    database.run("UPDATE site SET voice = :on", on=True)
    monkeypatch.setattr(spoken, "lines", lambda stages: {"ready": "Siap kirim.", "stage:OBR": stages["OBR"]})
    address = tablet.get("/station").text.split('data-clips="')[1].split('"')[0]
    clips.make(tmp_path / "voice", ["Siap kirim.", "Obras"])
    answer = tablet.get(address)
    assert "immutable" in answer.headers["Cache-Control"]
    assert len(answer.data) > 1_000


def test_a_site_that_switched_its_voice_off_has_silent_tablets(tablet: FlaskClient, database: OpenDatabase) -> None:
    database.run("UPDATE site SET voice = :on", on=True)
    assert 'data-clips="/station/voice/' in tablet.get("/station").text
    database.run("UPDATE site SET voice = :off", off=False)
    assert 'data-clips=""' in tablet.get("/station").text


def test_nobody_but_a_station_gets_the_clips(app: Flask) -> None:
    assert app.test_client().get("/station/voice/0").status_code == 401


@needs_espeak
def test_a_command_makes_the_clips_and_says_how_large_they_are(
    database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(spoken, "lines", lambda _: {"ready": "Siap kirim."})
    environment = {"FLOOR_INSTANCE": str(tmp_path), "FLOOR_DATABASE_URL": database_url}
    for made in ("1 clips made", "0 clips made"):
        assert made in CliRunner(env=environment).invoke(main, ["voice"]).stdout
    assert len(list((tmp_path / "voice").iterdir())) == 1


def test_without_espeak_the_command_and_the_doctor_say_so(
    database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(clips, "can_speak", lambda: False)
    environment = {"FLOOR_INSTANCE": str(tmp_path), "FLOOR_DATABASE_URL": database_url}
    refused = CliRunner(env=environment).invoke(main, ["voice"])
    assert refused.exit_code == 1 and "espeak-ng is missing" in refused.stderr
    assert "espeak-ng is missing" in CliRunner(env=environment).invoke(main, ["doctor"]).stdout
