"""tablets that never lose a scan

There is no way down: to go back, restore the backup made before the upgrade.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "day_sheet",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False),
        sa.Column("client_id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("fingerprint", sa.BigInteger(), nullable=False),
        sa.Column("code", sa.String(length=10), nullable=False),
        sa.Column("station_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("for_day", sa.Date(), nullable=False),
        sa.Column("rows", sa.JSON(), nullable=False),
        sa.Column("made_at", sa.BigInteger(), nullable=False),
        sa.Column("made_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.ForeignKeyConstraint(["made_by_id"], ["officer.id"], name=op.f("fk_day_sheet_made_by_id")),
        sa.ForeignKeyConstraint(["station_id"], ["station.id"], name=op.f("fk_day_sheet_station_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_day_sheet")),
        sa.UniqueConstraint("client_id", name=op.f("uq_day_sheet_client_id")),
        sa.UniqueConstraint("code", name=op.f("uq_day_sheet_code")),
    )
    with op.batch_alter_table("day_sheet", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_day_sheet_station_id"), ["station_id"], unique=False)

    op.create_table(
        "tablet_check",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False),
        sa.Column("tablet", sa.String(length=36), nullable=False),
        sa.Column("station_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("browser", sa.String(length=200), nullable=False),
        sa.Column("found", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["station_id"], ["station.id"], name=op.f("fk_tablet_check_station_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tablet_check")),
    )
    with op.batch_alter_table("tablet_check", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_tablet_check_tablet"), ["tablet"], unique=False)

    op.create_table(
        "heartbeat",
        sa.Column(
            "token_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False
        ),
        sa.Column("heard_at", sa.BigInteger(), nullable=False),
        sa.Column("battery", sa.SmallInteger(), nullable=True),
        sa.Column("charging", sa.Boolean(), nullable=True),
        sa.Column("queued", sa.Integer(), nullable=False),
        sa.Column("refused", sa.Integer(), nullable=False),
        sa.Column("oldest_at", sa.BigInteger(), nullable=True),
        sa.Column("version", sa.String(length=20), nullable=False),
        sa.Column("browser", sa.String(length=60), nullable=False),
        sa.Column("secure", sa.Boolean(), nullable=False),
        sa.Column("clock_error_ms", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(["token_id"], ["station_token.id"], name=op.f("fk_heartbeat_token_id")),
        sa.PrimaryKeyConstraint("token_id", name=op.f("pk_heartbeat")),
    )
    op.create_table(
        "sheet_reading",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False),
        sa.Column("client_id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("fingerprint", sa.BigInteger(), nullable=False),
        sa.Column("day_sheet_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("photo", sa.String(length=40), nullable=False),
        sa.Column("found", sa.JSON(), nullable=False),
        sa.Column("read_at", sa.BigInteger(), nullable=False),
        sa.Column("read_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("confirmed", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("confirmed_at", sa.BigInteger(), nullable=True),
        sa.Column("confirmed_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.ForeignKeyConstraint(["confirmed_by_id"], ["officer.id"], name=op.f("fk_sheet_reading_confirmed_by_id")),
        sa.ForeignKeyConstraint(["day_sheet_id"], ["day_sheet.id"], name=op.f("fk_sheet_reading_day_sheet_id")),
        sa.ForeignKeyConstraint(["read_by_id"], ["officer.id"], name=op.f("fk_sheet_reading_read_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sheet_reading")),
        sa.UniqueConstraint("client_id", name=op.f("uq_sheet_reading_client_id")),
    )
    with op.batch_alter_table("sheet_reading", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_sheet_reading_day_sheet_id"), ["day_sheet_id"], unique=False)

    op.create_table(
        "looked_at",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False),
        sa.Column("scan_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("inspection_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("entry_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("officer_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("note", sa.String(length=400), nullable=False),
        sa.ForeignKeyConstraint(["entry_id"], ["entry.id"], name=op.f("fk_looked_at_entry_id")),
        sa.ForeignKeyConstraint(["inspection_id"], ["inspection.id"], name=op.f("fk_looked_at_inspection_id")),
        sa.ForeignKeyConstraint(["officer_id"], ["officer.id"], name=op.f("fk_looked_at_officer_id")),
        sa.ForeignKeyConstraint(["scan_id"], ["scan.id"], name=op.f("fk_looked_at_scan_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_looked_at")),
        sa.UniqueConstraint("entry_id", name=op.f("uq_looked_at_entry_id")),
        sa.UniqueConstraint("inspection_id", name=op.f("uq_looked_at_inspection_id")),
        sa.UniqueConstraint("scan_id", name=op.f("uq_looked_at_scan_id")),
    )
    with op.batch_alter_table("site", schema=None) as batch_op:
        batch_op.add_column(sa.Column("voice", sa.Boolean(), server_default=sa.true(), nullable=False))
        batch_op.add_column(sa.Column("away_minutes", sa.SmallInteger(), server_default="30", nullable=False))
        batch_op.add_column(sa.Column("stopped_at", sa.BigInteger(), nullable=True))
        batch_op.add_column(
            sa.Column("stopped_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True)
        )
        batch_op.create_foreign_key(batch_op.f("fk_site_stopped_by_id"), "officer", ["stopped_by_id"], ["id"])

    with op.batch_alter_table("station", schema=None) as batch_op:
        batch_op.add_column(sa.Column("officer_seen_at", sa.BigInteger(), nullable=True))

    with op.batch_alter_table("station_token", schema=None) as batch_op:
        batch_op.add_column(sa.Column("locked", sa.Boolean(), server_default=sa.false(), nullable=False))
        batch_op.add_column(sa.Column("reload_asked_at", sa.BigInteger(), nullable=True))

    op.create_table(
        "duty",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False),
        sa.Column("station_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("officer_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("pin_at", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(["officer_id"], ["officer.id"], name=op.f("fk_duty_officer_id")),
        sa.ForeignKeyConstraint(["station_id"], ["station.id"], name=op.f("fk_duty_station_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_duty")),
    )
    op.create_index("ix_duty_station_id_at", "duty", ["station_id", "at"])
    op.create_table(
        "crew",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False),
        sa.Column("station_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("worker_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(["station_id"], ["station.id"], name=op.f("fk_crew_station_id")),
        sa.ForeignKeyConstraint(["worker_id"], ["worker.id"], name=op.f("fk_crew_worker_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_crew")),
    )
    op.create_index("ix_crew_station_id_at", "crew", ["station_id", "at"])
    # What tablets kept while the server was upgraded was done by whoever stood there before it.
    op.execute(
        "INSERT INTO duty (station_id, at, officer_id)"
        " SELECT id, 0, officer_id FROM station WHERE officer_id IS NOT NULL"
    )
    op.execute(
        "INSERT INTO duty (station_id, at, officer_id, pin_at) SELECT id, pin_at, officer_id, pin_at FROM station"
        " WHERE officer_id IS NOT NULL AND pin_at IS NOT NULL"
    )
    op.execute(
        "INSERT INTO crew (station_id, at, worker_id) SELECT id, 0, worker_id FROM station WHERE worker_id IS NOT NULL"
    )
    refused = sa.text("outcome = 'refused'")
    late = sa.text("late AND outcome = 'refused'")
    op.create_index("ix_scan_late_refused", "scan", ["id"], sqlite_where=late, postgresql_where=late)
    op.create_index("ix_inspection_refused", "inspection", ["id"], sqlite_where=refused, postgresql_where=refused)
    op.create_index("ix_entry_refused", "entry", ["id"], sqlite_where=refused, postgresql_where=refused)

    with op.batch_alter_table("pairing", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("moves_token_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True)
        )
        batch_op.create_foreign_key(
            batch_op.f("fk_pairing_moves_token_id"), "station_token", ["moves_token_id"], ["id"]
        )
