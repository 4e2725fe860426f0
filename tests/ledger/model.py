"""The ledger once more, as plain Python: what the design says of pieces, places and scans, knowing nothing of floor.

Steps are numbers, the ends are words (``ready``, ``hold 4``). A mark is (how often sent back, by which gate furthest
down the route). Every verb answers the code of a refusal, or the moves that were made.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from tests.ledger.nouns import (
    ASK_WITHIN,
    GATE,
    SERVES,
    SKIPPABLE,
    UNDO_WITHIN,
    Answer,
    Deed,
    Heard,
    Mark,
    Moved,
    Scan,
    Split,
    Spot,
    deal,
    number,
    ready_for,
    walk,
    where_it_ended,
)


@dataclass
class Workshop:
    """All that is known of the pieces of one order line."""

    pieces: Counter[Spot] = field(default_factory=Counter)
    parents: dict[str, str | None] = field(default_factory=dict)  # in the order they were made
    deeds: list[Deed] = field(default_factory=list)
    waiting: dict[str, Scan] = field(default_factory=dict)  # by key, in the order they were heard
    scans: dict[str, Heard] = field(default_factory=dict)
    verdicts: dict[str, Heard] = field(default_factory=dict)
    made: int = 0
    packed: Counter[tuple[str, Spot]] = field(default_factory=Counter)  # by carton and what lies in it
    sealed: set[str] = field(default_factory=set)
    filling: str | None = None  # the carton at P-LPT

    # What is there

    def spots(self, unit: str) -> list[Spot]:
        """Where a unit's pieces and those of its children are."""
        return [spot for spot, n in self.pieces.items() if n and unit in (spot[0], self.parents[spot[0]])]

    def count(self, spots: Iterable[Spot]) -> int:
        """How many pieces are there."""
        return sum(self.pieces[spot] for spot in spots)

    def loose(self, spot: Spot) -> int:
        """How many pieces of a spot lie in no carton."""
        return self.pieces[spot] - sum(n for (_, packed), n in self.packed.items() if packed == spot)

    # What a scan means

    def scan(self, scan: Scan) -> Answer:
        """A scan is heard."""
        answer = self._decide(scan, asks=True)
        self.scans[scan.key] = Heard(scan.station, scan.at, scan.unit, not isinstance(answer, str))
        if answer == "NOT_HERE_YET":
            self.waiting[scan.key] = scan
        if isinstance(answer, list):
            full = self.filling if scan.station == "P-LPT" else None
            answer = [replace(move, into=full) if move.target[1] == "ready" else move for move in answer]
            self._do(scan.key, scan.station, answer)
        return answer

    def _decide(self, scan: Scan, *, asks: bool) -> Answer:
        serves = SERVES[scan.station]
        here: dict[int, list[Spot]] = {}
        there = self._there_then(scan)
        for spot in there:
            if (reached := ready_for(spot[1], serves)) is not None:
                here.setdefault(reached, []).append(spot)
        if not here:
            return self._why_nothing(scan, there)
        if scan.step not in here and (scan.step is not None or len(here) > 1):
            return "WHICH_STEP"
        step = scan.step or min(here)
        spots = [spot for spot in here[step] if scan.cycle in (None, spot[2][0])]
        if not spots:
            return "WHICH_STEP"
        if step == GATE:
            return "NEEDS_VERDICT"
        if asks and scan.step is None and step - 1 in serves and self._just_scanned(scan):
            return "SURE_AGAIN"
        return self._take(scan, step, spots, there)

    def _there_then(self, scan: Scan) -> Counter[Spot]:
        """What a scan can mean: a late one no pieces sent back after it happened, which are those furthest back."""
        found = Counter({spot: self.pieces[spot] for spot in self.spots(scan.unit)})
        back: Counter[tuple[str, Mark]] = Counter()
        for deed in self.deeds if scan.late else []:
            if deed.key in self.verdicts and not deed.undone and self.verdicts[deed.key].at > scan.at:
                for move in deed.moves:
                    if move.target[2][0] > move.source[2][0] and self._is_of(move.source[0], scan.unit):
                        back[move.source[0], move.target[2]] += move.quantity
        for at_home in (True, False):
            for unit, mark in back:
                for spot in sorted(found, key=lambda spot: (not isinstance(spot[1], int), str(spot[1]))):
                    if spot[2] == mark and (spot[0] == unit or not at_home):
                        gone = min(found[spot], back[unit, mark])
                        found[spot] -= gone
                        back[unit, mark] -= gone
        return +found

    def _take(self, scan: Scan, step: int, spots: list[Spot], then: Counter[Spot]) -> Answer:
        there = sum(then[spot] for spot in spots)
        wanted = scan.quantity or (scan.seen if scan.late else None) or there
        if wanted > there:
            before = sum(n for s, n in then.items() if s not in spots and isinstance(s[1], int) and s[1] < step)
            if scan.late and wanted <= there + before:
                return "NOT_HERE_YET"
            return "SCAN_THE_BUNDLES" if any(spot[0] != scan.unit for spot in spots) else "TOO_MANY"
        if wanted < there:
            if any(spot[0] != scan.unit for spot in spots):
                spots = [spot for spot in spots if spot[0] == scan.unit]
                if wanted > sum(then[spot] for spot in spots):
                    return "SCAN_THE_BUNDLES"
            if wanted < sum(then[spot] for spot in spots) and len({spot[2][0] for spot in spots}) > 1:
                return "WHICH_STEP"
            spots.sort(key=lambda spot: (-number(spot[1]), spot[2]))
        moves: list[Moved] = []
        for spot in spots:
            taken = min(wanted, then[spot])
            moves += walk(spot, step, taken, "skipped", "done") if taken else []
            wanted -= taken
        return moves

    def _just_scanned(self, scan: Scan) -> bool:
        last = [
            heard
            for key, heard in self.scans.items()
            if (heard.unit, heard.station, heard.recorded) == (scan.unit, scan.station, True) and not self._undone(key)
        ]
        return bool(last) and abs(scan.at - last[-1].at) < ASK_WITHIN

    def _undone(self, key: str) -> bool:
        return any(deed.undone for deed in self.deeds if deed.key == key)

    def _why_nothing(self, scan: Scan, there: Counter[Spot]) -> str:
        serves = SERVES[scan.station]
        spots = self.spots(scan.unit)
        upstream = sum(n for s, n in there.items() if isinstance(s[1], int) and s[1] < max(serves))
        wanted = scan.quantity or scan.seen
        if scan.late and wanted and wanted <= upstream:
            return "NOT_HERE_YET"
        standing = [(deed, move) for deed in reversed(self.deeds) for move in reversed(deed.moves) if not deed.undone]
        standing = [(d, m) for d, m in standing if m.why != "undone" and self._is_of(m.source[0], scan.unit)]
        out = [(d, m) for d, m in standing if m.source[1] in serves and m.source[1] != m.target[1]]
        if out and (out[0][0] is standing[0][0] or not upstream):
            if out[0][1].why == "inferred":
                return "ALREADY_PASSED"
            if out[0][0].station == scan.station:
                return "ALREADY_DONE"
        if scan.late and upstream:
            return "NOT_HERE_YET"
        return "WRONG_STAGE" if any(isinstance(s[1], int) for s in spots) else where_it_ended(spots)

    def _is_of(self, unit: str, parent: str) -> bool:
        return parent in (unit, self.parents[unit])

    # What is written

    def _do(self, key: str, station: str | None, moves: list[Moved]) -> None:
        self.deeds.append(Deed(key, station, moves))
        for move in moves:
            if move.source[1] != "new":
                assert self.pieces[move.source] >= move.quantity, move
                self.pieces[move.source] -= move.quantity
            self.pieces[move.target] += move.quantity
            for carton, spot, n in ((move.out_of, move.source, -1), (move.into, move.target, 1)):
                if carton is not None:
                    self.packed[carton, spot] += n * move.quantity
                    assert self.packed[carton, spot] >= 0, move
        self._try_those_that_wait({move.target[0] for move in moves})

    def _try_those_that_wait(self, arrived: set[str]) -> None:
        for key, scan in sorted(self.waiting.items(), key=lambda item: item[1].at):
            if not any(self._is_of(unit, scan.unit) for unit in arrived):
                continue
            answer = self._decide(scan, asks=False)
            if answer in ("ALREADY_DONE", "ALREADY_PASSED"):
                del self.waiting[key]
            elif isinstance(answer, list):
                del self.waiting[key]
                self.deeds.append(Deed(key, scan.station, answer))
                for move in answer:
                    self.pieces[move.source] -= move.quantity
                    self.pieces[move.target] += move.quantity
                self._try_those_that_wait(arrived | {move.target[0] for move in answer})
                return

    # Undo

    def undo_scan(self, key: str, undo: str, station: str, at: int) -> Answer:
        """A station takes one of its scans back."""
        kept = self.scans.get(undo)
        answer = self._undo(self.scans, undo, station, at)
        if kept is not None and kept.taken_back and undo in self.waiting:
            del self.waiting[undo]  # it will not be recorded
        self.scans[key] = Heard(station, at, "", not isinstance(answer, str), is_undo=not isinstance(answer, str))
        if isinstance(answer, list) and answer:
            self._reverse(key, station, undo, answer)
        return answer

    def undo_verdict(self, key: str, undo: str, station: str, at: int) -> Answer:
        """A station takes one of its verdicts back."""
        answer = self._undo(self.verdicts, undo, station, at)
        self.verdicts[key] = Heard(station, at, "", not isinstance(answer, str), is_undo=not isinstance(answer, str))
        if isinstance(answer, list):
            self._reverse(key, station, undo, answer)
        return answer

    def _undo(self, among: dict[str, Heard], undo: str, station: str, at: int) -> Answer:
        kept = among.get(undo)
        if kept is None or not (kept.unit or kept.is_undo):
            return "NOTHING_TO_UNDO"
        if kept.station != station:
            return "NOT_YOUR_SCAN"
        if kept.is_undo:
            return "CANT_UNDO_UNDO"
        if not 0 <= at - kept.at <= UNDO_WITHIN:
            return "UNDO_TOO_LATE"
        if kept.taken_back:
            return "ALREADY_UNDONE"
        if undo in self.waiting:
            kept.taken_back = True
            return []
        answer = self._what_to_reverse(undo)
        if isinstance(answer, list):
            kept.taken_back = True
        return answer

    def _what_to_reverse(self, key: str) -> Answer:
        done = next((deed for deed in self.deeds if deed.key == key), None)
        if done is None:
            return "NOTHING_TO_UNDO"
        if done.moves[0].why == "undone":
            return "CANT_UNDO_UNDO"
        if done.undone:
            return "ALREADY_UNDONE"
        return self._back(done, done.moves)

    def _back(self, done: Deed, moves: list[Moved]) -> Answer:
        put = {move.target for move in moves if move.why != "skipped"}
        since = self.deeds[self.deeds.index(done) + 1 :]
        taken = {m.source for deed in since if not deed.undone for m in deed.moves if m.why != "undone"}
        if put & taken:
            return "MOVED_ON"
        if any(move.into in self.sealed for move in moves):
            return "CARTON_SEALED"
        return [move.back() for move in reversed(moves)]

    def _reverse(self, key: str, station: str | None, undo: str, moves: list[Moved]) -> None:
        next(deed for deed in self.deeds if deed.key == undo).undone = True
        self._do(key, station, moves)

    def undo_later(self, key: str, undo: str) -> Answer:
        """A supervisor takes a scan back."""
        answer = self._what_to_reverse(undo)
        if isinstance(answer, list):
            self._reverse(key, None, undo, answer)
        return answer

    # A verdict

    def judge(self, key: str, unit: str, at: int, split: Split) -> Answer:
        """The inspector at P-QC gives a verdict."""
        answer = self._judge(unit, split)
        self.verdicts[key] = Heard("P-QC", at, unit, not isinstance(answer, str))
        if isinstance(answer, list):
            self._do(key, "P-QC", answer)
        return answer

    def correct_verdict(self, key: str, wrong: str, unit: str, at: int, split: Split) -> Answer:
        """The inspector gives another verdict instead of a wrong one: what that moved goes back first."""
        back = self._to_correct(wrong, unit)
        answer = back
        if isinstance(back, list):
            before = self.pieces.copy()
            for move in back:
                self.pieces[move.source] -= move.quantity
                self.pieces[move.target] += move.quantity
            answer, self.pieces = self._judge(unit, split), before
        self.verdicts[key] = Heard("P-QC", at, unit, not isinstance(answer, str))
        if isinstance(back, str) or isinstance(answer, str):
            return answer
        self.verdicts[wrong].is_corrected = True
        next(deed for deed in self.deeds if deed.key == wrong).undone = True
        self._do(key, "P-QC", [*back, *answer])
        return [*back, *answer]

    def _to_correct(self, wrong: str, unit: str) -> Answer:
        kept = self.verdicts[wrong]
        if not kept.recorded or kept.unit != unit:
            return "NOTHING_TO_UNDO"
        if kept.is_corrected:
            return "CORRECTED_ALREADY"
        done = next(deed for deed in self.deeds if deed.key == wrong)
        if done.undone:
            return "NOTHING_TO_UNDO"
        return self._back(done, [move for move in done.moves if move.why != "undone"])

    def _judge(self, unit: str, split: Split) -> Answer:
        if not split.judged:
            return "NOTHING_JUDGED"
        spots = self.spots(unit)
        at = [spot for spot in spots if spot[1] == GATE]
        before = [spot for spot in spots if spot[1] == SKIPPABLE]
        if not at + before:
            return "NOT_AT_GATE" if any(isinstance(spot[1], int) for spot in spots) else where_it_ended(spots)
        meant, there = at or before, self.count(at + before)
        if split.judged > there:
            return "TOO_MANY"
        units = {spot[0] for spot in (meant if split.judged <= self.count(meant) else at + before)}
        whole = split.judged in (self.count(meant), there)
        if (not whole and units != {unit}) or (split.failed and len(units) > 1):
            at, before = ([spot for spot in held if spot[0] == unit] for held in (at, before))
            if split.judged > self.count(at + before):
                return "SCAN_THE_BUNDLES"
            meant = at or before
        if split.grade_b:
            return "NO_CONSENT"
        if split.rework and not 1 <= split.to_step < GATE:
            return "REWORK_WHERE"
        return deal(split, self._presented(meant, [s for s in before if at], split.judged))

    def _presented(self, meant: list[Spot], more: list[Spot], judged: int) -> dict[Spot, int]:
        """The pieces that a verdict is about: those at the gate, then as many of those before it as it takes."""
        found = {spot: self.pieces[spot] for spot in meant}
        for spot in more:
            if (missing := judged - sum(found.values())) > 0:
                found[spot] = min(missing, self.pieces[spot])
        return found

    # What an officer changes

    def make(self, key: str, units: dict[str, int], card: str) -> None:
        """A batch is made: its card and the units that hold pieces."""
        self.parents.setdefault(card, None)
        for unit in units:
            self.parents.setdefault(unit, card if unit != card else None)
        self.made += sum(units.values())
        self._do(key, None, [Moved((u, "new", (0, 0)), (u, 1, (0, 0)), n, "made") for u, n in units.items()])

    def _shift(self, key: str, spot: Spot, target: Spot, quantity: int, why: str) -> list[Moved]:
        moves = [Moved(spot, target, quantity, why)]
        self._do(key, None, moves)
        return moves
