"""a day in the workshop

There is no way down: to go back, restore the backup made before the upgrade.

Partly written by hand: the defaults of columns that old rows get too, deliveries of before, which count as signed,
the hourly output, which is counted from the moves, and sites at work, which count as set up.
"""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

_BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def _text(name: str, most: int) -> sa.Column[str]:
    return sa.Column(name, sa.String(length=most), nullable=False, server_default="")


def _active() -> sa.Column[bool]:
    return sa.Column("active", sa.Boolean(), nullable=False, server_default=sa.true())


_NEW_COLUMNS: dict[str, list[sa.Column[Any]]] = {
    "delivery": [
        sa.Column("status", sa.String(length=9), nullable=False, server_default="signed"),
        _text("driver", 120),
        _text("vehicle", 40),
        _text("note", 400),
        sa.Column("made_at", sa.BigInteger(), nullable=False, server_default="0"),
        sa.Column("approved_at", sa.BigInteger(), nullable=True),
        sa.Column("at_gate_at", sa.BigInteger(), nullable=True),
        _text("gate_officer", 120),
        sa.Column("cancelled_at", sa.BigInteger(), nullable=True),
        _text("cancelled_why", 400),
    ],
    "officer": [sa.Column("sessions_from", sa.BigInteger(), nullable=False, server_default="0")],
    "partner": [_text("address", 200)],
    "product": [sa.Column("photo", sa.String(length=40), nullable=True)],
    "route": [_active()],
    "site": [_text("header", 200), sa.Column("set_up_at", sa.BigInteger(), nullable=True)],
    "stage": [_active()],
    "standard": [_active()],
    "station": [sa.Column("day_target", sa.Integer(), nullable=True)],
    "workshop": [_active()],
}
_NEW_KEYS = {
    "delivery": {
        "made_by_id": "officer",
        "approved_by_id": "officer",
        "signed_by_id": "officer",
        "cancelled_by_id": "officer",
    },
    "label": {"carton_id": "carton"},
    "move": {"from_carton_id": "carton", "to_carton_id": "carton"},
    "station": {"carton_id": "carton"},
}
_ONE_MEANING = (
    " + ".join(
        f"CASE WHEN {column} IS NULL THEN 0 ELSE 1 END"
        for column in ("unit_id", "station_id", "officer_id", "worker_id", "command", "carton_id")
    )
    + " <= 1"
)
_DELIVERIES = (
    "UPDATE delivery SET made_at = delivered_at, signed_by_id = (SELECT officer_id FROM entry WHERE id = entry_id),"
    " made_by_id = (SELECT officer_id FROM entry WHERE id = entry_id)"
)
_DELIVERY_LINES = (
    "INSERT INTO delivery_line (delivery_id, goods, order_line_id, quantity, counted, refused, to_hold, reason)"
    " SELECT d.id, 'good', u.order_line_id, SUM(m.quantity), SUM(m.quantity), 0, FALSE, ''"
    " FROM delivery d JOIN move m ON m.entry_id = d.entry_id JOIN unit u ON u.id = m.unit_id"
    " GROUP BY d.id, u.order_line_id ORDER BY d.id, u.order_line_id"
)
# Where goods were scanned nobody needs to be led through the first start; the moment is that of the first scan.
_SET_UP = "UPDATE site SET set_up_at = (SELECT MIN(at) FROM scan) WHERE set_up_at IS NULL"
# What floor/scan/output.py counts move by move: see there.
_OUTPUT = """
INSERT INTO output (hour, station_id, stage_id, order_line_id, quantity, rework)
SELECT c.at / 3600000, c.station_id, c.stage_id, c.order_line_id,
  SUM(CASE WHEN c.from_cycle = 0 THEN c.pieces ELSE 0 END), SUM(CASE WHEN c.from_cycle = 0 THEN 0 ELSE c.pieces END)
FROM (
  SELECT COALESCE(s.at, i.at, e.at) AS at, COALESCE(s.station_id, i.station_id, e.station_id, 0) AS station_id,
    k.stage_id, u.order_line_id, m.from_cycle, k.pieces
  FROM (
    SELECT m.id, r.stage_id, m.quantity AS pieces FROM move m JOIN unit u ON u.id = m.unit_id
    JOIN route_step r ON r.route_version_id = u.route_version_id AND r.number = m.from_place
    WHERE m.why IN ('done', 'inferred', 'judged') AND m.from_place < 1000 AND m.to_place > m.from_place
      AND m.to_place <= 1000
    UNION ALL
    SELECT m.id, 0, m.quantity FROM move m WHERE m.to_place = 1000 AND m.from_place NOT IN (1000, 2000, 7000)
    UNION ALL
    SELECT m.id, 0, -m.quantity FROM move m WHERE m.from_place = 1000 AND m.to_place NOT IN (1000, 2000)
  ) k
  JOIN move m ON m.id = k.id JOIN unit u ON u.id = m.unit_id
  LEFT JOIN scan s ON s.id = m.scan_id LEFT JOIN inspection i ON i.id = m.inspection_id
  LEFT JOIN entry e ON e.id = m.entry_id
  WHERE m.why <> 'undone' AND NOT EXISTS (SELECT 1 FROM move x WHERE x.undoes_id = m.id)
) c
GROUP BY 1, 2, 3, 4
"""


