"""quality that partners and auditors trust

There is no way down: to go back, restore the backup made before the upgrade.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "plan_restart",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False),
        sa.Column("client_id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("fingerprint", sa.BigInteger(), nullable=False),
        sa.Column("product_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("partner_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("severity", sa.String(length=8), nullable=False),
        sa.Column("officer_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("reason", sa.String(length=400), nullable=False),
        sa.ForeignKeyConstraint(["officer_id"], ["officer.id"], name=op.f("fk_plan_restart_officer_id")),
        sa.ForeignKeyConstraint(["partner_id"], ["partner.id"], name=op.f("fk_plan_restart_partner_id")),
        sa.ForeignKeyConstraint(["product_id"], ["product.id"], name=op.f("fk_plan_restart_product_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_plan_restart")),
        sa.UniqueConstraint("client_id", name=op.f("uq_plan_restart_client_id")),
    )
    with op.batch_alter_table("plan_restart", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_plan_restart_product_id"), ["product_id"], unique=False)

    op.create_table(
        "standard_draft",
        sa.Column(
            "standard_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False
        ),
        sa.Column("body", sa.JSON(), nullable=False),
        sa.Column("changed_at", sa.BigInteger(), nullable=False),
        sa.Column("changed_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.ForeignKeyConstraint(["changed_by_id"], ["officer.id"], name=op.f("fk_standard_draft_changed_by_id")),
        sa.ForeignKeyConstraint(["standard_id"], ["standard.id"], name=op.f("fk_standard_draft_standard_id")),
        sa.PrimaryKeyConstraint("standard_id", name=op.f("pk_standard_draft")),
    )
    op.create_table(
        "standard_defect",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False),
        sa.Column("standard_version_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("defect_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("position", sa.SmallInteger(), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("name_en", sa.String(length=120), nullable=False),
        sa.Column("severity", sa.String(length=8), nullable=False),
        sa.Column("rework_stage_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("photo", sa.String(length=40), nullable=True),
        sa.ForeignKeyConstraint(["defect_id"], ["defect.id"], name=op.f("fk_standard_defect_defect_id")),
        sa.ForeignKeyConstraint(["rework_stage_id"], ["stage.id"], name=op.f("fk_standard_defect_rework_stage_id")),
        sa.ForeignKeyConstraint(
            ["standard_version_id"], ["standard_version.id"], name=op.f("fk_standard_defect_standard_version_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_standard_defect")),
        sa.UniqueConstraint(
            "standard_version_id", "defect_id", name=op.f("uq_standard_defect_standard_version_id_defect_id")
        ),
    )
    op.create_table(
        "standard_plan",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False),
        sa.Column("standard_version_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("severity", sa.String(length=8), nullable=False),
        sa.Column("method", sa.String(length=8), nullable=False),
        sa.Column("level", sa.String(length=4), nullable=False),
        sa.Column("aql", sa.Double(), nullable=True),
        sa.ForeignKeyConstraint(
            ["standard_version_id"], ["standard_version.id"], name=op.f("fk_standard_plan_standard_version_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_standard_plan")),
        sa.UniqueConstraint(
            "standard_version_id", "severity", name=op.f("uq_standard_plan_standard_version_id_severity")
        ),
    )
    op.create_table(
        "inspection_lot",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False),
        sa.Column("client_id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("fingerprint", sa.BigInteger(), nullable=False),
        sa.Column("number", sa.String(length=20), nullable=False),
        sa.Column("product_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("partner_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("stage_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("standard_version_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("station_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("officer_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("quantity", sa.Integer(), nullable=False),
        sa.Column("seed", sa.String(length=32), nullable=False),
        sa.Column("resubmits_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("heard_at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["officer_id"], ["officer.id"], name=op.f("fk_inspection_lot_officer_id")),
        sa.ForeignKeyConstraint(["partner_id"], ["partner.id"], name=op.f("fk_inspection_lot_partner_id")),
        sa.ForeignKeyConstraint(["product_id"], ["product.id"], name=op.f("fk_inspection_lot_product_id")),
        sa.ForeignKeyConstraint(["resubmits_id"], ["inspection_lot.id"], name=op.f("fk_inspection_lot_resubmits_id")),
        sa.ForeignKeyConstraint(["stage_id"], ["stage.id"], name=op.f("fk_inspection_lot_stage_id")),
        sa.ForeignKeyConstraint(
            ["standard_version_id"], ["standard_version.id"], name=op.f("fk_inspection_lot_standard_version_id")
        ),
        sa.ForeignKeyConstraint(["station_id"], ["station.id"], name=op.f("fk_inspection_lot_station_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_inspection_lot")),
        sa.UniqueConstraint("client_id", name=op.f("uq_inspection_lot_client_id")),
        sa.UniqueConstraint("number", name=op.f("uq_inspection_lot_number")),
    )
    op.create_index("ix_inspection_lot_product_id_partner_id", "inspection_lot", ["product_id", "partner_id"])
    op.create_index("ix_entry_at", "entry", ["at"])
    op.create_table(
        "inspection_picture",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False),
        sa.Column("client_id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("verdict_client_id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("photo", sa.String(length=40), nullable=False),
        sa.Column("check_item_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("defect_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("officer_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("station_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("heard_at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["check_item_id"], ["check_item.id"], name=op.f("fk_inspection_picture_check_item_id")),
        sa.ForeignKeyConstraint(["defect_id"], ["defect.id"], name=op.f("fk_inspection_picture_defect_id")),
        sa.ForeignKeyConstraint(["officer_id"], ["officer.id"], name=op.f("fk_inspection_picture_officer_id")),
        sa.ForeignKeyConstraint(["station_id"], ["station.id"], name=op.f("fk_inspection_picture_station_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_inspection_picture")),
        sa.UniqueConstraint("client_id", name=op.f("uq_inspection_picture_client_id")),
    )
    with op.batch_alter_table("inspection_picture", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_inspection_picture_verdict_client_id"), ["verdict_client_id"], unique=False
        )

    op.create_table(
        "lot_draw",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False),
        sa.Column("lot_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("number", sa.SmallInteger(), nullable=False),
        sa.Column("unit_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("position", sa.SmallInteger(), nullable=False),
        sa.ForeignKeyConstraint(["lot_id"], ["inspection_lot.id"], name=op.f("fk_lot_draw_lot_id")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_lot_draw_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_lot_draw")),
        sa.UniqueConstraint("lot_id", "number", name=op.f("uq_lot_draw_lot_id_number")),
    )
    op.create_table(
        "lot_plan",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False),
        sa.Column("lot_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("severity", sa.String(length=8), nullable=False),
        sa.Column("method", sa.String(length=8), nullable=False),
        sa.Column("level", sa.String(length=4), nullable=False),
        sa.Column("aql", sa.Double(), nullable=True),
        sa.Column("strictness", sa.String(length=10), nullable=False),
        sa.Column("letter", sa.String(length=1), nullable=False),
        sa.Column("sample_size", sa.Integer(), nullable=False),
        sa.Column("accept", sa.Integer(), nullable=False),
        sa.Column("reject", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["lot_id"], ["inspection_lot.id"], name=op.f("fk_lot_plan_lot_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_lot_plan")),
        sa.UniqueConstraint("lot_id", "severity", name=op.f("uq_lot_plan_lot_id_severity")),
    )
    op.create_table(
        "lot_result",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False),
        sa.Column("client_id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("fingerprint", sa.BigInteger(), nullable=False),
        sa.Column("lot_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("turn", sa.SmallInteger(), nullable=False),
        sa.Column("outcome", sa.String(length=10), nullable=False),
        sa.Column("officer_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("station_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("happened_at", sa.BigInteger(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("heard_at", sa.BigInteger(), nullable=False),
        sa.Column("note", sa.String(length=400), nullable=False),
        sa.ForeignKeyConstraint(["lot_id"], ["inspection_lot.id"], name=op.f("fk_lot_result_lot_id")),
        sa.ForeignKeyConstraint(["officer_id"], ["officer.id"], name=op.f("fk_lot_result_officer_id")),
        sa.ForeignKeyConstraint(["station_id"], ["station.id"], name=op.f("fk_lot_result_station_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_lot_result")),
        sa.UniqueConstraint("client_id", name=op.f("uq_lot_result_client_id")),
        sa.UniqueConstraint("lot_id", "turn", name=op.f("uq_lot_result_lot_id_turn")),
    )
    op.create_table(
        "lot_unit",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False),
        sa.Column("lot_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("unit_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("step", sa.SmallInteger(), nullable=False),
        sa.Column("cycle", sa.SmallInteger(), nullable=False),
        sa.Column("sent_by", sa.SmallInteger(), nullable=False),
        sa.Column("quantity", sa.Integer(), nullable=False),
        sa.CheckConstraint("quantity > 0", name=op.f("ck_lot_unit_quantity")),
        sa.ForeignKeyConstraint(["lot_id"], ["inspection_lot.id"], name=op.f("fk_lot_unit_lot_id")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_lot_unit_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_lot_unit")),
        sa.UniqueConstraint(
            "lot_id", "unit_id", "cycle", "sent_by", name=op.f("uq_lot_unit_lot_id_unit_id_cycle_sent_by")
        ),
    )
    with op.batch_alter_table("lot_unit", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_lot_unit_unit_id"), ["unit_id"], unique=False)

    op.create_table(
        "deviation",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False),
        sa.Column("entry_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("unit_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("order_line_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("standard_version_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("quantity", sa.Integer(), nullable=False),
        sa.Column("what", sa.String(length=200), nullable=False),
        sa.Column("reason", sa.String(length=400), nullable=False),
        sa.Column("officer_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("quantity > 0", name=op.f("ck_deviation_quantity")),
        sa.ForeignKeyConstraint(["entry_id"], ["entry.id"], name=op.f("fk_deviation_entry_id")),
        sa.ForeignKeyConstraint(["officer_id"], ["officer.id"], name=op.f("fk_deviation_officer_id")),
        sa.ForeignKeyConstraint(["order_line_id"], ["order_line.id"], name=op.f("fk_deviation_order_line_id")),
        sa.ForeignKeyConstraint(
            ["standard_version_id"], ["standard_version.id"], name=op.f("fk_deviation_standard_version_id")
        ),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_deviation_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_deviation")),
    )
    with op.batch_alter_table("deviation", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_deviation_entry_id"), ["entry_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_deviation_order_line_id"), ["order_line_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_deviation_unit_id"), ["unit_id"], unique=False)

    op.create_table(
        "recheck",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False),
        sa.Column("inspection_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("unit_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("asked_at", sa.BigInteger(), nullable=False),
        sa.Column("client_id", sa.LargeBinary(length=16), nullable=True),
        sa.Column("officer_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("at", sa.BigInteger(), nullable=True),
        sa.Column("passed", sa.Integer(), nullable=True),
        sa.Column("failed", sa.Integer(), nullable=True),
        sa.Column("note", sa.String(length=400), server_default=sa.text("''"), nullable=False),
        sa.ForeignKeyConstraint(["inspection_id"], ["inspection.id"], name=op.f("fk_recheck_inspection_id")),
        sa.ForeignKeyConstraint(["officer_id"], ["officer.id"], name=op.f("fk_recheck_officer_id")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_recheck_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_recheck")),
        sa.UniqueConstraint("client_id", name=op.f("uq_recheck_client_id")),
        sa.UniqueConstraint("inspection_id", name=op.f("uq_recheck_inspection_id")),
    )
    with op.batch_alter_table("recheck", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_recheck_unit_id"), ["unit_id"], unique=False)

    op.create_table(
        "defect_spot",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False),
        sa.Column("defect_found_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("side", sa.SmallInteger(), nullable=False),
        sa.Column("x", sa.SmallInteger(), nullable=False),
        sa.Column("y", sa.SmallInteger(), nullable=False),
        sa.ForeignKeyConstraint(["defect_found_id"], ["defect_found.id"], name=op.f("fk_defect_spot_defect_found_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_defect_spot")),
    )
    with op.batch_alter_table("defect_spot", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_defect_spot_defect_found_id"), ["defect_found_id"], unique=False)

    with op.batch_alter_table("check_item", schema=None) as batch_op:
        batch_op.add_column(sa.Column("photo_right", sa.String(length=40), nullable=True))
        batch_op.add_column(sa.Column("photo_wrong", sa.String(length=40), nullable=True))
        batch_op.add_column(sa.Column("wants_photo", sa.Boolean(), server_default=sa.false(), nullable=False))
        batch_op.add_column(sa.Column("owed", sa.String(length=8), server_default=sa.text("''"), nullable=False))
        batch_op.add_column(sa.Column("owed_first", sa.SmallInteger(), nullable=True))
        batch_op.add_column(
            sa.Column("check_group_en", sa.String(length=120), server_default=sa.text("''"), nullable=False)
        )
        batch_op.add_column(sa.Column("average", sa.Boolean(), server_default=sa.false(), nullable=False))

    op.add_column("finding", sa.Column("grade", sa.String(length=8), nullable=True))
    op.add_column("standard", sa.Column("name_en", sa.String(length=120), server_default=sa.text("''"), nullable=False))

    with op.batch_alter_table("defect_found", schema=None) as batch_op:
        batch_op.add_column(sa.Column("severity", sa.String(length=8), nullable=True))

    with op.batch_alter_table("inspection", schema=None) as batch_op:
        batch_op.add_column(sa.Column("lot_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True))
        batch_op.add_column(sa.Column("draw", sa.SmallInteger(), nullable=True))
        batch_op.add_column(
            sa.Column("corrects_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True)
        )
        batch_op.add_column(
            sa.Column("second_officer_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True)
        )
        batch_op.add_column(sa.Column("marks", sa.JSON(none_as_null=True), nullable=True))
        batch_op.create_index("ix_inspection_at", ["at"], unique=False)
        batch_op.create_index(batch_op.f("ix_inspection_lot_id"), ["lot_id"], unique=False)
        batch_op.create_index(
            "uq_inspection_corrects_id",
            ["corrects_id"],
            unique=True,
            sqlite_where=sa.text("corrects_id IS NOT NULL AND outcome = 'recorded'"),
            postgresql_where=sa.text("corrects_id IS NOT NULL AND outcome = 'recorded'"),
        )
        batch_op.create_foreign_key(batch_op.f("fk_inspection_lot_id"), "inspection_lot", ["lot_id"], ["id"])
        batch_op.create_foreign_key(batch_op.f("fk_inspection_corrects_id"), "inspection", ["corrects_id"], ["id"])
        batch_op.create_foreign_key(
            batch_op.f("fk_inspection_second_officer_id"), "officer", ["second_officer_id"], ["id"]
        )

    for name in ("duty", "crew"):  # what is there was heard when it happened, by whatever tablet
        op.add_column(name, sa.Column("heard_at", sa.BigInteger(), nullable=True))
        op.add_column(name, sa.Column("tablet", sa.String(length=36), nullable=True))

    with op.batch_alter_table("officer", schema=None) as batch_op:
        batch_op.add_column(sa.Column("team_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True))
        batch_op.create_foreign_key(batch_op.f("fk_officer_team_id"), "worker", ["team_id"], ["id"])

    with op.batch_alter_table("site", schema=None) as batch_op:
        batch_op.add_column(sa.Column("recheck_percent", sa.SmallInteger(), server_default="0", nullable=False))
        batch_op.add_column(sa.Column("team_least", sa.SmallInteger(), server_default="30", nullable=False))

    with op.batch_alter_table("standard_version", schema=None) as batch_op:
        batch_op.add_column(sa.Column("note", sa.String(length=400), server_default=sa.text("''"), nullable=False))
        batch_op.add_column(sa.Column("drawing", sa.String(length=20), server_default=sa.text("''"), nullable=False))
