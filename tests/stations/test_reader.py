"""The tablets' own label reader, as the server hands it to their browsers."""

from __future__ import annotations

import gzip
from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask

from floor.doctor import findings
from floor.settings import BadSetting, Settings, load
from floor.stations import reader
from tests.databases import only

on_sqlite = only("sqlite")


@pytest.fixture
def fetched(app: Flask, tmp_path: Path) -> Settings:
    """The settings in force, with a folder that npm filled (short files stand for the large ones)."""
    dist = tmp_path / "npm" / "zxing-wasm" / "dist"
    for name, words in {"iife/reader/index.js": b"var ZXingWASM;", "reader/zxing_reader.wasm": b"\0asm" * 400}.items():
        (dist / name).parent.mkdir(parents=True, exist_ok=True)
        (dist / name).write_bytes(words)
    app.config["SETTINGS"] = replace(app.config["SETTINGS"], node_modules=str(tmp_path / "npm"))
    settings: Settings = app.config["SETTINGS"]
    return settings


@on_sqlite
def test_the_reader_stands_in_one_folder_that_may_be_kept_for_ever(app: Flask, fetched: Settings) -> None:
    worker = reader.worker_address(fetched)
    client = app.test_client()
    for name, kind in {
        "worker.js": "text/javascript",
        "index.js": "text/javascript",
        "zxing_reader.wasm": "application/wasm",
    }.items():
        answer = client.get(worker.replace("worker.js", name))
        assert (answer.status_code, answer.mimetype) == (200, kind)
        assert "immutable" in answer.headers["Cache-Control"]


@on_sqlite
def test_the_worker_may_ask_this_server_only(app: Flask, fetched: Settings) -> None:
    policy = app.test_client().get(reader.worker_address(fetched)).headers["Content-Security-Policy"]
    assert "connect-src 'self'" in policy
    assert "'wasm-unsafe-eval'" in policy


@on_sqlite
def test_the_large_file_travels_packed(app: Flask, fetched: Settings) -> None:
    address = reader.worker_address(fetched).replace("worker.js", "zxing_reader.wasm")
    answer = app.test_client().get(address, headers={"Accept-Encoding": "gzip"})
    assert gzip.decompress(answer.data) == b"\0asm" * 400
    assert app.test_client().get(address).data == b"\0asm" * 400


@on_sqlite
def test_another_version_is_another_address(app: Flask, fetched: Settings) -> None:
    before = reader.worker_address(fetched)
    index, _ = (reader.files(fetched) or {})["index.js"]
    index.write_bytes(b"var ZXingWASM = 2;")
    assert reader.worker_address(fetched) != before
    assert app.test_client().get(before).status_code == 404


@on_sqlite
def test_without_it_there_is_no_address_and_doctor_says_so(app: Flask, tmp_path: Path) -> None:
    lacking = replace(app.config["SETTINGS"], node_modules=str(tmp_path))
    assert reader.worker_address(lacking) == ""
    assert any("zxing-wasm is missing" in sentence for _, sentence in findings(lacking))


def test_a_folder_that_is_not_there_is_refused_at_start(tmp_path: Path) -> None:
    with pytest.raises(BadSetting, match="no such folder"):
        load({"FLOOR_INSTANCE": str(tmp_path), "FLOOR_NODE_MODULES": str(tmp_path / "nowhere")})
