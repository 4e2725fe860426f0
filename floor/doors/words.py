"""What is said of a tablet's test: what was tested, what was found, what to do."""

from __future__ import annotations

from flask_babel import gettext as _

from ..pages import number
from ..rules.tablet import EASY_CHROME, OLDEST_CHROME, Line, Verdict


def titles() -> dict[str, str]:
    """What is tested, by its name."""
    return {
        "browser": _("Peramban"),
        "secure": _("HTTPS"),
        "disk": _("Simpan di tablet"),
        "room": _("Ruang simpan"),
        "persists": _("Simpanan tetap"),
        "network": _("Wi-Fi"),
        "clock": _("Jam tablet"),
        "scanner": _("Pemindai"),
        "sound": _("Bunyi"),
        "vibration": _("Getar"),
        "voice": _("Suara bahasa Indonesia"),
        "camera": _("Kamera"),
        "screen": _("Layar"),
        "battery": _("Baterai"),
    }


def verdicts() -> dict[Verdict, tuple[str, str]]:
    """How a verdict looks, and its word."""
    return {
        Verdict.GOOD: ("good", _("baik")),
        Verdict.BETTER: ("ask", _("bisa lebih baik")),
        Verdict.BAD: ("stop", _("belum bisa")),
    }


def sentence(line: Line) -> str:
    """What was found, and what to do where it isn't good."""
    sentences = {
        **_of_the_browser(line.value),
        **_of_keeping(line.value),
        **_of_the_network(line.value),
        **_of_the_scanner(line.value),
        **_of_senses(line.value),
    }
    return sentences[line.name, line.why]


def _of_the_browser(value: str) -> dict[tuple[str, str], str]:
    words = {"version": value, "oldest": OLDEST_CHROME, "easy": EASY_CHROME}
    return {
        ("browser", "good"): _("Chrome %(version)s.", **words),
        ("browser", "aging"): _("Chrome %(version)s bisa dipakai. Lebih baik %(easy)s atau lebih baru.", **words),
        ("browser", "old"): _("Chrome %(version)s terlalu tua. Pasang Chrome %(oldest)s atau lebih baru.", **words),
        ("browser", "inside"): _("Peramban di dalam aplikasi lain (%(version)s). Lebih baik Chrome sendiri.", **words),
        ("browser", "other"): _("Ini bukan Chrome. Coba satu pindaian penuh sebelum dipakai, atau pasang Chrome."),
        ("secure", "good"): _("Lewat HTTPS: semua yang bisa dilakukan tablet ini terbuka."),
        ("secure", "plain"): _("Lewat HTTP: pemindai dan antrean bekerja. Kamera langsung butuh sertifikat."),
    }


def _of_keeping(value: str) -> dict[tuple[str, str], str]:
    return {
        ("disk", "good"): _("Satu pindaian tersimpan dalam %(ms)s milidetik.", ms=value),
        ("disk", "better"): _("Menyimpan agak lambat: %(ms)s milidetik. Hapus aplikasi yang tidak dipakai.", ms=value),
        ("disk", "bad"): _(
            "Menyimpan terlalu lambat: %(ms)s milidetik. Kosongkan tablet, lalu nyalakan ulang.", ms=value
        ),
        ("disk", "none"): _("Tablet tidak bisa menyimpan pindaian. Jangan pakai mode penyamaran; kosongkan tablet."),
        ("room", "good"): _("%(free)s MB kosong untuk antrean.", free=_counted(value)),
        ("room", "little"): _("Hanya %(free)s MB kosong. Hapus foto dan aplikasi dari tablet.", free=_counted(value)),
        ("persists", "good"): _("Antrean tidak dihapus tablet walau penyimpanan penuh."),
        ("persists", "no"): _("Tablet boleh menghapus antrean bila penuh. Tambahkan halaman pos ke layar utama."),
        ("battery", "good"): _("%(level)s persen, atau sedang diisi.", level=value),
        ("battery", "low"): _("%(level)s persen. Pasang pengisi daya.", level=value),
    }


