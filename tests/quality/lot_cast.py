"""Lots in the small workshop: plans, bundles at the gate, an inspector who looks at what is drawn."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

from sqlalchemy import Connection, insert, select, update

from floor.models import CheckItem, InspectionLot, OrderLine, StandardPlan, StandardVersion
from floor.quality import lot_history, lot_start, lots
from floor.quality.givers import Giver
from floor.quality.lot_start import LotStart
from floor.quality.lots import Lot, Piece
from floor.scan.envelope import write_heard
from floor.scan.hearing import fingerprint
from tests.cast import Shop
from tests.quality.conftest import fail, send

PLANS = {"critical": ("iso", "II", 4.0), "major": ("iso", "II", 2.5), "minor": ("iso", "II", 4.0)}


@dataclass
class Lots:
    """Lots of the workshop's shirts and what their inspector, O-2, does with them."""

    shop: Shop
    number: str = ""
    codes: list[str] = field(default_factory=list)

    def giver(self, officer: str = "O-2") -> Giver:
        """Who gives verdicts at the gate, the PIN just typed."""
        return Giver(self.shop.ids[officer], self.shop.ids["P-QC"], frozenset({self.shop.ids["QC"]}), owes_pin=False)

    def plan(self, **plans: tuple[str, str, float | None]) -> None:
        """The standard's plans; a class left out is judged on every piece."""

        def work(conn: Connection) -> None:
            for severity, (method, level, aql) in plans.items():
                values = {"severity": severity, "method": method, "level": level, "aql": aql}
                conn.execute(insert(StandardPlan).values(standard_version_id=self.shop.ids["standard"], **values))

        self.shop.write(work)

    def draws(self, drawing: str = "kemeja") -> None:
        """A newer version of the standard, nothing checked by it yet, whose defects are placed on a drawing."""

        def work(conn: Connection) -> int:
            same = select(StandardVersion.standard_id).where(StandardVersion.id == self.shop.ids["standard"])
            values = {"number": 2, "published_at": self.shop.now, "drawing": drawing}
            new = insert(StandardVersion).values(standard_id=same.scalar_subquery(), **values)
            return int(conn.execute(new.returning(StandardVersion.id)).scalar_one())

        self.shop.ids["standard"] = self.shop.write(work)

    def owes(self, text: str, **check: Any) -> int:
        """One more check, owed by every piece of a sample; its key."""
        values = {"position": 9, "severity": "major", "kind": "yes_no", "owed": "sample", **check}
        row = insert(CheckItem).values(standard_version_id=self.shop.ids["standard"], text=text, **values)
        return int(self.shop.write(lambda conn: conn.execute(row.returning(CheckItem.id)).scalar_one()))

    def bring(
        self, quantity: int, bundle_of: int = 12, through: tuple[str, ...] = ("P-OBR", "P-JHT", "P-BBG")
    ) -> list[str]:
        """A batch of shirts of size M, brought to the gate; its bundles' codes."""
        more = (
            update(OrderLine).where(OrderLine.id == self.shop.ids["line M"]).values(target=OrderLine.target + quantity)
        )
        self.shop.write(lambda conn: conn.execute(more))
        batch = str(self.shop.make_batch("M", quantity, bundle_of, "lot").detail["batch"])
        codes = [self.shop.code(f"{batch}/{n:03}") for n in range(1, -(-quantity // bundle_of) + 1)]
        for code in codes:
            self.shop.through(code, *through)
        return codes

    def start(
        self, codes: list[str], quantity: int | None = None, officer: str = "O-2", *, small: bool = True, **more: Any
    ) -> Lot:
        """A lot of these bundles; raises ``Refused``."""
        client_id = more.get("client_id") or uuid4().bytes
        self.shop.now += 1
        asked = LotStart(client_id, fingerprint(codes), codes, quantity, self.shop.now, sample_small=small)

        def work(conn: Connection) -> str:
            return lot_start.start_lot(conn, self.giver(officer), asked)

        self.number, self.codes = write_heard(work, work), codes
        return self.lot

    def again(self) -> Lot:
        """The rejected lot, presented once more."""
        self.shop.now += 1
        asked = LotStart(uuid4().bytes, 1, [], None, self.shop.now)
        number = self.number
        self.number = self.shop.write(lambda conn: lot_start.inspect_again(conn, self.giver(), asked, number))
        return self.lot

    @property
    def lot(self) -> Lot:
        """The lot as it stands."""
        found: Lot = self.shop.write(lambda conn: lots.lot(conn, self.number))
        return found

    def item(self, piece: Piece, *defects: str, outcome: str = "rework", **more: Any) -> dict[str, Any]:
        """A drawn piece: good, or bad with these defects."""
        code = next(unit.code for unit in self.lot.units if unit.unit_id == piece.unit_id)
        verdict: dict[str, Any] = {"passed": 1}
        if defects:
            counts = {"rework": [{"quantity": 1}]} if outcome == "rework" else {outcome: 1}
            verdict = {**counts, "defects": [fail(1, outcome, defect) for defect in defects]}
        return self.shop.item(code, **{"lot": self.number, "draw": piece.number, **verdict, **more})

    def look(self, piece: Piece, *defects: str, **more: Any) -> dict[str, Any]:
        """Looks at one drawn piece; the answer."""
        return send(self.shop, self.item(piece, *defects, **more))[0]

    def look_at_all(self, bad: int = 0, defect: str = "G01") -> None:
        """All pieces drawn: the first ``bad`` of the draw have a defect."""
        pieces = self.lot.pieces
        items = [self.item(piece, *([defect] if piece.number <= bad else [])) for piece in pieces]
        for result in send(self.shop, *items):
            assert result["outcome"] == "recorded", result

    def end(self, how: str, **more: Any) -> dict[str, Any]:
        """Ends the lot; the answer."""
        return send(self.shop, self.shop.item(self.lot.units[0].code, lot=self.number, lot_end=how, **more))[0]

    def whole(self, bad: int = 0, *, accepted: bool = True, quantity: int = 26) -> Lot:
        """A lot from its bundles to its end."""
        self.start(self.bring(quantity, 13))
        self.look_at_all(bad)
        result = self.end("accepted" if accepted else "rejected")
        assert result["outcome"] == "recorded", result
        return self.lot

    def strictness(self, severity: str = "major") -> str:
        """How strictly the next lot is inspected."""
        product, partner = self.shop.write(
            lambda conn: tuple(conn.execute(select(InspectionLot.product_id, InspectionLot.partner_id)).first())
        )
        return str(self.shop.write(lambda conn: lot_history.switch_of(conn, product, partner, severity)).strictness)
