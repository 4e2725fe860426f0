"""What is said once the demo is served."""

from __future__ import annotations

from ..serve import addresses
from ..settings import Settings
from .setting import TOLD

_ROLES = {
    "administrator": "Administrator",
    "supervisor": "Penyelia",
    "inspector": "Pemeriksa (QC)",
    "operator": "Operator",
}


def welcome(settings: Settings, secure_port: int | None = None) -> str:
    """The addresses, who may sign in with which PIN, the stations, and what to try first."""
    open_at = addresses(settings.port, secure_port)
    return "\n".join(["", *_head(open_at), "", *_officers(), "", *_stations(), "", *_try_first(), ""])


def _head(open_at: list[str]) -> list[str]:
    name = TOLD["site"]["name"]
    tablets = f"   (dari tablet / from a tablet: {open_at[1]})" if len(open_at) > 1 else ""
    secure = [f"HTTPS: {open_at[2]}   (sertifikat / certificate: {open_at[1]}/certificate)"] if open_at[2:] else []
    return [
        f"{name}: demo siap di {open_at[0]}{tablets}",
        *secure,
        "Berhenti: Ctrl+C.  Mulai dari awal: floor demo --reset",
    ]


def _officers() -> list[str]:
    rows = [
        f"  {told['code']}  PIN {told['pin']}  {_ROLES[told['roles'][0]]:<15}  {told['name']}"
        for told in TOLD["officers"]
    ]
    return ["Petugas (officers):", *rows]


def _stations() -> list[str]:
    rows = []
    for code, name in TOLD["workshops"].items():
        there = [told["code"] for told in TOLD["stations"] if told["workshop"] == code]
        rows.append(f"  {name:<10} {'  '.join(there)}")
    return ["Pos kerja (stations):", *rows]


def _try_first() -> list[str]:
    return [
        "Coba dulu (what to try first):",
        "  1. Masuk sebagai PTG-02, buka Pesanan: apakah PO-A-031 selesai tepat waktu?",
        "     Sign in as PTG-02 and open the orders: will PO-A-031 be ready in time?",
        "  2. Buka /station, pasangkan browser ini dengan KV-JHT-1, lalu pindai atau ketik kode sebuah bundel.",
        "     Open /station, pair this browser with KV-JHT-1, then scan or type a bundle's code.",
        "  3. Pasangkan dengan KV-QC, masuk sebagai PTG-04, dan periksa bundel yang menunggu.",
        "     Pair with KV-QC, sign in as PTG-04, and judge the bundle that waits.",
        "  4. Cetak label bundel PO-A-032 yang baru datang (Kantor > Batch & label).",
        "     Print the labels of PO-A-032, which has just come in (Office > Batches & labels).",
        "  5. Cari kode apa saja di /find: di mana barangnya, apa yang sudah terjadi?",
        "     Find any code: where is it, and what happened to it?",
    ]