def _of_the_network(value: str) -> dict[tuple[str, str], str]:
    seconds = _counted(value)
    return {
        ("network", "good"): _("Server menjawab dalam %(ms)s milidetik.", ms=value),
        ("network", "better"): _("Server menjawab dalam %(ms)s milidetik. Dekatkan pemancar Wi-Fi.", ms=value),
        ("network", "bad"): _("Server menjawab dalam %(ms)s milidetik. Pindahkan pemancar Wi-Fi atau meja.", ms=value),
        ("network", "lost"): _("Ada jawaban yang hilang. Pindahkan pemancar Wi-Fi atau meja, lalu uji lagi."),
        ("network", "none"): _("Server tidak menjawab. Periksa Wi-Fi tablet."),
        ("clock", "good"): _("Jam tablet sama dengan jam server."),
        ("clock", "ahead"): _("Jam tablet %(seconds)s detik terlalu cepat. Setel di Setelan, Waktu.", seconds=seconds),
        ("clock", "behind"): _("Jam tablet %(seconds)s detik terlambat. Setel di Setelan, Waktu.", seconds=seconds),
        ("clock", "far ahead"): _(
            "Jam tablet %(seconds)s detik terlalu cepat. Setel sekarang, atau HTTPS bisa gagal.", seconds=seconds
        ),
        ("clock", "far behind"): _(
            "Jam tablet %(seconds)s detik terlambat. Setel sekarang, atau HTTPS bisa gagal.", seconds=seconds
        ),
        ("clock", "unknown"): _("Jam tidak bisa dibandingkan: server tidak menjawab."),
    }


def _of_the_scanner(value: str) -> dict[tuple[str, str], str]:
    return {
        ("scanner", "good"): _("Label uji terbaca utuh, diakhiri %(key)s.", key=value),
        ("scanner", "small"): _("Terbaca dengan huruf kecil. Matikan Caps Lock atau setel pemindai ke huruf besar."),
        ("scanner", "changed"): _(
            "Yang sampai: %(arrived)s. Setel papan ketik tablet dan pemindai ke US (Inggris).", arrived=value
        ),
        ("scanner", "endless"): _("Terbaca, tetapi tidak diakhiri Enter. Pindai kode “tambah Enter” di buku pemindai."),
        ("scanner", "untried"): _("Belum dicoba. Pindai label uji kalau tablet ini memakai pemindai."),
    }


def _of_senses(value: str) -> dict[tuple[str, str], str]:
    return {
        ("sound", "good"): _("Terdengar."),
        ("sound", "no"): _("Tidak terdengar. Naikkan volume media; periksa mode senyap."),
        ("sound", "untried"): _("Belum dicoba."),
        ("vibration", "good"): _("Terasa."),
        ("vibration", "no"): _("Tidak terasa. Jawaban tetap terlihat dan terdengar."),
        ("vibration", "untried"): _("Belum dicoba, atau tablet tidak bisa bergetar."),
        ("voice", "good"): _("Tablet punya suara bahasa Indonesia."),
        ("voice", "none"): _("Tablet tidak punya suara bahasa Indonesia; rekaman dari server dipakai."),
        ("camera", "live"): _("Kamera langsung bisa dipakai."),
        ("camera", "photo"): _("Foto bisa; kamera langsung belum dicoba atau butuh HTTPS."),
        ("camera", "refused"): _("Kamera ditolak. Ketuk gembok di kotak alamat, izinkan kamera."),
        ("camera", "none"): _("Tidak ada kamera. Pakai pemindai."),
        ("screen", "good"): _("%(size)s titik.", size=value),
        ("screen", "small"): _("%(size)s titik: kecil. Lebih baik tablet 8 inci atau lebih.", size=value),
        ("screen", "unknown"): _("Ukuran layar tidak diketahui."),
    }


def _counted(value: str) -> str:
    return number(int(value)) if value.isdigit() else value