def upgrade() -> None:
    op.create_table(
        "part_sheet",
        sa.Column("medium", sa.String(length=20), nullable=False),
        sa.Column("next_cell", sa.SmallInteger(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("medium", name=op.f("pk_part_sheet")),
    )
    op.create_table(
        "printer",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False),
        sa.Column("code", sa.String(length=20), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("kind", sa.String(length=4), nullable=False),
        sa.Column("address", sa.String(length=120), nullable=False),
        sa.Column("medium", sa.String(length=20), nullable=False),
        sa.Column("dots_per_mm", sa.SmallInteger(), nullable=False),
        sa.Column("offset_x", sa.Double(), nullable=False),
        sa.Column("offset_y", sa.Double(), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_printer")),
        sa.UniqueConstraint("code", name=op.f("uq_printer_code")),
    )
    op.create_table(
        "change",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("officer_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("post", sa.String(length=120), nullable=False),
        sa.Column("noun", sa.String(length=16), nullable=False),
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("verb", sa.String(length=12), nullable=False),
        sa.Column("before", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("after", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("reason", sa.String(length=400), nullable=False),
        sa.ForeignKeyConstraint(["officer_id"], ["officer.id"], name=op.f("fk_change_officer_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_change")),
    )
    with op.batch_alter_table("change", schema=None) as batch_op:
        batch_op.create_index("ix_change_noun_code", ["noun", "code"], unique=False)

    op.create_table(
        "post_held",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False),
        sa.Column("post", sa.String(length=120), nullable=False),
        sa.Column("officer_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("acting", sa.String(length=4), nullable=False),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("until_on", sa.Date(), nullable=True),
        sa.Column("noted_at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["officer_id"], ["officer.id"], name=op.f("fk_post_held_officer_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_post_held")),
    )
    with op.batch_alter_table("post_held", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_post_held_officer_id"), ["officer_id"], unique=False)

    op.create_table(
        "print_job",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False),
        sa.Column("client_id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("fingerprint", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("subject", sa.String(length=120), nullable=False),
        sa.Column("asked", sa.JSON(), nullable=False),
        sa.Column("officer_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("printer_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("medium", sa.String(length=20), nullable=False),
        sa.Column("first_cell", sa.SmallInteger(), nullable=False),
        sa.Column("total", sa.Integer(), nullable=False),
        sa.Column("progress", sa.Integer(), nullable=False),
        sa.Column("status", sa.String(length=8), nullable=False),
        sa.Column("stop_asked", sa.Boolean(), nullable=False),
        sa.Column("file", sa.String(length=40), nullable=True),
        sa.Column("error", sa.String(length=400), nullable=False),
        sa.Column("made_at", sa.BigInteger(), nullable=False),
        sa.Column("claimed_at", sa.BigInteger(), nullable=True),
        sa.Column("ended_at", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(["officer_id"], ["officer.id"], name=op.f("fk_print_job_officer_id")),
        sa.ForeignKeyConstraint(["printer_id"], ["printer.id"], name=op.f("fk_print_job_printer_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_print_job")),
        sa.UniqueConstraint("client_id", name=op.f("uq_print_job_client_id")),
    )
    op.create_table(
        "carton",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False),
        sa.Column("client_id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("number", sa.String(length=20), nullable=False),
        sa.Column("order_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("made_at", sa.BigInteger(), nullable=False),
        sa.Column("made_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("sealed_at", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(["made_by_id"], ["officer.id"], name=op.f("fk_carton_made_by_id")),
        sa.ForeignKeyConstraint(["order_id"], ["orders.id"], name=op.f("fk_carton_order_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_carton")),
        sa.UniqueConstraint("client_id", name=op.f("uq_carton_client_id")),
        sa.UniqueConstraint("number", name=op.f("uq_carton_number")),
    )
    with op.batch_alter_table("carton", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_carton_order_id"), ["order_id"], unique=False)

    op.create_table(
        "output",
        sa.Column("hour", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column(
            "station_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False
        ),
        sa.Column(
            "stage_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False
        ),
        sa.Column(
            "order_line_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False
        ),
        sa.Column("quantity", sa.Integer(), nullable=False),
        sa.Column("rework", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["order_line_id"], ["order_line.id"], name=op.f("fk_output_order_line_id")),
        sa.PrimaryKeyConstraint("hour", "station_id", "stage_id", "order_line_id", name=op.f("pk_output")),
    )
    with op.batch_alter_table("output", schema=None) as batch_op:
        batch_op.create_index("ix_output_order_line_id_hour", ["order_line_id", "hour"], unique=False)

    op.create_table(
        "pairing",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False),
        sa.Column("station_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("code_hash", sa.String(length=64), nullable=False),
        sa.Column("made_at", sa.BigInteger(), nullable=False),
        sa.Column("made_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("expires_at", sa.BigInteger(), nullable=False),
        sa.Column("used_at", sa.BigInteger(), nullable=True),
        sa.Column("token_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("revoked_at", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(["made_by_id"], ["officer.id"], name=op.f("fk_pairing_made_by_id")),
        sa.ForeignKeyConstraint(["station_id"], ["station.id"], name=op.f("fk_pairing_station_id")),
        sa.ForeignKeyConstraint(["token_id"], ["station_token.id"], name=op.f("fk_pairing_token_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pairing")),
        sa.UniqueConstraint("code_hash", name=op.f("uq_pairing_code_hash")),
    )
    with op.batch_alter_table("pairing", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_pairing_station_id"), ["station_id"], unique=False)

    op.create_table(
        "carton_content",
        sa.Column(
            "carton_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False
        ),
        sa.Column("unit_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False),
        sa.Column("cycle", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("sent_by", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("quantity", sa.Integer(), nullable=False),
        sa.CheckConstraint("quantity >= 0", name=op.f("ck_carton_content_never_below_zero")),
        sa.ForeignKeyConstraint(["carton_id"], ["carton.id"], name=op.f("fk_carton_content_carton_id")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_carton_content_unit_id")),
        sa.PrimaryKeyConstraint("carton_id", "unit_id", "cycle", "sent_by", name=op.f("pk_carton_content")),
    )
    with op.batch_alter_table("carton_content", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_carton_content_unit_id"), ["unit_id"], unique=False)

    op.create_table(
        "lot",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False),
        sa.Column("unit_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("kind", sa.String(length=8), nullable=False),
        sa.Column("recipe", sa.String(length=400), nullable=False),
        sa.Column("made_at", sa.BigInteger(), nullable=False),
        sa.Column("officer_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(["officer_id"], ["officer.id"], name=op.f("fk_lot_officer_id")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_lot_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_lot")),
        sa.UniqueConstraint("unit_id", name=op.f("uq_lot_unit_id")),
    )
    op.create_table(
        "printed_label",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False),
        sa.Column("print_job_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("label_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("outcome", sa.String(length=8), nullable=False),
        sa.ForeignKeyConstraint(["label_id"], ["label.id"], name=op.f("fk_printed_label_label_id")),
        sa.ForeignKeyConstraint(["print_job_id"], ["print_job.id"], name=op.f("fk_printed_label_print_job_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_printed_label")),
        sa.UniqueConstraint("print_job_id", "position", name=op.f("uq_printed_label_print_job_id_position")),
    )
    with op.batch_alter_table("printed_label", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_printed_label_label_id"), ["label_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_printed_label_print_job_id"), ["print_job_id"], unique=False)

    op.create_table(
        "delivery_line",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False),
        sa.Column("delivery_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("goods", sa.String(length=8), nullable=False),
        sa.Column("order_line_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("carton_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("quantity", sa.Integer(), nullable=False),
        sa.Column("counted", sa.Integer(), nullable=True),
        sa.Column("refused", sa.Integer(), nullable=False),
        sa.Column("to_hold", sa.Boolean(), nullable=False),
        sa.Column("reason", sa.String(length=400), nullable=False),
        sa.CheckConstraint(
            "quantity > 0 AND (counted IS NULL OR counted >= 0) AND refused >= 0", name=op.f("ck_delivery_line_counts")
        ),
        sa.ForeignKeyConstraint(["carton_id"], ["carton.id"], name=op.f("fk_delivery_line_carton_id")),
        sa.ForeignKeyConstraint(["delivery_id"], ["delivery.id"], name=op.f("fk_delivery_line_delivery_id")),
        sa.ForeignKeyConstraint(["order_line_id"], ["order_line.id"], name=op.f("fk_delivery_line_order_line_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_delivery_line")),
    )
    with op.batch_alter_table("delivery_line", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_delivery_line_carton_id"), ["carton_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_delivery_line_delivery_id"), ["delivery_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_delivery_line_order_line_id"), ["order_line_id"], unique=False)

    for table, columns in _NEW_COLUMNS.items():
        for column in columns:
            op.add_column(table, column)
    for table, keys in _NEW_KEYS.items():
        _add_keys(table, keys)
    with op.batch_alter_table("label") as batch_op:
        batch_op.drop_constraint(op.f("ck_label_one_meaning"), type_="check")
        batch_op.create_check_constraint(op.f("ck_label_one_meaning"), _ONE_MEANING)
    with op.batch_alter_table("delivery") as batch_op:
        batch_op.alter_column("entry_id", existing_type=_BIG, nullable=True)
        batch_op.alter_column("delivered_at", existing_type=sa.BigInteger(), nullable=True)
    op.execute(_DELIVERIES)
    op.execute(_DELIVERY_LINES)
    op.execute(_OUTPUT)
    op.execute(_SET_UP)


def _add_keys(table: str, keys: dict[str, str]) -> None:
    with op.batch_alter_table(table) as batch_op:
        for column, target in keys.items():
            batch_op.add_column(sa.Column(column, _BIG, nullable=True))
            batch_op.create_foreign_key(op.f(f"fk_{table}_{column}"), target, [column], ["id"])
        if table == "label":
            batch_op.create_index(op.f("ix_label_carton_id"), ["carton_id"])
        if table == "move":
            for column in keys:
                there = sa.text(f"{column} IS NOT NULL")
                batch_op.create_index(f"ix_move_{column}", [column], sqlite_where=there, postgresql_where=there)
