"""What a tablet says aloud: short Indonesian sentences, for people who read little.

A sentence is said whole where it is always the same. Where it names a place or a number it is put together: "lanjut ke"
and the name of a stage, said once for all sentences that name it; numbers of eighteen words, as Indonesian counts.
"""

from __future__ import annotations

from collections.abc import Mapping

from ..refusals import ALL, Look

_NUMBERS = (
    *("nol", "satu", "dua", "tiga", "empat", "lima", "enam", "tujuh", "delapan", "sembilan"),
    *("sepuluh", "sebelas", "belas", "puluh", "seratus", "ratus", "seribu", "ribu"),
)
_ANSWERS = {
    "good": "Tercatat.",
    "good:F": "Petugas masuk.",
    "good:W": "Pekerja dicatat.",
    "good:C": "Koli dicatat.",
    "onward": "Lanjut ke",
    "ready": "Selesai. Siap kirim.",
    "undone": "Diurungkan.",
    "kept": "Disimpan di tablet.",
    "aside": "Tidak terbaca server. Panggil petugas.",
    "labels": "label tercatat.",
    "look:stop": "Berhenti. Panggil petugas.",
    "look:ask": "Jawab dulu di layar.",
    "look:already": "Sudah. Tidak dicatat lagi.",
}
_REFUSALS = {
    "UNREADABLE": "Tidak terbaca. Bersihkan labelnya.",
    "WRONG_KEYBOARD": "Pemindai salah setelan. Panggil petugas.",
    "UNKNOWN_CODE": "Label tidak dikenal.",
    "LABEL_VOID": "Label batal. Tanya petugas.",
    "LABEL_REPLACED": "Label lama. Pakai label baru.",
    "LABEL_BLANK": "Label kosong. Pilih untuk apa.",
    "NOT_FOR_SCANNING": "Bukan label barang.",
    "EMPTY_UNIT": "Sudah kosong.",
    "ORDER_CLOSED": "Pesanan sudah ditutup. Tanya petugas.",
    "WRONG_STAGE": "Bukan di sini. Bawa ke",
    "ALREADY_DONE": "Sudah dipindai.",
    "ALREADY_PASSED": "Sudah dicatat petugas.",
    "NOT_HERE_YET": "Disimpan. Tunggu pos sebelumnya.",
    "ON_HOLD": "Ditahan. Panggil petugas QC.",
    "MARKED_MISSING": "Tercatat hilang. Panggil petugas.",
    "ALREADY_PACKED": "Sudah dikemas.",
    "ALREADY_DELIVERED": "Sudah dikirim.",
    "CAME_BACK": "Barang kembali. Panggil petugas QC.",
    "IS_GRADE_B": "Grade B. Taruh di rak grade B.",
    "SCRAPPED": "Afkir. Jangan dikerjakan.",
    "NEEDS_VERDICT": "Periksa dulu. Beri putusan.",
    "WHICH_STEP": "Tahap yang mana? Pilih di layar.",
    "SURE_AGAIN": "Sudah selesai juga? Jawab di layar.",
    "TOO_MANY": "Terlalu banyak. Hitung lagi. Di sini ada",
    "SCAN_THE_BUNDLES": "Pindai bundelnya satu per satu.",
    "NO_OFFICER": "Pindai kartu petugas dulu.",
    "OFFICER_AWAY": "Pindai kartu petugas dulu.",
    "STOPPED": "Semua pos berhenti. Tunggu penyelia.",
    "TABLET_LOCKED": "Tablet dikunci. Panggil penyelia.",
    "UNKNOWN_OFFICER": "Kartu petugas tidak dikenal.",
    "UNKNOWN_WORKER": "Kartu pekerja tidak dikenal.",
    "NOT_ALLOWED": "Tidak boleh. Panggil petugas.",
    "PIN_NEEDED": "Masukkan PIN.",
    "NOT_PAIRED_THERE": "Tablet ini bukan untuk pos itu. Panggil petugas.",
    "ID_REUSED": "Pindai lagi.",
    "MALFORMED": "Tidak lengkap. Pindai lagi.",
    "SERVER_CLOCK": "Jam server salah. Panggil petugas.",
    "COMMAND_ALONE": "Pindai barangnya dulu.",
    "COMMAND_ON_TABLET": "Tunggu tersambung, lalu pindai lagi.",
    "STATION_HERE": "Tablet sudah di pos ini.",
    "MOVE_NEEDS_SUPERVISOR": "Panggil penyelia.",
    "NOTHING_TO_UNDO": "Tidak ada yang diurungkan.",
    "NOT_YOUR_SCAN": "Dari pos lain. Panggil penyelia.",
    "ALREADY_UNDONE": "Sudah diurungkan.",
    "CANT_UNDO_UNDO": "Pindai lagi barangnya.",
    "UNDO_TOO_LATE": "Terlambat. Panggil penyelia.",
    "MOVED_ON": "Sudah dipindai lagi. Urungkan yang terakhir dulu.",
    "NOT_AT_GATE": "Bukan di sini. Bawa ke",
    "NOTHING_JUDGED": "Isi jumlahnya.",
    "DEFECT_NEEDED": "Pilih cacatnya.",
    "THIRD_REWORK": "Sudah berkali-kali diperbaiki. Afkir, atau tahan.",
    "NO_CONSENT": "Mitra menolak grade B. Afkir, atau tahan.",
    "WHICH_PIECES": "Potongan yang mana? Pilih di layar.",
    "NOTHING_TO_MEND": "Tidak ada perbaikan.",
    "CARTON_SEALED": "Koli sudah ditutup.",
    "CARTON_NOT_HERE": "Bukan di sini. Koli diisi di pos terakhir.",
    "CARTON_OF_ANOTHER": "Koli pesanan lain.",
    "IN_CARTONS": "Ada di dalam koli. Keluarkan dulu.",
    "UNKNOWN_STATION": "Tablet belum dipasang. Panggil penyelia.",
    "TRY_AGAIN": "Server sibuk. Coba lagi.",
    "NOTHING_READ": "Tidak ada label yang terbaca. Lebih dekat.",
}
_OTHERWISE = {
    Look.STOP: _ANSWERS["look:stop"],
    Look.ASK: _ANSWERS["look:ask"],
    Look.ALREADY: _ANSWERS["look:already"],
}


def of_refusal(code: str) -> str:
    """What is said for a refusal; one that no station's tablet shows has what its look means."""
    return _REFUSALS.get(code, _OTHERWISE[ALL[code].look])


def lines(stages: Mapping[str, str]) -> dict[str, str]:
    """Everything that a tablet may have to say at a site with these stages (code: name), by the key it asks for."""
    return {
        **_ANSWERS,
        **{f"no:{code}": of_refusal(code) for code in ALL},
        **{f"n:{word}": word for word in _NUMBERS},
        **{f"stage:{code}": name for code, name in stages.items()},
    }
