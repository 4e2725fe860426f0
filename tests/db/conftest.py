"""A ledger with one row in each of its tables."""

from __future__ import annotations

import pytest

from tests.databases import OpenDatabase

_ROWS = (
    "INSERT INTO stage (id, code, name, name_en, is_production) VALUES (1, 'QC', 'Pemeriksaan', 'Inspect', FALSE)",
    "INSERT INTO station (id, code, name, active) VALUES (1, 'JHT-1', 'Jahit 1', TRUE)",
    "INSERT INTO officer (id, code, name, active, locale) VALUES (1, 'P01', 'Petugas', TRUE, 'id')",
    "INSERT INTO workshop (id, code, name) VALUES (1, 'KONV', 'Konveksi')",
    "INSERT INTO route (id, code, name) VALUES (1, 'KEMEJA', 'Kemeja')",
    "INSERT INTO route_version (id, route_id, number, published_at, changed) VALUES (1, 1, 1, 0, '')",
    "INSERT INTO partner (id, code, name, active) VALUES (1, 'A', 'Mitra', TRUE)",
    "INSERT INTO product (id, code, name, family, counted_in, workshop_id, route_id, active)"
    " VALUES (1, 'KMJ', 'Kemeja', 'garmen', 'potong', 1, 1, TRUE)",
    "INSERT INTO orders (id, number, partner_id, product_id, kind, channel, due_on, ordered_at, takes_grade_b)"
    " VALUES (1, 'A-031', 1, 1, 'maklun', 'langsung', '2026-12-01', 0, FALSE)",
    "INSERT INTO order_line (id, order_id, size, position, target) VALUES (1, 1, 'M', 1, 12)",
    "INSERT INTO batch (id, number, order_line_id, route_version_id, quantity, made_at, made_by_id)"
    " VALUES (1, 'A-031-1', 1, 1, 12, 0, 1)",
    "INSERT INTO unit (id, batch_id, order_line_id, route_version_id, kind, number, name)"
    " VALUES (1, 1, 1, 1, 'bundle', 1, 'Bundel 1')",
    "INSERT INTO standard (id, code, name, family) VALUES (1, 'KMJ', 'Kemeja', 'garmen')",
    "INSERT INTO standard_version (id, standard_id, number, published_at) VALUES (1, 1, 1, 0)",
    "INSERT INTO check_item (id, standard_version_id, position, check_group, text, text_en, kind, measure, severity)"
    " VALUES (1, 1, 1, '', 'Jahitan', '', 'yes_no', '', 'major')",
    "INSERT INTO defect (id, code, family, name, name_en, severity, active)"
    " VALUES (1, 'LP', 'garmen', 'Loncat', 'Skipped', 'major', TRUE)",
    "INSERT INTO scan (id, client_id, fingerprint, station_id, unit_id, late, happened_at, at, heard_at, clock,"
    " outcome) VALUES (1, :client, 1, 1, 1, FALSE, 0, 0, 0, 'tablet', 'recorded')",
    "INSERT INTO entry (id, client_id, fingerprint, kind, at, heard_at, reason, outcome)"
    " VALUES (1, :client, 1, 'batch', 0, 0, '', 'recorded')",
    "INSERT INTO inspection (id, client_id, fingerprint, passed, rework, grade_b, scrap, hold, happened_at, at,"
    " heard_at, clock, note, outcome) VALUES (1, :client, 1, 12, 0, 0, 0, 0, 0, 0, 0, 'tablet', '', 'recorded')",
    "INSERT INTO finding (id, inspection_id, check_item_id, piece, good) VALUES (1, 1, 1, 1, TRUE)",
    "INSERT INTO defect_found (id, inspection_id, defect_id, quantity, outcome) VALUES (1, 1, 1, 1, 'rework')",
    "INSERT INTO change (id, at, post, noun, code, verb, reason) VALUES (1, 0, '', 'order', 'PO-1', 'added', '')",
    "INSERT INTO settlement (id, scan_id, outcome, settled_at, reason) VALUES (1, 1, 'recorded', 0, '')",
    "INSERT INTO looked_at (id, scan_id, at, note) VALUES (1, 1, 0, '')",
    "INSERT INTO check_nominal (id, check_item_id, size, nominal) VALUES (1, 1, 'M', 108)",
    "INSERT INTO standard_plan (id, standard_version_id, severity, method, level) VALUES (1, 1, 'major', 'every', '')",
    "INSERT INTO standard_defect (id, standard_version_id, defect_id, position, name, name_en, severity)"
    " VALUES (1, 1, 1, 1, 'Loncat', 'Skipped', 'major')",
    "INSERT INTO inspection_lot (id, client_id, fingerprint, number, product_id, partner_id, stage_id, officer_id,"
    " quantity, seed, at, heard_at) VALUES (1, :client, 1, 'L-1', 1, 1, 1, 1, 12, '', 0, 0)",
    "INSERT INTO lot_unit (id, lot_id, unit_id, step, cycle, sent_by, quantity) VALUES (1, 1, 1, 1, 0, 0, 12)",
    "INSERT INTO lot_plan (id, lot_id, severity, method, level, strictness, letter, sample_size, accept, reject)"
    " VALUES (1, 1, 'major', 'inline', '', 'normal', '', 7, 0, 1)",
    "INSERT INTO lot_draw (id, lot_id, number, unit_id, position) VALUES (1, 1, 1, 1, 3)",
    "INSERT INTO lot_result (id, client_id, fingerprint, lot_id, turn, outcome, officer_id, happened_at, at,"
    " heard_at, note)"
    " VALUES (1, :client, 1, 1, 1, 'accepted', 1, 0, 0, 0, '')",
    "INSERT INTO plan_restart (id, client_id, fingerprint, product_id, partner_id, severity, officer_id, at, reason)"
    " VALUES (1, :client, 1, 1, 1, 'major', 1, 0, 'alat diganti')",
    "INSERT INTO defect_spot (id, defect_found_id, side, x, y) VALUES (1, 1, 0, 500, 500)",
    "INSERT INTO inspection_picture (id, client_id, verdict_client_id, photo, at, heard_at)"
    " VALUES (1, :client, :client, 'a.jpg', 0, 0)",
    "INSERT INTO deviation (id, entry_id, unit_id, order_line_id, quantity, what, reason, officer_id, at)"
    " VALUES (1, 1, 1, 1, 1, 'Panjang', 'mitra setuju', 1, 0)",
    "INSERT INTO move (id, unit_id, from_place, from_cycle, from_sent_by, to_unit_id, to_place, to_cycle, to_sent_by,"
    " quantity, why, scan_id) VALUES (1, 1, 1, 0, 0, 1, 2, 0, 0, 12, 'done', 1)",
)


@pytest.fixture
def ledger(database: OpenDatabase) -> OpenDatabase:
    """The database with a row in every table of the ledger."""
    for row in _ROWS:
        values = {"client": bytes(16)} if ":client" in row else {}
        database.run(row, **values)
    return database
