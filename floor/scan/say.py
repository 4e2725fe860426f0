"""Answers as people and tablets read them: sentences made anew from codes and numbers, in the reader's language."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from .. import clock, refusals
from ..models import Outcome
from ..refusals import No
from ..rules import places
from ..rules.route import Route
from ..rules.scanning import Holding
from .read import FoundUnit, StageWords
from .results import Moved, Result

_ENDS = {
    places.READY: ("siap kirim", "ready"),
    places.DELIVERED: ("dikirim", "delivered"),
    places.SCRAP: ("afkir", "scrap"),
    places.GRADE_B: ("grade B", "grade B"),
    places.HOLD: ("ditahan", "on hold"),
    places.MISSING: ("hilang", "missing"),
    places.RETURNED: ("diretur", "returned"),
}
_KINDS = {"batch": ("Batch", "Batch"), "bundle": ("Bundel", "Bundle"), "piece": ("Potong", "Piece")}
_RECORDED = (
    "Tercatat. {unit} selesai {stage}, lanjut ke {onward}.",
    "Recorded. {unit} finished {stage}, next {onward}.",
)
_PACKED = ("Tercatat. {unit} selesai {stage}. Siap kirim.", "Recorded. {unit} finished {stage}. Ready for delivery.")
_AGAIN = ("{unit}, perbaikan ke-{times},", "{unit}, rework number {times},")
_SOME_AGAIN = (" {quantity} di antaranya perbaikan ke-{times}.", " {quantity} of them rework number {times}.")
_PART = (" {quantity} dari {held}.", " {quantity} of {held}.")
_ELSEWHERE = (" {count} lainnya di {where}.", " {count} more at {where}.")
_ENDED = (" {count} lainnya {where}.", " {count} more {where}.")
_UNDONE = ("Diurungkan. {unit} kembali ke {where}.", "Undone. {unit} is back at {where}.")
_WITHDRAWN = ("Diurungkan. {unit} tidak jadi dicatat.", "Undone. {unit} will not be recorded.")
_INTO = (" Masuk koli {carton}.", " Into carton {carton}.")
_CARTONS = {
    "filling": (
        "Koli {carton} diisi di pos ini. Pindai isinya; pindai koli sekali lagi untuk menutup.",
        "Carton {carton} is filled here. Scan what goes in; scan the carton again to close it.",
    ),
    "sealed": ("Koli {carton} ditutup.", "Carton {carton} is closed."),
    "away": ("Koli {carton} disimpan dulu.", "Carton {carton} is put away."),
}
_BADGE = ("Petugas di pos ini: {who}.", "Officer at this station: {who}.")
_WORKER = ("Hasil kerja sekarang untuk {who}.", "Work counts for {who} now.")
_COMMANDS = {
    "out": ("Petugas keluar dari pos ini.", "Nobody is signed in at this station now."),
    "moved": ("Tablet ini sekarang di pos {station}.", "This tablet is at station {station} now."),
}
_CLOCK = (
    " Jam tablet berbeda {minutes} menit dari server. Minta petugas menyamakan jam.",
    " The tablet's clock is {minutes} minutes off. Ask an officer to set it.",
)
_WORTH_SAYING_MS = 120_000


def answer(result: Result, locale: str, zone: str) -> dict[str, Any]:
    """One result of ``POST /api/v1/scans``."""
    said: dict[str, Any] = {"id": result.id, "outcome": result.outcome.value}
    if result.replayed:
        said["replayed"] = True
    if result.outcome is Outcome.RECORDED:
        said["moves"] = [move(moved, result.route, result.words) for moved in result.moved]
        if result.into is not None or result.carton is not None:
            said["carton"] = result.into or result.carton[0]  # type: ignore[index]
        if result.station is not None:
            said["station"] = {"code": result.station[0], "name": result.station[1]}
        said["say"] = _sentence(result, locale)
    elif result.no is not None:
        said["refusal"] = refusal(result.no, locale, zone, result)
        said["say"] = said["refusal"]["sentence"]
        said.update(_address(result))
    if result.unit is not None:
        said["unit"] = unit(result.unit, result.held, result.route, result.words)
    if abs(result.clock_off_ms) > _WORTH_SAYING_MS:
        said["clock_off_ms"] = result.clock_off_ms
    return said


def refusal(no: No, locale: str, zone: str, result: Result) -> dict[str, Any]:
    """A refusal with its sentence; the numbers behind it stand in ``detail``."""
    known = refusals.ALL[no.code]
    words = sentence_words(no, locale, zone, result.unit, result.words, result.route)
    if result.new_name is not None:
        words["new_name"] = result.new_name
    said: dict[str, Any] = {
        "code": no.code,
        "sentence": known.sentence(locale, words),
        "look": known.look.value,
        "next": known.next.value,
    }
    if no.detail:
        said["detail"] = told_detail(no, result.route, result.words, locale)
    return said


def sentence_words(
    no: No,
    locale: str,
    zone: str,
    found: FoundUnit | None,
    words: Mapping[int, StageWords],
    route: Route | None,
) -> dict[str, Any]:
    """What fills a refusal's sentence: names for the numbers of its detail."""
    said = dict(no.detail)
    if found is not None:
        said["unit"] = unit_words(found, locale)
    if "at" in said:
        said["at"] = clock.local(said["at"], zone).strftime("%H:%M" if locale == "en" else "%H.%M")
    if "stage_id" in said and said["stage_id"] in words:
        said["stage"] = words[said["stage_id"]].in_locale(locale)
    if isinstance(said.get("where"), list) and said["where"]:
        named = [(place["quantity"], place_words(place["place"], route, words, locale)) for place in said["where"]]
        said["where"] = ", ".join(name if len(named) == 1 else f"{name} ({n})" for n, name in named)
    return said


