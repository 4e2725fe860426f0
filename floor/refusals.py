"""Every "no" that floor can say: one definition each.

A refusal is a code, a sentence in both languages that says what to do next, a look and a sound. It is answered as data,
stored with what was asked (the code and the numbers; the sentence is made anew), shown until the next good scan.
``{…}`` in a sentence is filled from the refusal's detail by ``floor/scan/say.py``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any


class Look(StrEnum):
    """How a refusal looks and sounds; never named by a colour."""

    ALREADY = "already"  # nothing wrong, nothing to do
    STOP = "stop"  # don't go on with this piece
    ASK = "ask"  # one more answer is needed


class Next(StrEnum):
    """What the screen offers next."""

    NOTHING = "nothing"
    SCAN_AGAIN = "scan_again"
    TAKE_THERE = "take_there"
    CHOOSE_STEP = "choose_step"
    CONFIRM = "confirm"
    INSPECT = "inspect"
    QUANTITY = "quantity"
    SIGN_IN = "sign_in"
    ENTER_PIN = "enter_pin"
    SUPERVISOR = "supervisor"
    BIND = "bind"
    CORRECT_FORM = "correct_form"
    WAIT = "wait"


@dataclass(frozen=True, slots=True)
class No:
    """A refusal with its numbers: what is stored and answered."""

    code: str
    detail: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Refusal:
    """One definition."""

    code: str
    id: str
    en: str
    look: Look
    next: Next

    def because(self, **detail: Any) -> No:
        """This refusal, with the numbers that explain it."""
        return No(self.code, detail)

    def sentence(self, locale: str, words: Mapping[str, Any]) -> str:
        """The sentence in a language (``id`` or ``en``), whole numbers with its marks; an unknown word is a dash."""
        said, mark = (self.en, ",") if locale == "en" else (self.id, ".")
        shown = {
            name: f"{value:,}".replace(",", mark) if type(value) is int else value for name, value in words.items()
        }
        return said.format_map(_Words(shown))


class _Words(dict[str, Any]):
    def __missing__(self, key: str) -> str:
        return "–"


class Refused(Exception):
    """Raised inside a piece of work to end it with a "no"."""

    def __init__(self, no: No) -> None:
        super().__init__(no.code)
        self.no = no


ALL: dict[str, Refusal] = {}


def _no(code: str, look: Look, then: Next, id: str, en: str) -> Refusal:  # noqa: A002 - the language's own name
    ALL[code] = refusal = Refusal(code, id, en, look, then)
    return refusal


# What was read

UNREADABLE = _no(
    "UNREADABLE",
    Look.STOP,
    Next.SCAN_AGAIN,
    "Kode tidak terbaca. Bersihkan label atau ketik nomornya.",
    "The code can't be read. Clean the label or type its number.",
)
WRONG_KEYBOARD = _no(
    "WRONG_KEYBOARD",
    Look.STOP,
    Next.SCAN_AGAIN,
    "Tata letak papan ketik pemindai salah. Atur pemindai ke papan ketik USA, lalu pindai lagi.",
    "The scanner's keyboard layout is wrong. Set the scanner to a USA keyboard, then scan again.",
)
UNKNOWN_CODE = _no(
    "UNKNOWN_CODE",
    Look.STOP,
    Next.SCAN_AGAIN,
    "Label tidak dikenal. Periksa apakah label dari bengkel ini.",
    "Unknown label. Check whether it comes from this workshop.",
)
LABEL_VOID = _no(
    "LABEL_VOID",
    Look.STOP,
    Next.SUPERVISOR,
    "Label dibatalkan. Tanyakan kepada petugas.",
    "This label was made void. Ask an officer.",
)
LABEL_REPLACED = _no(
    "LABEL_REPLACED",
    Look.STOP,
    Next.SCAN_AGAIN,
    "Label sudah diganti. Pakai label baru {new_name}.",
    "This label was replaced. Use the new label {new_name}.",
)
LABEL_BLANK = _no(
    "LABEL_BLANK",
    Look.ASK,
    Next.BIND,
    "Label kosong, belum dipakai. Di pos: pilih untuk apa, lalu pindai label asalnya.",
    "A blank label, not in use yet. At a station: choose what for, then scan the label it comes from.",
)
NOT_FOR_SCANNING = _no(
    "NOT_FOR_SCANNING",
    Look.STOP,
    Next.SCAN_AGAIN,
    "Ini bukan label barang. Pindai label bundel atau kartu batch.",
    "This isn't a label of goods. Scan a bundle's label or a batch card.",
)
EMPTY_UNIT = _no(
    "EMPTY_UNIT",
    Look.STOP,
    Next.SUPERVISOR,
    "{unit} sudah kosong. Isinya dipindahkan ke label lain.",
    "{unit} is empty. Its pieces carry other labels now.",
)
ORDER_CLOSED = _no(
    "ORDER_CLOSED",
    Look.STOP,
    Next.SUPERVISOR,
    "Pesanan ini sudah ditutup. Tanyakan kepada petugas.",
    "This order is closed. Ask an officer.",
)

# Where the pieces are

WRONG_STAGE = _no(
    "WRONG_STAGE",
    Look.STOP,
    Next.TAKE_THERE,
    "{unit} tidak di sini. Sekarang di {where}. Bawa ke sana.",
    "{unit} isn't here. It is at {where}. Take it there.",
)
ALREADY_DONE = _no(
    "ALREADY_DONE",
    Look.ALREADY,
    Next.NOTHING,
    "Sudah dipindai di sini pukul {at}. Tidak dicatat dua kali.",
    "Already scanned here at {at}. Not recorded twice.",
)
ALREADY_PASSED = _no(
    "ALREADY_PASSED",
    Look.ALREADY,
    Next.NOTHING,
    "Tahap ini sudah disusulkan petugas pukul {at}. Tidak dicatat dua kali.",
    "An officer caught this stage up at {at}. Not recorded twice.",
)
NOT_HERE_YET = _no(
    "NOT_HERE_YET",
    Look.ALREADY,
    Next.WAIT,
    "Disimpan. Barang masih tercatat di {where}; dicatat sendiri setelah pos itu mengirim.",
    "Kept. The goods are still on record at {where}; it is recorded by itself once that station has sent.",
)
ON_HOLD = _no(
    "ON_HOLD",
    Look.STOP,
    Next.SUPERVISOR,
    "Barang ini ditahan. Hubungi petugas QC.",
    "These goods are on hold. Call the QC officer.",
)
MARKED_MISSING = _no(
    "MARKED_MISSING",
    Look.STOP,
    Next.SUPERVISOR,
    "Barang ini tercatat hilang. Beri tahu petugas bahwa barangnya ada.",
    "These goods are on record as missing. Tell an officer that they are here.",
)
ALREADY_PACKED = _no(
    "ALREADY_PACKED",
    Look.ALREADY,
    Next.NOTHING,
    "Barang ini sudah dikemas dan siap kirim.",
    "These goods are packed and ready.",
)
ALREADY_DELIVERED = _no(
    "ALREADY_DELIVERED",
    Look.ALREADY,
    Next.NOTHING,
    "Barang ini sudah dikirim kepada mitra.",
    "These goods were delivered to the partner.",
)
CAME_BACK = _no(
    "CAME_BACK",
    Look.STOP,
    Next.SUPERVISOR,
    "Barang ini kembali dari mitra dan menunggu keputusan. Hubungi petugas QC.",
    "The partner brought these goods back; they wait for a decision. Call the QC officer.",
)
IS_GRADE_B = _no(
    "IS_GRADE_B",
    Look.STOP,
    Next.NOTHING,
    "Barang ini grade B. Letakkan di rak grade B.",
    "These goods are grade B. Put them on the grade B shelf.",
)
SCRAPPED = _no(
    "SCRAPPED",
    Look.STOP,
    Next.NOTHING,
    "Barang ini afkir. Jangan diproses.",
    "These goods are scrap. Don't work on them.",
)

# What else is needed

NEEDS_VERDICT = _no(
    "NEEDS_VERDICT",
    Look.ASK,
    Next.INSPECT,
    "{unit} menunggu pemeriksaan {stage}. Beri putusan.",
    "{unit} waits for {stage}. Give a verdict.",
)
WHICH_STEP = _no(
    "WHICH_STEP",
    Look.ASK,
    Next.CHOOSE_STEP,
    "{unit} ada di beberapa tahap di sini. Pilih tahap yang selesai.",
    "{unit} is at several stages here. Choose the one that is finished.",
)
SURE_AGAIN = _no(
    "SURE_AGAIN",
    Look.ASK,
    Next.CONFIRM,
    "Baru saja dipindai di sini. Apakah {stage} juga sudah selesai?",
    "Scanned here just now. Is {stage} finished too?",
)
TOO_MANY = _no(
    "TOO_MANY",
    Look.ASK,
    Next.QUANTITY,
    "Diminta {asked}, yang ada di sini {waiting}. Hitung lagi.",
    "{asked} asked for, {waiting} are here. Count again.",
)
SCAN_THE_BUNDLES = _no(
    "SCAN_THE_BUNDLES",
    Look.ASK,
    Next.SCAN_AGAIN,
    "Untuk sebagian, pindai label bundelnya satu per satu.",
    "For a part of it, scan the labels of the bundles one by one.",
)

# Who, where, with what right

NO_OFFICER = _no(
    "NO_OFFICER",
    Look.ASK,
    Next.SIGN_IN,
    "Belum ada petugas di pos ini. Pindai kartu petugas dulu.",
    "No officer is signed in at this station. Scan an officer's badge first.",
)
OFFICER_AWAY = _no(
    "OFFICER_AWAY",
    Look.ASK,
    Next.SIGN_IN,
    "Sudah lama tidak ada petugas di pos ini. Pindai kartu petugas, lalu pindai barangnya lagi.",
    "No officer was at this station for long. Scan an officer's badge, then scan the goods again.",
)
STOPPED = _no(
    "STOPPED",
    Look.STOP,
    Next.SUPERVISOR,
    "Semua pos dihentikan pukul {at} oleh {officer}. Biarkan barang di tempatnya; pindai lagi setelah dibuka penyelia.",
    "All stations were stopped at {at} by {officer}. Leave goods where they are; scan again once a supervisor lets go.",
)
TABLET_LOCKED = _no(
    "TABLET_LOCKED",
    Look.STOP,
    Next.SUPERVISOR,
    "Tablet ini dikunci pada layar posnya. Kembali ke layar pos, atau minta penyelia membuka kuncinya.",
    "This tablet is locked to its station's screen. Go back to it, or ask a supervisor to unlock the tablet.",
)
UNKNOWN_OFFICER = _no(
    "UNKNOWN_OFFICER",
    Look.STOP,
    Next.SIGN_IN,
    "Kode petugas tidak dikenal atau tidak aktif. Pindai kartu petugas lain.",
    "Unknown or inactive officer. Scan another officer's badge.",
)
UNKNOWN_WORKER = _no(
    "UNKNOWN_WORKER",
    Look.STOP,
    Next.SCAN_AGAIN,
    "Kode pekerja atau regu tidak dikenal. Pindai kartu pekerja lagi.",
    "Unknown worker or team code. Scan the worker's card again.",
)
NOT_ALLOWED = _no(
    "NOT_ALLOWED",
    Look.STOP,
    Next.SIGN_IN,
    "Tidak punya izin untuk tindakan ini. Minta petugas yang berwenang.",
    "Not permitted. Ask an officer who may do this.",
)
PIN_NEEDED = _no(
    "PIN_NEEDED",
    Look.ASK,
    Next.ENTER_PIN,
    "Masukkan PIN petugas untuk tindakan ini.",
    "Enter the officer's PIN for this.",
)
NOT_PAIRED_THERE = _no(
    "NOT_PAIRED_THERE",
    Look.STOP,
    Next.SUPERVISOR,
    "Tablet ini tidak terpasang di pos itu. Tanyakan kepada petugas.",
    "This tablet isn't paired with that station. Ask an officer.",
)
ID_REUSED = _no(
    "ID_REUSED",
    Look.STOP,
    Next.SUPERVISOR,
    "Nomor pindaian ini sudah dipakai untuk pindaian lain. Pindai lagi; petugas diberi tahu.",
    "This scan's number was used for another scan. Scan again; an officer is told.",
)
MALFORMED = _no(
    "MALFORMED",
    Look.STOP,
    Next.SCAN_AGAIN,
    "Pindaian tidak lengkap ({what}). Pindai lagi.",
    "The scan is incomplete ({what}). Scan again.",
)
SERVER_CLOCK = _no(
    "SERVER_CLOCK",
    Look.STOP,
    Next.SUPERVISOR,
    "Jam server mundur. Pindaian menunggu sampai petugas memastikan jam.",
    "The server's clock went back. Scans wait until an officer confirms the time.",
)

# Commands and stations' cards

COMMAND_ALONE = _no(
    "COMMAND_ALONE",
    Look.ASK,
    Next.SCAN_AGAIN,
    "Pindai label barangnya dulu, lalu perintah ini.",
    "Scan the goods' label first, then this command.",
)
COMMAND_ON_TABLET = _no(
    "COMMAND_ON_TABLET",
    Look.ASK,
    Next.SCAN_AGAIN,
    "Layar pos belum mengenal perintah ini. Tunggu sampai tersambung, lalu pindai lagi.",
    "The station's screen doesn't know this command yet. Wait until it is connected, then scan again.",
)
STATION_HERE = _no(
    "STATION_HERE",
    Look.ALREADY,
    Next.NOTHING,
    "Tablet ini memang di pos {station}.",
    "This tablet is at station {station} already.",
)
MOVE_NEEDS_SUPERVISOR = _no(
    "MOVE_NEEDS_SUPERVISOR",
    Look.ASK,
    Next.SIGN_IN,
    "Hanya penyelia yang memindahkan tablet. Masuk dengan PIN penyelia di pos ini, lalu pindai kartu posnya lagi.",
    "Only a supervisor moves a tablet. Sign in here with a supervisor's PIN, then scan the station's card again.",
)

# Undo

NOTHING_TO_UNDO = _no(
    "NOTHING_TO_UNDO",
    Look.ALREADY,
    Next.NOTHING,
    "Tidak ada yang bisa diurungkan.",
    "There is nothing to undo.",
)
NOT_YOUR_SCAN = _no(
    "NOT_YOUR_SCAN",
    Look.STOP,
    Next.SUPERVISOR,
    "Pindaian itu dari pos lain. Minta penyelia mengurungkannya.",
    "That scan was made at another station. Ask a supervisor to undo it.",
)
ALREADY_UNDONE = _no(
    "ALREADY_UNDONE", Look.ALREADY, Next.NOTHING, "Pindaian itu sudah diurungkan.", "That scan was undone already."
)
CANT_UNDO_UNDO = _no(
    "CANT_UNDO_UNDO",
    Look.STOP,
    Next.SCAN_AGAIN,
    "Urungan tidak bisa diurungkan. Pindai lagi barangnya.",
    "An undo can't be undone. Scan the goods again.",
)
UNDO_TOO_LATE = _no(
    "UNDO_TOO_LATE",
    Look.STOP,
    Next.SUPERVISOR,
    "Lewat 30 detik. Minta penyelia membetulkannya dengan alasan.",
    "More than 30 seconds ago. Ask a supervisor to put it right, with a reason.",
)
MOVED_ON = _no(
    "MOVED_ON",
    Look.STOP,
    Next.SUPERVISOR,
    "Barangnya sudah dipindai lagi sesudah itu. Urungkan dulu yang terakhir.",
    "The goods were scanned again since. Undo the later scan first.",
)

# A verdict

NOT_AT_GATE = _no(
    "NOT_AT_GATE",
    Look.STOP,
    Next.TAKE_THERE,
    "{unit} tidak menunggu pemeriksaan di sini. Sekarang di {where}.",
    "{unit} doesn't wait for inspection here. It is at {where}.",
)
NOTHING_JUDGED = _no(
    "NOTHING_JUDGED",
    Look.ASK,
    Next.CORRECT_FORM,
    "Isi jumlah untuk putusan ini.",
    "Say how many pieces the verdict is for.",
)
DEFECT_NEEDED = _no(
    "DEFECT_NEEDED",
    Look.ASK,
    Next.CORRECT_FORM,
    "Pilih jenis cacat untuk {quantity} yang tidak lulus.",
    "Choose a defect for the {quantity} that did not pass.",
)
UNKNOWN_DEFECT = _no(
    "UNKNOWN_DEFECT",
    Look.STOP,
    Next.CORRECT_FORM,
    "Jenis cacat {defect} tidak ada untuk barang ini. Pilih dari daftar.",
    "Defect {defect} doesn't exist for this product. Choose one from the list.",
)
CHECK_FAILED = _no(
    "CHECK_FAILED",
    Look.STOP,
    Next.CORRECT_FORM,
    "{check}: {found}. Pisahkan potongan itu: perbaikan, grade B, afkir atau tahan.",
    "{check}: {found}. Set that piece apart: rework, grade B, scrap or hold.",
)
MEASUREMENTS_OWED = _no(
    "MEASUREMENTS_OWED",
    Look.ASK,
    Next.CORRECT_FORM,
    "Masih {missing} hasil periksa sebelum bisa lulus: {checks}. Isi di layar periksa, lalu simpan.",
    "{missing} results are still owed before it can pass: {checks}. Enter them on the inspection screen, then save.",
)
AVERAGE_LOW = _no(
    "AVERAGE_LOW",
    Look.STOP,
    Next.CORRECT_FORM,
    "{check}: rata-ratanya {average}, kurang dari {nominal}. Sisihkan yang paling ringan dan timbang yang lain sebagai"
    " gantinya, atau tahan semuanya.",
    "{check}: the average is {average}, below {nominal}. Set the lightest apart and weigh others in their place, or"
    " hold them all.",
)
FAR_OFF = _no(
    "FAR_OFF",
    Look.ASK,
    Next.CONFIRM,
    "{check}: {found} jauh dari {nominal}. Maksudnya {meant}? Betulkan, atau nyatakan angka itu benar.",
    "{check}: {found} is far from {nominal}. Was {meant} meant? Correct it, or say that the number is right.",
)
LETTER_IN_NUMBER = _no(
    "LETTER_IN_NUMBER",
    Look.ASK,
    Next.CORRECT_FORM,
    "Di “{typed}” ada huruf {letter}, bukan angka. Maksudnya {meant}? Betulkan, lalu simpan.",
    "“{typed}” has the letter {letter} where a digit belongs. Was {meant} meant? Correct it, then save.",
)
NOT_A_NUMBER = _no(
    "NOT_A_NUMBER",
    Look.ASK,
    Next.CORRECT_FORM,
    "“{typed}” bukan angka. Tulis angkanya saja, misalnya 40,5.",
    "“{typed}” isn't a number. Write the number alone, such as 40.5.",
)
CHECK_UNKNOWN = _no(
    "CHECK_UNKNOWN",
    Look.STOP,
    Next.CORRECT_FORM,
    "Butir periksa tidak ada di standar barang ini. Muat ulang halaman.",
    "That check isn't in this product's standard. Load the page again.",
)
REWORK_WHERE = _no(
    "REWORK_WHERE",
    Look.ASK,
    Next.CORRECT_FORM,
    "Pilih tahap perbaikan sebelum pemeriksaan ini.",
    "Choose a stage before this gate to send it back to.",
)
THIRD_REWORK = _no(
    "THIRD_REWORK",
    Look.STOP,
    Next.CORRECT_FORM,
    "Perbaikan ke-{times}. Putuskan: afkir atau tahan.",
    "Rework number {times}. Decide: scrap or hold.",
)
NO_CONSENT = _no(
    "NO_CONSENT",
    Look.STOP,
    Next.CORRECT_FORM,
    "Mitra tidak menerima grade B untuk pesanan ini. Pilih afkir atau tahan.",
    "The partner takes no grade B for this order. Choose scrap or hold.",
)

# Lots judged by a sample

PLAN_UNKNOWN = _no(
    "PLAN_UNKNOWN",
    Look.STOP,
    Next.CORRECT_FORM,
    "Rencana tingkat {level} dengan AQL {aql} tidak ada. Pakai tingkat S-1 sampai III dan AQL 1,0; 1,5; 2,5; 4,0 atau"
    " 6,5.",
    "There is no plan for level {level} with AQL {aql}. Use levels S-1 to III and AQL 1.0, 1.5, 2.5, 4.0 or 6.5.",
)
TIGHTENED_UNKNOWN = _no(
    "TIGHTENED_UNKNOWN",
    Look.STOP,
    Next.CORRECT_FORM,
    "Pemeriksaan sedang diperketat, dan untuk lot {lot} (huruf {letter}) dengan AQL {aql} tabel diperketat tidak ada."
    " Ajukan lot lain besarnya, atau periksa setiap potong.",
    "Inspection is tightened, and there is no tightened plan for a lot of {lot} (letter {letter}) with AQL {aql}."
    " Present a lot of another size, or inspect every piece.",
)
LOT_EMPTY = _no(
    "LOT_EMPTY",
    Look.ASK,
    Next.CORRECT_FORM,
    "Lotnya masih kosong. Pindai atau pilih dulu bundel yang diajukan.",
    "The lot is still empty. Scan or choose the bundles that are presented first.",
)
LOT_LARGER = _no(
    "LOT_LARGER",
    Look.STOP,
    Next.CORRECT_FORM,
    "Lot {asked} lebih besar dari yang menunggu di sini: {waiting}. Hitung lagi, lalu mulai dengan yang ada.",
    "A lot of {asked} is larger than what waits here: {waiting}. Count again, then start with what is there.",
)
LOT_TOO_LARGE = _no(
    "LOT_TOO_LARGE",
    Look.STOP,
    Next.CORRECT_FORM,
    "Satu lot paling banyak {most} potong, supaya bisa diperiksa satu per satu kalau ditolak. Yang dipilih {quantity}:"
    " bagi menjadi beberapa lot.",
    "A lot is of at most {most} pieces, so that it can be inspected piece by piece if it is rejected. You chose"
    " {quantity}: present them as several lots.",
)
LOT_MIXED = _no(
    "LOT_MIXED",
    Look.STOP,
    Next.CORRECT_FORM,
    "{name} bukan barang yang sama: satu lot hanya untuk satu produk, satu mitra dan satu versi standar."
    " Lepaskan dari lot ini.",
    "{name} isn't the same goods: a lot is of one product, one partner and one version of a standard."
    " Take it off this lot.",
)
LOT_NO_PLAN = _no(
    "LOT_NO_PLAN",
    Look.STOP,
    Next.INSPECT,
    "Standar barang ini tidak memakai sampling. Periksa setiap potong.",
    "The standard of these goods has no sampling plan. Inspect every piece.",
)
LOT_INLINE_ONE = _no(
    "LOT_INLINE_ONE",
    Look.STOP,
    Next.CORRECT_FORM,
    "Cek inline dinilai per bundel. Mulai dengan satu bundel saja.",
    "The inline check judges one bundle at a time. Start with one bundle only.",
)
SAMPLING_STOPPED = _no(
    "SAMPLING_STOPPED",
    Look.STOP,
    Next.SUPERVISOR,
    "Sampling berhenti: lima lot ditolak selama diperketat. Periksa setiap potong, atau minta penyelia memulai lagi"
    " dengan alasan.",
    "Sampling has stopped: five lots were rejected while tightened. Inspect every piece, or ask a supervisor to begin"
    " again with a reason.",
)
SAMPLING_RUNS = _no(
    "SAMPLING_RUNS",
    Look.ALREADY,
    Next.NOTHING,
    "Sampling tidak sedang berhenti. Tidak ada yang perlu dimulai lagi.",
    "Sampling hasn't stopped. There is nothing to begin again.",
)
LOT_OPEN = _no(
    "LOT_OPEN",
    Look.STOP,
    Next.WAIT,
    "{unit} sedang diperiksa dalam {lot} oleh {officer} sejak {at}. Tunggu sampai lot itu selesai, atau minta"
    " dibatalkan.",
    "{unit} is being inspected in {lot} by {officer} since {at}. Wait until that lot has ended, or ask to withdraw it.",
)
LOT_OF_ANOTHER = _no(
    "LOT_OF_ANOTHER",
    Look.STOP,
    Next.SUPERVISOR,
    "{lot} diperiksa {officer} sejak {at}. Satu lot diperiksa satu orang: biarkan selesai, atau minta penyelia"
    " membatalkannya.",
    "{lot} is inspected by {officer} since {at}. One person inspects a lot: let it end, or ask a supervisor to"
    " withdraw it.",
)
LOT_ENDED = _no(
    "LOT_ENDED",
    Look.ALREADY,
    Next.NOTHING,
    "{lot} sudah selesai. Tidak ada lagi yang dicatat untuknya.",
    "{lot} has ended already. Nothing more is recorded for it.",
)
LOT_NOT_DRAWN = _no(
    "LOT_NOT_DRAWN",
    Look.STOP,
    Next.CORRECT_FORM,
    "Potong {draw} tidak terpilih dalam {lot} pada bundel ini. Ambil potong yang disebut layar.",
    "Piece {draw} wasn't drawn in {lot} from this bundle. Take the piece that the screen names.",
)
LOT_PIECE_TWICE = _no(
    "LOT_PIECE_TWICE",
    Look.ALREADY,
    Next.NOTHING,
    "Potong {draw} dalam {lot} sudah dinilai. Lanjut ke potong berikutnya.",
    "Piece {draw} of {lot} was judged already. Go on with the next piece.",
)
LOT_ONE_PIECE = _no(
    "LOT_ONE_PIECE",
    Look.STOP,
    Next.CORRECT_FORM,
    "Setiap potong yang diambil dinilai sendiri: baik, atau satu keputusan dengan cacatnya.",
    "Each piece drawn is judged by itself: good, or one decision with its defects.",
)
LOT_NOT_DONE = _no(
    "LOT_NOT_DONE",
    Look.ASK,
    Next.INSPECT,
    "Baru {looked} dari {drawn} potong yang dinilai. Selesaikan dulu, baru lot diputuskan.",
    "Only {looked} of {drawn} pieces were judged. Finish them before the lot is decided.",
)
LOT_CRITICAL_OWED = _no(
    "LOT_CRITICAL_OWED",
    Look.ASK,
    Next.CORRECT_FORM,
    "Butir kritis wajib pada semua {quantity} potong. Nyatakan dulu bahwa semuanya sudah dicek.",
    "Critical checks are owed on all {quantity} pieces. Say first that all of them were checked.",
)
LOT_RESULT_OTHER = _no(
    "LOT_RESULT_OTHER",
    Look.STOP,
    Next.CORRECT_FORM,
    "Hasil {lot} mengikuti potong yang dinilai, dan itu lain. Muat ulang halaman lot, lalu putuskan lagi.",
    "The result of {lot} follows from the pieces judged, and it is another. Load the lot's page again, then decide.",
)
LOT_TOO_LIGHT = _no(
    "LOT_TOO_LIGHT",
    Look.STOP,
    Next.CORRECT_FORM,
    "{check}: rata-rata yang ditimbang {average}, kurang dari {nominal}. Tolak lot ini; semua bundelnya diperiksa satu"
    " per satu.",
    "{check}: the average of those weighed is {average}, below {nominal}. Reject this lot; all its bundles are"
    " inspected one by one.",
)
LOT_HAS_BAD = _no(
    "LOT_HAS_BAD",
    Look.STOP,
    Next.SUPERVISOR,
    "Di {lot} sudah ada yang cacat. Lanjutkan lotnya; hanya penyelia yang boleh membatalkannya.",
    "A bad piece was found in {lot} already. Go on with the lot; only a supervisor may withdraw it.",
)
LOT_CHANGED = _no(
    "LOT_CHANGED",
    Look.STOP,
    Next.SUPERVISOR,
    "Isi {lot} sudah berubah sejak diajukan. Batalkan lot ini dengan alasan, lalu ajukan lagi.",
    "What {lot} holds has changed since it was presented. Withdraw it with a reason, then present it again.",
)
LOT_REJECTED = _no(
    "LOT_REJECTED",
    Look.STOP,
    Next.INSPECT,
    "{unit} dari {lot} yang ditolak: diperiksa satu per satu, tidak diluluskan sekaligus. Buka lot itu dan tekan"
    " Periksa semua.",
    "{unit} is of {lot}, which was rejected: it is inspected piece by piece, not passed at once. Open that lot and"
    " press Inspect all.",
)
LOT_NOT_AGAIN = _no(
    "LOT_NOT_AGAIN",
    Look.ALREADY,
    Next.NOTHING,
    "{lot} tidak menunggu diperiksa ulang. Muat ulang daftar lot.",
    "{lot} doesn't wait to be inspected again. Load the list of lots again.",
)

LOT_WENT_ON = _no(
    "LOT_WENT_ON",
    Look.STOP,
    Next.SUPERVISOR,
    "{unit} dari {lot} sudah diproses lagi sesudah lot itu berakhir. Akhir lot tidak diurungkan sebagian: betulkan"
    " putusan bundel yang keliru.",
    "{unit} of {lot} was worked on since that lot ended. A lot's end isn't undone in part: correct the verdict of the"
    " bundle that is wrong.",
)

# Who judges, and what is judged again

SECOND_OFFICER_NEEDED = _no(
    "SECOND_OFFICER_NEEDED",
    Look.ASK,
    Next.CORRECT_FORM,
    "Ini hasil kerja regu {team} yang Anda pimpin. Pemeriksa atau penyelia lain ikut memutus: ia mengetik kode dan"
    " PIN-nya di halaman putusan itu (periksa, lot, atau pembetulan). PIN tidak pernah disimpan di tablet.",
    "This is the work of team {team}, which you lead. Another inspector or supervisor judges with you, and types code"
    " and PIN on that verdict's page (inspection, lot or correction). A PIN is never kept on the tablet.",
)
CORRECT_WHO = _no(
    "CORRECT_WHO",
    Look.STOP,
    Next.SUPERVISOR,
    "Putusan ini dibetulkan oleh pemeriksanya sendiri atau penyelia. Minta salah satunya.",
    "This verdict is corrected by its own inspector or a supervisor. Ask one of them.",
)
CORRECTED_ALREADY = _no(
    "CORRECTED_ALREADY",
    Look.ALREADY,
    Next.NOTHING,
    "Putusan ini sudah diganti. Buka putusan penggantinya; itu yang berlaku.",
    "This verdict was replaced already. Open the one in its place; that one counts.",
)
CORRECT_IN_LOT = _no(
    "CORRECT_IN_LOT",
    Look.STOP,
    Next.SUPERVISOR,
    "Lot ini masih diperiksa. Buka halaman lotnya dan tekan Nilai lagi pada potong ini.",
    "This lot is still being inspected. Open the lot's page and press Judge again at this piece.",
)
LOT_WOULD_CHANGE = _no(
    "LOT_WOULD_CHANGE",
    Look.STOP,
    Next.SUPERVISOR,
    "Dengan itu hasil {lot}, atau apa yang terjadi dengan potong ini, menjadi lain. Penyelia mengurungkan dulu akhir"
    " lot itu di halamannya, dengan alasan; lalu potongnya dinilai lagi.",
    "By that the result of {lot}, or what became of this piece, would be another. A supervisor takes the lot's end back"
    " first on its page, with a reason; then the piece is judged again.",
)
UNDO_IN_LOT = _no(
    "UNDO_IN_LOT",
    Look.STOP,
    Next.NOTHING,
    "Putusan ini bagian dari satu lot. Urungkan di halaman lotnya: potong sampelnya, atau hasil lot seluruhnya.",
    "This verdict is part of a lot. Undo it on the lot's page: the drawn piece, or the lot's result as a whole.",
)
RECHECK_SAME = _no(
    "RECHECK_SAME",
    Look.STOP,
    Next.NOTHING,
    "Putusan pertamanya dari Anda. Periksa ulang ini untuk petugas lain.",
    "The first verdict was yours. This recheck is for another officer.",
)
RECHECK_DONE = _no(
    "RECHECK_DONE",
    Look.ALREADY,
    Next.NOTHING,
    "Periksa ulang ini sudah selesai. Kembali ke antrean.",
    "This recheck is finished. Go back to the queue.",
)
RECHECK_SUM = _no(
    "RECHECK_SUM",
    Look.ASK,
    Next.CORRECT_FORM,
    "Yang baik dan tidak baik bersama harus {judged}, terisi {counted}. Hitung lagi.",
    "Good and not good must be {judged} together, {counted} are filled in. Count again.",
)

# Pages

REASON_NEEDED = _no(
    "REASON_NEEDED", Look.ASK, Next.CORRECT_FORM, "Tulis alasannya (tanpa nama orang).", "Give the reason (no names)."
)
BAD_NUMBER = _no(
    "BAD_NUMBER",
    Look.ASK,
    Next.CORRECT_FORM,
    "Isi {what} dengan angka bulat lebih dari nol.",
    "Fill in {what} with a whole number above zero.",
)
BAD_DISTANCE = _no(
    "BAD_DISTANCE",
    Look.STOP,
    Next.CORRECT_FORM,
    "Jarak itu tidak mungkin. Ukur lagi dan isi dalam mm, misalnya 9,5.",
    "That can't be the distance. Measure again and fill it in as mm, for instance 9.5.",
)
FIELD_NEEDED = _no("FIELD_NEEDED", Look.ASK, Next.CORRECT_FORM, "Isi {what}.", "Fill in {what}.")
ALREADY_EXISTS = _no(
    "ALREADY_EXISTS",
    Look.STOP,
    Next.CORRECT_FORM,
    "{what} sudah ada. Pakai yang lain.",
    "{what} exists already. Use another.",
)
NOT_FOUND = _no(
    "NOT_FOUND",
    Look.STOP,
    Next.CORRECT_FORM,
    "{what} tidak ditemukan. Periksa lagi.",
    "{what} was not found. Check again.",
)
OVER_COUNTED = _no(
    "OVER_COUNTED",
    Look.ASK,
    Next.CORRECT_FORM,
    "Bahan ukuran {size} terhitung {counted}, sudah dipakai {made}. Untuk lebih dari {left}, tulis alasannya.",
    "{counted} of size {size} were counted in, {made} are made. For more than {left}, give the reason.",
)
SIZE_FULL = _no(
    "SIZE_FULL",
    Look.ASK,
    Next.CORRECT_FORM,
    "Ukuran {size} sudah cukup ({made} dari {target}). Untuk lebih dari {left}, tulis alasannya.",
    "Size {size} is complete ({made} of {target}). For more than {left}, give the reason.",
)
TOO_MANY_UNITS = _no(
    "TOO_MANY_UNITS",
    Look.STOP,
    Next.CORRECT_FORM,
    "Paling banyak {most} label sekali dibuat. Bagi menjadi beberapa batch.",
    "At most {most} labels are made at a time. Make several batches.",
)
CERTIFICATE_TOO_EARLY = _no(
    "CERTIFICATE_TOO_EARLY",
    Look.ASK,
    Next.CORRECT_FORM,
    "Sertifikat kesesuaian dibuat sesudah surat jalan {note} disetujui. Setujui dulu surat jalannya.",
    "A certificate of conformity is made once delivery note {note} is approved. Approve the note first.",
)
CANT_MERGE = _no(
    "CANT_MERGE",
    Look.STOP,
    Next.CORRECT_FORM,
    "Hanya bisa digabung bila ukuran, alur, tahap dan perbaikannya sama.",
    "Only pieces of the same size, route, step and rework can be merged.",
)
GATE_BETWEEN = _no(
    "GATE_BETWEEN",
    Look.STOP,
    Next.INSPECT,
    "Pemeriksaan {stage} belum dilewati. Periksa dulu; tidak bisa disusulkan.",
    "{stage} wasn't passed. Inspect first; that can't be caught up.",
)
WHICH_PIECES = _no(
    "WHICH_PIECES",
    Look.ASK,
    Next.CHOOSE_STEP,
    "{unit} ada di beberapa tahap. Pilih potongan yang mana.",
    "{unit} is at several stages. Choose which of its pieces.",
)
NOTHING_TO_MEND = _no(
    "NOTHING_TO_MEND",
    Look.STOP,
    Next.SCAN_AGAIN,
    "{unit} tidak punya potongan perbaikan. Pilih Pecah untuk memisahkan yang lain.",
    "{unit} has no pieces to be mended. Choose Split to set others apart.",
)
NOTHING_HELD = _no(
    "NOTHING_HELD",
    Look.STOP,
    Next.NOTHING,
    "Tidak ada barang di tempat itu. Muat ulang halaman.",
    "Nothing is at that place. Load the page again.",
)
DELIVERY_TOO_MANY = _no(
    "DELIVERY_TOO_MANY",
    Look.STOP,
    Next.CORRECT_FORM,
    "Ukuran {size}: siap kirim {ready}, diminta {asked}. Hitung lagi.",
    "Size {size}: {ready} are ready, {asked} asked for. Count again.",
)
GOODS_TOO_MANY = _no(
    "GOODS_TOO_MANY",
    Look.STOP,
    Next.CORRECT_FORM,
    "Ukuran {size}: yang bisa dikembalikan {ready}, diminta {asked}. Hitung lagi.",
    "Size {size}: {ready} can be handed back, {asked} asked for. Count again.",
)
PROMISED_TOO_MANY = _no(
    "PROMISED_TOO_MANY",
    Look.STOP,
    Next.CORRECT_FORM,
    "Ukuran {size}: siap kirim {ready}, {packed} dalam koli, {promised} di surat jalan lain. Lepas paling banyak"
    " {free}, diminta {asked}.",
    "Size {size}: {ready} are ready, {packed} of them in cartons, {promised} on other notes. Loose at most {free},"
    " {asked} asked for.",
)
NOTE_MOVED_ON = _no(
    "NOTE_MOVED_ON",
    Look.ALREADY,
    Next.NOTHING,
    "Surat jalan {note} tidak di langkah ini lagi. Muat ulang halaman.",
    "Delivery note {note} isn't at this step any more. Load the page again.",
)
MORE_THAN_SENT = _no(
    "MORE_THAN_SENT",
    Look.ASK,
    Next.CORRECT_FORM,
    "Ukuran {size}: dikirim {sent}, dihitung {counted}. Hitung lagi bersama mitra.",
    "Size {size}: {sent} were sent, {counted} counted. Count again with the partner.",
)
CARTON_PROMISED = _no(
    "CARTON_PROMISED",
    Look.STOP,
    Next.SUPERVISOR,
    "Koli {carton} ada di surat jalan {note}. Batalkan surat jalan itu dulu.",
    "Carton {carton} stands on delivery note {note}. Cancel that note first.",
)
CARTON_CHANGED = _no(
    "CARTON_CHANGED",
    Look.STOP,
    Next.CORRECT_FORM,
    "Isi koli {carton} tidak sama lagi dengan surat jalannya. Ubah konsepnya.",
    "Carton {carton} no longer holds what its note says. Change the draft.",
)
CARTON_SEALED = _no(
    "CARTON_SEALED",
    Look.STOP,
    Next.SUPERVISOR,
    "Koli {carton} sudah ditutup. Pakai koli lain, atau minta penyelia membukanya.",
    "Carton {carton} is closed. Use another, or ask a supervisor to open it.",
)
CARTON_NOT_HERE = _no(
    "CARTON_NOT_HERE",
    Look.STOP,
    Next.SCAN_AGAIN,
    "Koli diisi di pos terakhir, tempat barang menjadi siap kirim.",
    "Cartons are filled at the last station, where goods become ready.",
)
CARTON_OF_ANOTHER = _no(
    "CARTON_OF_ANOTHER",
    Look.STOP,
    Next.SCAN_AGAIN,
    "Koli {carton} untuk pesanan {order}. Pindai koli pesanan ini, atau tutup koli itu dulu.",
    "Carton {carton} is for order {order}. Scan a carton of this order, or close that one first.",
)
IN_CARTONS = _no(
    "IN_CARTONS",
    Look.STOP,
    Next.SUPERVISOR,
    "{packed} ada di dalam koli, {free} lepas. Keluarkan dulu dari kolinya.",
    "{packed} lie in cartons, {free} are loose. Take them out of the carton first.",
)
NOT_DELIVERED = _no(
    "NOT_DELIVERED",
    Look.STOP,
    Next.SCAN_AGAIN,
    "Tidak ada isi label ini yang tercatat di mitra. Pindai label lain, atau cari lewat nomor pesanan.",
    "The partner has nothing of this label on record. Scan another, or look it up by the order's number.",
)
BAD_CODE = _no(
    "BAD_CODE",
    Look.ASK,
    Next.CORRECT_FORM,
    "Isi {what} dengan huruf, angka, titik atau tanda hubung, paling banyak {most}.",
    "Fill in {what} with letters, digits, dots or hyphens, at most {most}.",
)
LAST_ADMINISTRATOR = _no(
    "LAST_ADMINISTRATOR",
    Look.STOP,
    Next.CORRECT_FORM,
    "Harus selalu ada satu administrator yang aktif. Tunjuk yang lain dulu.",
    "One active administrator must always remain. Name another one first.",
)
POST_TAKEN = _no(
    "POST_TAKEN",
    Look.STOP,
    Next.CORRECT_FORM,
    "{post} sudah dipegang {name} pada tanggal itu. Akhiri dulu yang lama, atau pilih Plh. atau Plt.",
    "{post} is held by {name} on these days. End that first, or choose acting (Plh. or Plt.).",
)
IN_USE = _no(
    "IN_USE",
    Look.STOP,
    Next.CORRECT_FORM,
    "Belum bisa diarsipkan, masih dipakai {what}: {where}. Selesaikan atau ganti itu dulu.",
    "This can't be archived yet, it is in use by {what}: {where}. Finish or change that first.",
)
BELOW_MADE = _no(
    "BELOW_MADE",
    Look.STOP,
    Next.CORRECT_FORM,
    "Ukuran {size}: sudah dibuat {made}, targetnya tidak bisa kurang dari itu."
    " Bila mitra mau menerima kurang, tutup pesanannya nanti dengan persetujuan mitra.",
    "Size {size}: {made} are made already, the target can't be less."
    " If the partner will take fewer, close the order later with the partner's consent.",
)
MATERIAL_CAME = _no(
    "MATERIAL_CAME",
    Look.STOP,
    Next.CORRECT_FORM,
    "Bahan ukuran {size} sudah diterima; ukuran ini tidak bisa dihapus dari pesanan. Isi target paling sedikit satu.",
    "Material of size {size} came in already; it can't be taken off the order. Fill in a target of at least one.",
)
LABELS_UNREADABLE = _no(
    "LABELS_UNREADABLE",
    Look.STOP,
    Next.CORRECT_FORM,
    "{count} label tidak terbaca kembali dari PDF-nya. Tidak ada yang dicetak; pilih kertas lain.",
    "{count} labels could not be read back from their PDF. Nothing was printed; choose another paper.",
)
ALREADY_PRINTED = _no(
    "ALREADY_PRINTED",
    Look.ASK,
    Next.CORRECT_FORM,
    "Semua label itu sudah pernah dicetak. Untuk mencetaknya lagi, pilih Cetak ulang: label lama tidak berlaku lagi.",
    "All of those labels were printed before. To print them again, choose Reprint: the old labels end.",
)
TOO_MANY_LABELS = _no(
    "TOO_MANY_LABELS",
    Look.ASK,
    Next.CORRECT_FORM,
    "Paling banyak {most} label sekali cetak. Pilih sebagian dulu.",
    "At most {most} labels at once. Choose a part of them first.",
)
PRESS_FULL = _no(
    "PRESS_FULL",
    Look.STOP,
    Next.WAIT,
    "Masih banyak cetakan yang menunggu. Tunggu sampai ada yang selesai, lalu coba lagi.",
    "Too many prints wait already. Wait until one is done, then try again.",
)
WRONG_MEDIUM = _no(
    "WRONG_MEDIUM",
    Look.STOP,
    Next.CORRECT_FORM,
    "Kertas ini tidak ada di printer {printer}. Pilih kertas atau printer lain.",
    "This paper isn't in printer {printer}. Choose another paper or printer.",
)
BAD_PRINTER_ADDRESS = _no(
    "BAD_PRINTER_ADDRESS",
    Look.STOP,
    Next.CORRECT_FORM,
    "Alamat printer tidak benar. Isi nama antrean CUPS, atau alamat dan porta seperti 192.168.1.50:9100.",
    "That is no printer's address. Give the name of a CUPS queue, or an address and port like 192.168.1.50:9100.",
)
PRINTER_SILENT = _no(
    "PRINTER_SILENT",
    Look.STOP,
    Next.CORRECT_FORM,
    "Printer {what} tidak menjawab. Belum ada yang tercetak. Periksa listrik dan kabelnya, lalu kirim lagi.",
    "Printer {what} doesn't answer. Nothing was printed. Check its power and cable, then send again.",
)
PRINTER_REFUSED = _no(
    "PRINTER_REFUSED",
    Look.STOP,
    Next.CORRECT_FORM,
    "Antrean {what} menolak kiriman. Belum ada yang tercetak. Periksa printernya, lalu kirim lagi.",
    "Queue {what} refused it. Nothing was printed. Check the printer, then send again.",
)
PRINT_UNKNOWN = _no(
    "PRINT_UNKNOWN",
    Look.ASK,
    Next.CONFIRM,
    "Sambungan putus saat mengirim. Lihat di printer apa yang sudah keluar, lalu jawab di sini.",
    "The connection broke while sending. Look at the printer what came out, then answer here.",
)
PRINT_INTERRUPTED = _no(
    "PRINT_INTERRUPTED",
    Look.STOP,
    Next.CORRECT_FORM,
    "Pembuatan label terputus. Belum ada yang tercetak; minta cetak lagi.",
    "Making the labels was interrupted. Nothing was printed; ask for them again.",
)
NOTHING_PRINTED = _no(
    "NOTHING_PRINTED",
    Look.ALREADY,
    Next.CORRECT_FORM,
    "Tidak ada label yang keluar. Labelnya belum dianggap tercetak; minta cetak lagi.",
    "No label came out. The labels don't count as printed; ask for them again.",
)
NOT_TO_SEND = _no(
    "NOT_TO_SEND",
    Look.STOP,
    Next.CONFIRM,
    "Cetakan ini sudah dikirim. Jawab dulu apa yang keluar dari printer.",
    "This print was sent already. Say first what came out of the printer.",
)
JOB_SETTLED = _no(
    "JOB_SETTLED",
    Look.ALREADY,
    Next.NOTHING,
    "Cetakan ini sudah dijawab. Tidak dicatat dua kali.",
    "This print was answered for already. Not recorded twice.",
)

# Signing in and sending

WRONG_PIN = _no(
    "WRONG_PIN",
    Look.STOP,
    Next.SIGN_IN,
    "PIN atau kata sandi salah. Coba lagi.",
    "Wrong PIN or password. Try again.",
)
SLOW_DOWN = _no(
    "SLOW_DOWN",
    Look.STOP,
    Next.WAIT,
    "Terlalu banyak percobaan. Tunggu {seconds} detik.",
    "Too many tries. Wait {seconds} seconds.",
)
UNKNOWN_STATION = _no(
    "UNKNOWN_STATION",
    Look.STOP,
    Next.SUPERVISOR,
    "Tablet ini belum atau tidak lagi terpasang di pos. Minta penyelia memasangkannya.",
    "This tablet isn't paired with a station, or not any more. Ask a supervisor to pair it.",
)
PAIRING_UNKNOWN = _no(
    "PAIRING_UNKNOWN",
    Look.STOP,
    Next.SCAN_AGAIN,
    "Kode tablet tidak dikenal. Periksa hurufnya, atau minta penyelia menampilkan kode baru.",
    "Unknown pairing code. Check its letters, or ask a supervisor to show a new one.",
)
PAIRING_USED = _no(
    "PAIRING_USED",
    Look.STOP,
    Next.SUPERVISOR,
    "Kode ini sudah dipakai tablet lain. Minta penyelia menampilkan kode baru.",
    "Another tablet has used this code. Ask a supervisor to show a new one.",
)
PAIRING_OVER = _no(
    "PAIRING_OVER",
    Look.STOP,
    Next.SUPERVISOR,
    "Kode ini tidak berlaku lagi. Minta penyelia menampilkan kode baru.",
    "This code no longer holds. Ask a supervisor to show a new one.",
)
NOT_JSON = _no(
    "NOT_JSON",
    Look.STOP,
    Next.SUPERVISOR,
    "Kiriman tidak bisa dibaca. Tidak ada yang dicatat.",
    "What was sent can't be read. Nothing was recorded.",
)
TOO_LARGE = _no(
    "TOO_LARGE",
    Look.STOP,
    Next.SCAN_AGAIN,
    "Kiriman terlalu besar. Kirim sebagian.",
    "What was sent is too large. Send a part of it.",
)
TRY_AGAIN = _no(
    "TRY_AGAIN",
    Look.STOP,
    Next.WAIT,
    "Server sedang sibuk. Tidak ada yang dicatat; coba lagi sebentar.",
    "The server is busy. Nothing was recorded; try again in a moment.",
)
NOT_A_PICTURE = _no(
    "NOT_A_PICTURE",
    Look.STOP,
    Next.SCAN_AGAIN,
    "Berkas itu bukan foto. Ambil foto labelnya.",
    "That file isn't a photo. Take a photo of the label.",
)
PICTURE_TOO_LARGE = _no(
    "PICTURE_TOO_LARGE",
    Look.STOP,
    Next.SCAN_AGAIN,
    "Foto terlalu besar. Kecilkan mutu kamera, lalu coba lagi.",
    "The photo is too large. Lower the camera's quality and try again.",
)
NOTHING_READ = _no(
    "NOTHING_READ",
    Look.STOP,
    Next.SCAN_AGAIN,
    "Tidak ada label yang terbaca di foto. Lebih dekat, lebih terang, lalu coba lagi.",
    "No label could be read in the photo. Closer, more light, then try again.",
)
NO_GOODS_IN_PHOTO = _no(
    "NO_GOODS_IN_PHOTO",
    Look.STOP,
    Next.SCAN_AGAIN,
    "Tidak ada label barang di foto itu. Foto lagi labelnya; kartu dipindai langsung.",
    "There is no label of goods in that photo. Photograph the label again; cards are scanned directly.",
)
CAMERA_OFF = _no(
    "CAMERA_OFF",
    Look.STOP,
    Next.SCAN_AGAIN,
    "Kamera tidak dipakai di bengkel ini. Pakai pemindai atau ketik nomornya.",
    "Cameras are switched off in this workshop. Use the scanner or type the number.",
)
PAGE_TOO_OLD = _no(
    "PAGE_TOO_OLD",
    Look.STOP,
    Next.CORRECT_FORM,
    "Halaman ini terlalu lama terbuka. Muat ulang, lalu kirim lagi.",
    "This page was open too long. Load it again, then send again.",
)

# Spreadsheets brought in

SHEET_UNREADABLE = _no(
    "SHEET_UNREADABLE",
    Look.STOP,
    Next.CORRECT_FORM,
    "Berkas ini bukan CSV atau XLSX. Simpan dari program tabel sebagai XLSX, lalu unggah lagi.",
    "This file is neither CSV nor XLSX. Save it as XLSX in your spreadsheet program, then upload it again.",
)
SHEET_EMPTY = _no(
    "SHEET_EMPTY",
    Look.STOP,
    Next.CORRECT_FORM,
    "Berkas ini kosong. Unduh contohnya, isi, lalu unggah.",
    "This file is empty. Download the template, fill it in, then upload it.",
)
SHEET_TOO_LONG = _no(
    "SHEET_TOO_LONG",
    Look.STOP,
    Next.CORRECT_FORM,
    "Terlalu banyak baris: paling banyak {most} sekali unggah. Bagi menjadi beberapa berkas.",
    "Too many rows: at most {most} at a time. Divide them into several files.",
)
SHEET_COLUMNS = _no(
    "SHEET_COLUMNS",
    Look.STOP,
    Next.CORRECT_FORM,
    "Kolom ini tidak ada: {missing}. Tulis nama kolom di baris pertama, seperti pada contoh.",
    "These columns are missing: {missing}. Write the columns' names in the first row, as in the template.",
)
SHEET_COLUMN_TWICE = _no(
    "SHEET_COLUMN_TWICE",
    Look.STOP,
    Next.CORRECT_FORM,
    "Kolom “{heading}” ada dua kali. Hapus salah satunya.",
    "The column “{heading}” stands there twice. Take one of them out.",
)
SHEET_GONE = _no(
    "SHEET_GONE",
    Look.STOP,
    Next.CORRECT_FORM,
    "Berkas yang diperiksa sudah dihapus. Unggah sekali lagi.",
    "The file that was checked is gone. Upload it once more.",
)
CELL_EMPTY = _no("CELL_EMPTY", Look.STOP, Next.CORRECT_FORM, "masih kosong. Isi dulu.", "is empty. Fill it in.")
CELL_TOO_LONG = _no(
    "CELL_TOO_LONG",
    Look.STOP,
    Next.CORRECT_FORM,
    "terlalu panjang. Paling banyak {most} huruf.",
    "is too long. At most {most} letters.",
)
CELL_NOT_A_CODE = _no(
    "CELL_NOT_A_CODE",
    Look.STOP,
    Next.CORRECT_FORM,
    "“{value}” bukan kode. Pakai huruf, angka, titik, garis; paling banyak {most}, tanpa spasi.",
    "“{value}” isn't a code. Use letters, digits, dots, dashes; at most {most}, without blanks.",
)
CELL_NOT_WHOLE = _no(
    "CELL_NOT_WHOLE",
    Look.STOP,
    Next.CORRECT_FORM,
    "“{value}” bukan bilangan bulat. Tulis angkanya saja, misalnya 1200.",
    "“{value}” isn't a whole number. Write digits only, for instance 1200.",
)
CELL_OUT_OF_RANGE = _no(
    "CELL_OUT_OF_RANGE",
    Look.STOP,
    Next.CORRECT_FORM,
    "“{value}” di luar batas. Tulis 1 sampai {most}.",
    "“{value}” is out of bounds. Write 1 to {most}.",
)
CELL_NOT_A_DAY = _no(
    "CELL_NOT_A_DAY",
    Look.STOP,
    Next.CORRECT_FORM,
    "“{value}” bukan tanggal. Tulis misalnya 21/11/2026.",
    "“{value}” isn't a date. Write for instance 21/11/2026.",
)
CELL_NOT_A_CHOICE = _no(
    "CELL_NOT_A_CHOICE",
    Look.STOP,
    Next.CORRECT_FORM,
    "“{value}” tidak dikenal di sini. Pilih: {choices}.",
    "“{value}” isn't known here. Choose one of: {choices}.",
)
CELL_UNKNOWN = _no(
    "CELL_UNKNOWN",
    Look.STOP,
    Next.CORRECT_FORM,
    "“{value}” belum ada sebagai {what}. Tambahkan dulu, atau betulkan kodenya.",
    "“{value}” isn't there as {what}. Add it first, or correct the code.",
)
CELL_TWICE = _no(
    "CELL_TWICE",
    Look.STOP,
    Next.CORRECT_FORM,
    "“{value}” sudah ada di baris {line}. Hapus salah satunya.",
    "“{value}” stands in row {line} already. Take one of them out.",
)
CELL_TAKEN = _no(
    "CELL_TAKEN",
    Look.STOP,
    Next.CORRECT_FORM,
    "“{value}” terlalu mirip dengan nomor yang sudah ada. Pakai nomor lain.",
    "“{value}” is too much like a number that is here already. Use another.",
)
CELL_DIFFERS = _no(
    "CELL_DIFFERS",
    Look.STOP,
    Next.CORRECT_FORM,
    "{name} sudah ada dengan isi lain: {kept}. Samakan, atau ubah lewat halamannya.",
    "{name} is here already and says something else: {kept}. Make them equal, or change it on its page.",
)
CELL_FORMULA = _no(
    "CELL_FORMULA",
    Look.STOP,
    Next.CORRECT_FORM,
    "berisi rumus tanpa hasil. Tempel hasilnya sebagai nilai.",
    "holds a formula without a result. Paste the result as a value.",
)
CELL_NO_SIZE = _no(
    "CELL_NO_SIZE",
    Look.STOP,
    Next.CORRECT_FORM,
    "tidak berlaku untuk {product}. Kosongkan, atau tambah ukurannya pada produk.",
    "isn't for {product}. Leave it empty, or add the size to the product.",
)

# A standard while it is written

STANDARD_EMPTY = _no(
    "STANDARD_EMPTY",
    Look.ASK,
    Next.CORRECT_FORM,
    "Standar ini belum punya butir periksa. Tambahkan paling sedikit satu, lalu terbitkan.",
    "This standard has no checks yet. Add one at least, then publish.",
)
CHECKS_TOO_MANY = _no(
    "CHECKS_TOO_MANY",
    Look.STOP,
    Next.CORRECT_FORM,
    "Paling banyak {most} butir periksa dalam satu standar. Keluarkan yang tidak perlu.",
    "At most {most} checks in one standard. Take out what isn't needed.",
)
CHECK_BARE = _no(
    "CHECK_BARE",
    Look.ASK,
    Next.CORRECT_FORM,
    "“{check}” belum punya nilai acuan. Isi satu angka acuan, atau satu per ukuran.",
    "“{check}” has no nominal yet. Enter one number, or one for each size.",
)
CHECK_TWICE = _no(
    "CHECK_TWICE",
    Look.STOP,
    Next.CORRECT_FORM,
    "“{check}” sudah ada di kelompok ini. Pakai kata lain, atau ubah yang sudah ada.",
    "“{check}” is in this group already. Use other words, or change the one that is there.",
)
DRAFT_GONE = _no(
    "DRAFT_GONE",
    Look.STOP,
    Next.CORRECT_FORM,
    "Konsep ini sudah diterbitkan atau dibuang. Mulai konsep baru dari halaman standarnya.",
    "This draft was published or dropped. Begin a new one on the standard's page.",
)
DRAFT_CHANGED = _no(
    "DRAFT_CHANGED",
    Look.ASK,
    Next.CORRECT_FORM,
    "Konsep ini diubah sejak halaman dibuka. Lihat lagi perubahannya, lalu terbitkan.",
    "This draft was changed since the page was opened. Look at the changes again, then publish.",
)
SHEET_COLUMN_UNKNOWN = _no(
    "SHEET_COLUMN_UNKNOWN",
    Look.STOP,
    Next.CORRECT_FORM,
    "Kolom “{heading}” tidak dikenal. Yang dibaca: {known}. Betulkan namanya, atau hapus kolomnya.",
    "The column “{heading}” isn't known. These are read: {known}. Correct its name, or take the column out.",
)
CELL_NOT_HERE = _no(
    "CELL_NOT_HERE",
    Look.STOP,
    Next.CORRECT_FORM,
    "tidak berlaku untuk baris “{kind}”. Kosongkan.",
    "isn't for a row of “{kind}”. Leave it empty.",
)
CELL_NOT_A_NUMBER = _no(
    "CELL_NOT_A_NUMBER",
    Look.STOP,
    Next.CORRECT_FORM,
    "“{value}” bukan angka. Tulis angkanya saja, misalnya 40,5.",
    "“{value}” isn't a number. Write the number alone, such as 40.5.",
)

# A product's photo

NOT_A_PHOTO = _no(
    "NOT_A_PHOTO",
    Look.STOP,
    Next.CORRECT_FORM,
    "Berkas itu bukan foto yang bisa dibaca. Pilih berkas JPEG atau PNG.",
    "That file isn't a photo that can be read. Choose a JPEG or PNG file.",
)

# Paper for a power cut

DAY_SHEET_SCANNED = _no(
    "DAY_SHEET_SCANNED",
    Look.STOP,
    Next.SUPERVISOR,
    "Ini lembar darurat, bukan label barang. Serahkan ke pengawas: lembar difoto di halaman Lembar darurat.",
    "This is a day sheet, not a label. Give it to a supervisor: it is photographed on the page Day sheets.",
)
NOTHING_FOR_PAPER = _no(
    "NOTHING_FOR_PAPER",
    Look.ALREADY,
    Next.NOTHING,
    "Tidak ada barang yang menunggu di pos ini, jadi tidak ada yang dicetak. Pilih pos lain.",
    "Nothing waits at this station, so there is nothing to print. Choose another station.",
)
SHEET_NOT_SEEN = _no(
    "SHEET_NOT_SEEN",
    Look.ASK,
    Next.CORRECT_FORM,
    "Lembar darurat tidak terbaca di foto itu. Letakkan lembar rata, foto dari atas dengan keempat kotak sudut tampak.",
    "No day sheet can be read in that photo. Lay it flat and take it from above, its four corner squares in view.",
)
UNKNOWN_SHEET = _no(
    "UNKNOWN_SHEET",
    Look.STOP,
    Next.CORRECT_FORM,
    "Lembar ini tidak dicetak dari bengkel ini. Periksa apakah fotonya benar.",
    "This sheet was not printed by this workshop. Check whether it is the right photo.",
)
SHEET_OF_ANOTHER_STATION = _no(
    "SHEET_OF_ANOTHER_STATION",
    Look.STOP,
    Next.CORRECT_FORM,
    "Lembar ini milik pos {station}. Unggah di baris pos itu, atau pilih lembar yang benar.",
    "This sheet belongs to station {station}. Upload it there, or choose the right sheet.",
)
SHEET_TOO_OLD = _no(
    "SHEET_TOO_OLD",
    Look.STOP,
    Next.CORRECT_FORM,
    "Lembar ini untuk {day}, lebih dari {days} hari lalu. Catat isinya sebagai koreksi, dengan alasan.",
    "This sheet is for {day}, more than {days} days ago. Enter what it says as corrections, with a reason.",
)
SHEET_ROW_UNANSWERED = _no(
    "SHEET_ROW_UNANSWERED",
    Look.ASK,
    Next.CORRECT_FORM,
    "{unit}: tandanya kurang jelas. Lihat potongan fotonya, lalu isi jawabannya (0 kalau tidak dikerjakan).",
    "{unit}: its marks are not clear. Look at its part of the photo and fill in the answer (0 if nothing was done).",
)

# Setting up

WRONG_SETUP_CODE = _no(
    "WRONG_SETUP_CODE",
    Look.STOP,
    Next.CORRECT_FORM,
    "Kode pemasangan salah. Lihat di layar server, atau jalankan: floor site code",
    "The set-up code is wrong. Look at the server's console, or run: floor site code",
)
NOT_SET_UP = _no(
    "NOT_SET_UP",
    Look.ASK,
    Next.CORRECT_FORM,
    "Bengkel belum siap. Kerjakan dulu langkah yang belum bercentang.",
    "The workshop isn't ready. Do the steps without a tick first.",
)