def told_detail(no: No, route: Route | None, words: Mapping[int, StageWords], locale: str) -> dict[str, Any]:
    """A refusal's numbers as the API tells them: places by name, choices with the stage's words."""
    told = {name: value for name, value in no.detail.items() if name not in ("where", "choices", "at")}
    if "at" in no.detail:
        told["at"] = clock.iso(no.detail["at"])
    if "where" in no.detail:
        told["where"] = [
            {**place(item["place"], route, words), "quantity": item["quantity"]} for item in no.detail["where"]
        ]
    if "choices" in no.detail:
        told["choices"] = [
            {
                **choice,
                "stage": code_of(choice["step"], route, words),
                "name": place_words(choice["step"], route, words, locale),
            }
            for choice in no.detail["choices"]
        ]
    return told


def move(moved: Moved, route: Route | None, words: Mapping[int, StageWords]) -> dict[str, Any]:
    """A move of an answer: ``from`` and ``to`` are step numbers, or the name of an end."""
    step = moved.to_place if moved.why == "undone" else moved.from_place
    step = step if places.is_step(step) else 0
    return {
        "unit": moved.unit,
        "from": place_number_or_name(moved.from_place),
        "to": place_number_or_name(moved.to_place),
        "step": step or None,
        "stage": code_of(step, route, words) if step else None,
        "quantity": moved.quantity,
        "cycle": moved.cycle,
        "why": moved.why,
    }


def unit(
    found: FoundUnit, held: Sequence[Holding], route: Route | None, words: Mapping[int, StageWords]
) -> dict[str, Any]:
    """A unit with the words of its label and where its pieces are."""
    where: dict[tuple[int, int], int] = {}
    for holding in held:
        key = (holding.place, holding.mark.cycle)
        where[key] = where.get(key, 0) + holding.quantity
    return {
        "code": found.code,
        "unit": found.name,
        "kind": found.kind,
        "product": found.product,
        "order": found.order_number,
        "size": found.size,
        "counted_in": found.counted_in,
        "quantity": sum(where.values()),
        "where": [
            {**place(at, route, words), "quantity": quantity, "cycle": cycle}
            for (at, cycle), quantity in sorted(where.items())
        ],
    }


def place(at: int, route: Route | None, words: Mapping[int, StageWords]) -> dict[str, Any]:
    """A place: ``{"place": "step", "step": 4, "stage": "JHT"}`` or ``{"place": "ready"}``; *hold* keeps its step."""
    told: dict[str, Any] = {"place": places.name(at)}
    step = places.step_of(at)
    if step is not None:
        told |= {"step": step, "stage": code_of(step, route, words)}
    return told


def place_number_or_name(at: int) -> int | str:
    """A step's number, or the end's name."""
    return at if places.is_step(at) else places.name(at)


def code_of(step: int, route: Route | None, words: Mapping[int, StageWords]) -> str | None:
    """The code of a step's stage."""
    if route is None or not 1 <= step <= len(route.steps):
        return None
    found = words.get(route.step(step).stage_id)
    return found.code if found else None


def place_words(at: int, route: Route | None, words: Mapping[int, StageWords], locale: str) -> str:
    """A place as people call it: ``Jahit``, ``siap kirim``."""
    if places.is_step(at):
        if route is None or at > len(route.steps):
            return "–"
        found = words.get(route.step(at).stage_id)
        return found.in_locale(locale) if found else "–"
    return _ENDS[places.base(at)][locale == "en"] if places.base(at) in _ENDS else "–"


def unit_words(found: FoundUnit, locale: str) -> str:
    """A unit as people call it: ``Bundel A-031-03/012``."""
    return f"{_KINDS[found.kind][locale == 'en']} {found.name}"


def _sentence(result: Result, locale: str) -> str:
    return _what_happened(result, locale) + clock_words(result, locale)


def _what_happened(result: Result, locale: str) -> str:
    english = locale == "en"
    if result.undone and result.unit is not None and not result.moved:
        return _WITHDRAWN[english].format(unit=unit_words(result.unit, locale))
    if result.carton is not None:
        number, state = result.carton
        return _CARTONS[state][english].format(carton=number)
    if result.command in _COMMANDS:
        return _COMMANDS[result.command][english].format(station=result.station[1] if result.station else "–")
    if result.unit is None or not result.moved:
        card = _WORKER if result.is_worker else _BADGE
        return card[english].format(who=result.who or "–")
    name = unit_words(result.unit, locale)
    last = result.moved[-1]
    if result.undone:
        return _UNDONE[english].format(unit=name, where=place_words(last.to_place, result.route, result.words, locale))
    stage = place_words(last.from_place, result.route, result.words, locale)
    template = _PACKED if last.to_place == places.READY else _RECORDED
    again = _sent_back(result, last)
    if list(again) == [last.cycle]:
        name = _AGAIN[english].format(unit=name, times=last.cycle)
    said = template[english].format(
        unit=name, stage=stage, onward=place_words(last.to_place, result.route, result.words, locale)
    )
    if len(again) > 1:
        some = ((times, quantity) for times, quantity in again.items() if times)
        said += "".join(_SOME_AGAIN[english].format(quantity=quantity, times=times) for times, quantity in some)
    into = _INTO[english].format(carton=result.into) if result.into is not None else ""
    return said + into + _part(result, last, english) + _elsewhere(result, last, locale)


def _sent_back(result: Result, last: Moved) -> dict[int, int]:
    """The pieces that went on, by how often they were sent back; empty where none was."""
    counted: dict[int, int] = {}
    for moved in result.moved:
        if moved.from_place == last.from_place:
            counted[moved.cycle] = counted.get(moved.cycle, 0) + moved.quantity
    return dict(sorted(counted.items())) if any(counted) else {}


def _part(result: Result, last: Moved, english: bool) -> str:
    moved = sum(m.quantity for m in result.moved if m.from_place == last.from_place)
    held = sum(holding.quantity for holding in result.held)
    return _PART[english].format(quantity=moved, held=held) if moved < held else ""


def _elsewhere(result: Result, last: Moved, locale: str) -> str:
    others: dict[int, int] = {}
    for holding in result.held:
        if holding.place != last.to_place:
            others[holding.place] = others.get(holding.place, 0) + holding.quantity
    return "".join(
        (_ELSEWHERE if places.is_step(at) else _ENDED)[locale == "en"].format(
            count=count, where=place_words(at, result.route, result.words, locale)
        )
        for at, count in sorted(others.items())
    )


def clock_words(result: Result, locale: str) -> str:
    """What is to be said of a tablet's clock that is off, after a blank; nothing where it is right."""
    off = abs(result.clock_off_ms)
    return _CLOCK[locale == "en"].format(minutes=round(off / clock.MINUTE)) if off > _WORTH_SAYING_MS else ""


def _address(result: Result) -> dict[str, str]:
    """Where to go on, for a scan at a gate."""
    if result.no is not None and result.no.code == refusals.NEEDS_VERDICT.code and result.unit is not None:
        return {"address": f"/quality/inspect/{result.unit.code}"}
    return {}
