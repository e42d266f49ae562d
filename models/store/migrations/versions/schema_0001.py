"""The first schema: store, office, people, benefits, imports."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make every table of the first schema."""
    for make in MAKERS:
        make()


def _change() -> None:
    op.create_table(
        "change",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("at", sa.Text(), nullable=False),
        sa.Column("actor_id", sa.Integer(), nullable=True),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("source_name", sa.Text(), nullable=True),
        sa.Column("source_sha256", sa.Text(), nullable=True),
        sa.Column("salt", sa.LargeBinary(), nullable=True),
        sa.Column("own_digest", sa.LargeBinary(), nullable=False),
        sa.Column("digest", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_change")),
    )


def _column_memory() -> None:
    op.create_table(
        "column_memory",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("header", sa.Text(), nullable=False),
        sa.Column("meaning", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_column_memory")),
        sa.UniqueConstraint("header", name=op.f("uq_column_memory_header")),
        sqlite_autoincrement=True,
    )


def _commune() -> None:
    op.create_table(
        "commune",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("province_code", sa.Text(), nullable=False),
        sa.Column("former_units", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_commune")),
        sqlite_autoincrement=True,
    )


def _draft() -> None:
    op.create_table(
        "draft",
        sa.Column("actor_id", sa.Integer(), nullable=False),
        sa.Column("form", sa.Text(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("saved_at", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("actor_id", "form", name=op.f("pk_draft")),
    )


def _former_key() -> None:
    op.create_table(
        "former_key",
        sa.Column("key_id", sa.Text(), nullable=False),
        sa.Column("set_id", sa.Text(), nullable=False),
        sa.Column("key", sa.LargeBinary(), nullable=False),
        sa.Column("until", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("key_id", name=op.f("pk_former_key")),
    )


def _household() -> None:
    op.create_table(
        "household",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.Text(), nullable=False),
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_household")),
        sa.UniqueConstraint("uid", name=op.f("uq_household_uid")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_household_number"), "household", ["number"], unique=False)


def _import_batch() -> None:
    op.create_table(
        "import_batch",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("change_id", sa.Integer(), nullable=False),
        sa.Column("file_name", sa.Text(), nullable=False),
        sa.Column("file_sha256", sa.Text(), nullable=False),
        sa.Column("imported_at", sa.Text(), nullable=False),
        sa.Column("new_people", sa.Integer(), nullable=False),
        sa.Column("matched_people", sa.Integer(), nullable=False),
        sa.Column("benefit_lines", sa.Integer(), nullable=False),
        sa.Column("left_out", sa.Integer(), nullable=False),
        sa.Column("undone_by", sa.Integer(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_import_batch")),
        sa.UniqueConstraint("change_id", name=op.f("uq_import_batch_change_id")),
        sqlite_autoincrement=True,
    )


def _issuing_body() -> None:
    op.create_table(
        "issuing_body",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("superior_line", sa.Text(), nullable=False),
        sa.Column("name_line", sa.Text(), nullable=False),
        sa.Column("department_line", sa.Text(), nullable=False),
        sa.Column("place_name", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_issuing_body")),
        sa.UniqueConstraint("key", name=op.f("uq_issuing_body_key")),
        sqlite_autoincrement=True,
    )


def _kept_set() -> None:
    op.create_table(
        "kept_set",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("set_id", sa.Text(), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("made_at", sa.Text(), nullable=False),
        sa.Column("kept_until", sa.Text(), nullable=False),
        sa.Column("head_change", sa.Integer(), nullable=False),
        sa.Column("head_digest", sa.Text(), nullable=False),
        sa.Column("key_id", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_kept_set")),
        sa.UniqueConstraint("set_id", name=op.f("uq_kept_set_set_id")),
        sqlite_autoincrement=True,
    )


def _label_ruling() -> None:
    op.create_table(
        "label_ruling",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("label_key", sa.Text(), nullable=False),
        sa.Column("label", sa.Text(), nullable=False),
        sa.Column("group_code", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_label_ruling")),
        sa.UniqueConstraint("label_key", name=op.f("uq_label_ruling_label_key")),
        sqlite_autoincrement=True,
    )


def _law_switch() -> None:
    op.create_table(
        "law_switch",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("document_key", sa.Text(), nullable=False),
        sa.Column("counts", sa.Integer(), nullable=False),
        sa.Column("edition", sa.Integer(), nullable=True),
        sa.Column("switched_at", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("preview", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_law_switch")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_law_switch_document_key"), "law_switch", ["document_key"], unique=False)


def _medium() -> None:
    op.create_table(
        "medium",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.Text(), nullable=False),
        sa.Column("label", sa.Text(), nullable=False),
        sa.Column("volume", sa.Text(), nullable=False),
        sa.Column("standing", sa.Text(), nullable=False),
        sa.Column("outside", sa.Integer(), nullable=False),
        sa.Column("keeper", sa.Text(), nullable=False),
        sa.Column("added_at", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_medium")),
        sa.UniqueConstraint("uid", name=op.f("uq_medium_uid")),
        sqlite_autoincrement=True,
    )


def _office_document() -> None:
    op.create_table(
        "office_document",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("issuer", sa.Text(), nullable=False),
        sa.Column("signed_on", sa.Text(), nullable=False),
        sa.Column("in_force", sa.Text(), nullable=False),
        sa.Column("known_from", sa.Text(), nullable=False),
        sa.Column("file_name", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_office_document")),
        sa.UniqueConstraint("key", name=op.f("uq_office_document_key")),
        sqlite_autoincrement=True,
    )


def _pay_month() -> None:
    op.create_table(
        "pay_month",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.Text(), nullable=False),
        sa.Column("month", sa.Integer(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("opening", sa.Integer(), nullable=False),
        sa.Column("known_on", sa.Text(), nullable=False),
        sa.Column("paid_with", sa.Integer(), nullable=True),
        sa.Column("budget_year", sa.Integer(), nullable=False),
        sa.Column("lines", sa.Integer(), nullable=False),
        sa.Column("total", sa.Integer(), nullable=False),
        sa.Column("digest", sa.Text(), nullable=True),
        sa.Column("opened_at", sa.Text(), nullable=False),
        sa.Column("computed_at", sa.Text(), nullable=False),
        sa.Column("confirmed_at", sa.Text(), nullable=True),
        sa.Column("sent_at", sa.Text(), nullable=True),
        sa.Column("reconciled_at", sa.Text(), nullable=True),
        sa.Column("closed_at", sa.Text(), nullable=True),
        sa.Column("note", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pay_month")),
        sa.UniqueConstraint("month", name=op.f("uq_pay_month_month")),
        sa.UniqueConstraint("uid", name=op.f("uq_pay_month_uid")),
        sqlite_autoincrement=True,
    )


def _pay_term() -> None:
    op.create_table(
        "pay_term",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("since", sa.Integer(), nullable=False),
        sa.Column("value", sa.Integer(), nullable=False),
        sa.Column("document", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pay_term")),
        sa.UniqueConstraint("kind", "since", name=op.f("uq_pay_term_kind_since")),
        sqlite_autoincrement=True,
    )


def _person() -> None:
    op.create_table(
        "person",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.Text(), nullable=False),
        sa.Column("code", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("sex", sa.Text(), nullable=True),
        sa.Column("born_year", sa.Integer(), nullable=True),
        sa.Column("born_month", sa.Integer(), nullable=True),
        sa.Column("born_day", sa.Integer(), nullable=True),
        sa.Column("ethnic_code", sa.Text(), nullable=False),
        sa.Column("id_number", sa.Text(), nullable=False),
        sa.Column("old_id_number", sa.Text(), nullable=False),
        sa.Column("insurance_number", sa.Text(), nullable=False),
        sa.Column("phones", sa.Text(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("status_on", sa.Text(), nullable=False),
        sa.Column("moved_to", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("name_key", sa.Text(), nullable=False),
        sa.Column("name_sort", sa.Text(), nullable=False),
        sa.Column("search", sa.Text(), nullable=False),
        sa.Column("born_earliest", sa.Text(), nullable=False),
        sa.Column("born_latest", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_person")),
        sa.UniqueConstraint("code", name=op.f("uq_person_code")),
        sa.UniqueConstraint("uid", name=op.f("uq_person_uid")),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_person_born", "person", ["born_earliest", "id"], unique=False)
    op.create_index(
        "ix_person_id_number", "person", ["id_number"], unique=False, sqlite_where=sa.text("id_number != ''")
    )
    op.create_index(
        "ix_person_insurance",
        "person",
        ["insurance_number"],
        unique=False,
        sqlite_where=sa.text("insurance_number != ''"),
    )
    op.create_index(
        "ix_person_name", "person", ["name_sort", "id", "search", "status", "sex", "born_earliest"], unique=False
    )
    op.create_index("ix_person_name_key", "person", ["name_key"], unique=False)
    op.create_index(
        "ix_person_old_id_number",
        "person",
        ["old_id_number"],
        unique=False,
        sqlite_where=sa.text("old_id_number != ''"),
    )


def _safekeeping_setting() -> None:
    op.create_table(
        "safekeeping_setting",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_safekeeping_setting")),
        sa.UniqueConstraint("key", name=op.f("uq_safekeeping_setting_key")),
        sqlite_autoincrement=True,
    )


def _scan_segment() -> None:
    op.create_table(
        "scan_segment",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("scans", sa.Integer(), nullable=False),
        sa.Column("sealed_at", sa.Text(), nullable=False),
        sa.Column("key", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_scan_segment")),
        sa.UniqueConstraint("name", name=op.f("uq_scan_segment_name")),
        sqlite_autoincrement=True,
    )


def _staff() -> None:
    op.create_table(
        "staff",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.Text(), nullable=False),
        sa.Column("display_name", sa.Text(), nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("handle", sa.Text(), nullable=False),
        sa.Column("administrator", sa.Integer(), nullable=False),
        sa.Column("left_on", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_staff")),
        sa.UniqueConstraint("handle", name=op.f("uq_staff_handle")),
        sa.UniqueConstraint("uid", name=op.f("uq_staff_uid")),
        sqlite_autoincrement=True,
    )


def _store_fact() -> None:
    op.create_table(
        "store_fact",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_store_fact")),
    )


def _village() -> None:
    op.create_table(
        "village",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("sort_order", sa.Integer(), nullable=False),
        sa.Column("closed_on", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_village")),
        sa.UniqueConstraint("uid", name=op.f("uq_village_uid")),
        sqlite_autoincrement=True,
    )


def _audit() -> None:
    op.create_table(
        "audit",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("change_id", sa.Integer(), nullable=False),
        sa.Column("record_table", sa.Text(), nullable=False),
        sa.Column("record_id", sa.Integer(), nullable=False),
        sa.Column("operation", sa.Text(), nullable=False),
        sa.Column("fields", sa.Text(), nullable=True),
        sa.Column("source", sa.Text(), nullable=True),
        sa.Column("salt", sa.LargeBinary(), nullable=True),
        sa.Column("digest", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["change_id"], ["change.id"], name=op.f("fk_audit_change_id_change")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit")),
    )
    op.create_index(op.f("ix_audit_change_id"), "audit", ["change_id"], unique=False)
    op.create_index("ix_audit_record", "audit", ["record_table", "record_id"], unique=False)


def _backup() -> None:
    op.create_table(
        "backup",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("generation", sa.Text(), nullable=False),
        sa.Column("medium_id", sa.Integer(), nullable=False),
        sa.Column("made_at", sa.Text(), nullable=False),
        sa.Column("proved_at", sa.Text(), nullable=False),
        sa.Column("head_change", sa.Integer(), nullable=False),
        sa.Column("head_digest", sa.Text(), nullable=False),
        sa.Column("manifest_sha256", sa.Text(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("standing", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["medium_id"], ["medium.id"], name=op.f("fk_backup_medium_id_medium")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_backup")),
        sa.UniqueConstraint("generation", name=op.f("uq_backup_generation")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_backup_medium_id"), "backup", ["medium_id"], unique=False)


def _bank_account() -> None:
    op.create_table(
        "bank_account",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("bank", sa.Text(), nullable=False),
        sa.Column("holder", sa.Text(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("valid_from", sa.Text(), nullable=False),
        sa.Column("valid_to", sa.Text(), nullable=False),
        sa.Column("known_since", sa.Text(), nullable=False),
        sa.Column("known_until", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_bank_account_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bank_account")),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_bank_account_owner", "bank_account", ["person_id", "known_until", "valid_from"], unique=False)


def _disability() -> None:
    op.create_table(
        "disability",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("degree", sa.Text(), nullable=False),
        sa.Column("certificate", sa.Text(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("valid_from", sa.Text(), nullable=False),
        sa.Column("valid_to", sa.Text(), nullable=False),
        sa.Column("known_since", sa.Text(), nullable=False),
        sa.Column("known_until", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_disability_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_disability")),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_disability_owner", "disability", ["person_id", "known_until", "valid_from"], unique=False)


def _drill() -> None:
    op.create_table(
        "drill",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("at", sa.Text(), nullable=False),
        sa.Column("generation", sa.Text(), nullable=False),
        sa.Column("medium_id", sa.Integer(), nullable=True),
        sa.Column("passed", sa.Integer(), nullable=False),
        sa.Column("message", sa.Text(), nullable=False),
        sa.Column("report", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["medium_id"], ["medium.id"], name=op.f("fk_drill_medium_id_medium")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_drill")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_drill_medium_id"), "drill", ["medium_id"], unique=False)


def _entitlement() -> None:
    op.create_table(
        "entitlement",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.Text(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("group_code", sa.Text(), nullable=False),
        sa.Column("label", sa.Text(), nullable=False),
        sa.Column("carer_id", sa.Integer(), nullable=True),
        sa.Column("origin", sa.Text(), nullable=False),
        sa.Column("opening_amount", sa.Integer(), nullable=True),
        sa.Column("opening_from", sa.Integer(), nullable=True),
        sa.Column("opening_until", sa.Integer(), nullable=True),
        sa.Column("note", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["carer_id"], ["person.id"], name=op.f("fk_entitlement_carer_id_person")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_entitlement_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_entitlement")),
        sa.UniqueConstraint("uid", name=op.f("uq_entitlement_uid")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_entitlement_carer_id"), "entitlement", ["carer_id"], unique=False)
    op.create_index("ix_entitlement_person", "entitlement", ["person_id", "kind"], unique=False)


def _former_code() -> None:
    op.create_table(
        "former_code",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_former_code_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_former_code")),
        sa.UniqueConstraint("code", name=op.f("uq_former_code_code")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_former_code_person_id"), "former_code", ["person_id"], unique=False)


def _guardian() -> None:
    op.create_table(
        "guardian",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("other_id", sa.Integer(), nullable=True),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("id_number", sa.Text(), nullable=False),
        sa.Column("relation", sa.Text(), nullable=False),
        sa.Column("phone", sa.Text(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("valid_from", sa.Text(), nullable=False),
        sa.Column("valid_to", sa.Text(), nullable=False),
        sa.Column("known_since", sa.Text(), nullable=False),
        sa.Column("known_until", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["other_id"], ["person.id"], name=op.f("fk_guardian_other_id_person")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_guardian_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_guardian")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_guardian_other_id"), "guardian", ["other_id"], unique=False)
    op.create_index("ix_guardian_owner", "guardian", ["person_id", "known_until", "valid_from"], unique=False)


def _handover() -> None:
    op.create_table(
        "handover",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.Text(), nullable=False),
        sa.Column("made_at", sa.Text(), nullable=False),
        sa.Column("giver_id", sa.Integer(), nullable=False),
        sa.Column("receiver_id", sa.Integer(), nullable=True),
        sa.Column("facts_sha256", sa.Text(), nullable=False),
        sa.Column("pdf_sha256", sa.Text(), nullable=False),
        sa.Column("facts", sa.LargeBinary(), nullable=False),
        sa.Column("pdf", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["giver_id"], ["staff.id"], name=op.f("fk_handover_giver_id_staff")),
        sa.ForeignKeyConstraint(["receiver_id"], ["staff.id"], name=op.f("fk_handover_receiver_id_staff")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_handover")),
        sa.UniqueConstraint("uid", name=op.f("uq_handover_uid")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_handover_giver_id"), "handover", ["giver_id"], unique=False)
    op.create_index(op.f("ix_handover_receiver_id"), "handover", ["receiver_id"], unique=False)


def _household_membership() -> None:
    op.create_table(
        "household_membership",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("household_id", sa.Integer(), nullable=False),
        sa.Column("relation", sa.Text(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("valid_from", sa.Text(), nullable=False),
        sa.Column("valid_to", sa.Text(), nullable=False),
        sa.Column("known_since", sa.Text(), nullable=False),
        sa.Column("known_until", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["household_id"], ["household.id"], name=op.f("fk_household_membership_household_id_household")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_household_membership_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_household_membership")),
        sqlite_autoincrement=True,
    )
    op.create_index(
        "ix_household_membership_household", "household_membership", ["household_id", "known_until"], unique=False
    )
    op.create_index(
        "ix_household_membership_owner",
        "household_membership",
        ["person_id", "known_until", "valid_from"],
        unique=False,
    )


def _household_poverty() -> None:
    op.create_table(
        "household_poverty",
        sa.Column("household_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("valid_from", sa.Text(), nullable=False),
        sa.Column("valid_to", sa.Text(), nullable=False),
        sa.Column("known_since", sa.Text(), nullable=False),
        sa.Column("known_until", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["household_id"], ["household.id"], name=op.f("fk_household_poverty_household_id_household")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_household_poverty")),
        sqlite_autoincrement=True,
    )
    op.create_index(
        "ix_household_poverty_owner", "household_poverty", ["household_id", "known_until", "valid_from"], unique=False
    )


def _marital_state() -> None:
    op.create_table(
        "marital_state",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("valid_from", sa.Text(), nullable=False),
        sa.Column("valid_to", sa.Text(), nullable=False),
        sa.Column("known_since", sa.Text(), nullable=False),
        sa.Column("known_until", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_marital_state_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_marital_state")),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_marital_state_owner", "marital_state", ["person_id", "known_until", "valid_from"], unique=False)


def _not_same_person() -> None:
    op.create_table(
        "not_same_person",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("low_id", sa.Integer(), nullable=False),
        sa.Column("high_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["high_id"], ["person.id"], name=op.f("fk_not_same_person_high_id_person")),
        sa.ForeignKeyConstraint(["low_id"], ["person.id"], name=op.f("fk_not_same_person_low_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_not_same_person")),
        sa.UniqueConstraint("low_id", "high_id", name=op.f("uq_not_same_person_low_id_high_id")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_not_same_person_high_id"), "not_same_person", ["high_id"], unique=False)


def _number_series() -> None:
    op.create_table(
        "number_series",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("body_id", sa.Integer(), nullable=True),
        sa.Column("suffix", sa.Text(), nullable=False),
        sa.Column("last", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["body_id"], ["issuing_body.id"], name=op.f("fk_number_series_body_id_issuing_body")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_number_series")),
        sa.UniqueConstraint("key", "year", name=op.f("uq_number_series_key_year")),
        sqlite_autoincrement=True,
    )


def _office_law_row() -> None:
    op.create_table(
        "office_law_row",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("document_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("first_month", sa.Integer(), nullable=False),
        sa.Column("last_month", sa.Integer(), nullable=True),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("known_since", sa.Text(), nullable=False),
        sa.Column("known_until", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["document_id"], ["office_document.id"], name=op.f("fk_office_law_row_document_id_office_document")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_office_law_row")),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_office_law_row_document", "office_law_row", ["document_id", "known_until"], unique=False)


def _paper() -> None:
    op.create_table(
        "paper",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("body_id", sa.Integer(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("scope", sa.Text(), nullable=False),
        sa.Column("month", sa.Integer(), nullable=True),
        sa.Column("shown_from", sa.Text(), nullable=True),
        sa.Column("shown_until", sa.Text(), nullable=True),
        sa.Column("lines", sa.Integer(), nullable=False),
        sa.Column("total", sa.Integer(), nullable=True),
        sa.Column("series", sa.Text(), nullable=False),
        sa.Column("sign", sa.Text(), nullable=False),
        sa.Column("own_number", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=True),
        sa.Column("year", sa.Integer(), nullable=True),
        sa.Column("signed_on", sa.Text(), nullable=True),
        sa.Column("signer_name", sa.Text(), nullable=False),
        sa.Column("signer_lines", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("replaces_id", sa.Integer(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("made_at", sa.Text(), nullable=False),
        sa.Column("issued_at", sa.Text(), nullable=True),
        sa.Column("ended_at", sa.Text(), nullable=True),
        sa.Column("facts_sha256", sa.Text(), nullable=False),
        sa.Column("pdf_sha256", sa.Text(), nullable=True),
        sa.Column("facts", sa.LargeBinary(), nullable=False),
        sa.Column("pdf", sa.LargeBinary(), nullable=True),
        sa.ForeignKeyConstraint(["body_id"], ["issuing_body.id"], name=op.f("fk_paper_body_id_issuing_body")),
        sa.ForeignKeyConstraint(["replaces_id"], ["paper.id"], name=op.f("fk_paper_replaces_id_paper")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_paper")),
        sa.UniqueConstraint("replaces_id", name=op.f("uq_paper_replaces_id")),
        sa.UniqueConstraint("uid", name=op.f("uq_paper_uid")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_paper_body_id"), "paper", ["body_id"], unique=False)
    op.create_index(
        "ix_paper_number",
        "paper",
        ["body_id", "series", "year", "number"],
        unique=True,
        sqlite_where=sa.text("number IS NOT NULL AND own_number = 1 AND state <> 'cancelled'"),
    )


def _pay_return() -> None:
    op.create_table(
        "pay_return",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("pay_month_id", sa.Integer(), nullable=False),
        sa.Column("file_name", sa.Text(), nullable=False),
        sa.Column("file_sha256", sa.Text(), nullable=False),
        sa.Column("applied_at", sa.Text(), nullable=False),
        sa.Column("paid_lines", sa.Integer(), nullable=False),
        sa.Column("paid_amount", sa.Integer(), nullable=False),
        sa.Column("unpaid_lines", sa.Integer(), nullable=False),
        sa.Column("unpaid_amount", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["pay_month_id"], ["pay_month.id"], name=op.f("fk_pay_return_pay_month_id_pay_month")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pay_return")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_pay_return_pay_month_id"), "pay_return", ["pay_month_id"], unique=False)


def _payee() -> None:
    op.create_table(
        "payee",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("other_id", sa.Integer(), nullable=True),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("id_number", sa.Text(), nullable=False),
        sa.Column("relation", sa.Text(), nullable=False),
        sa.Column("phone", sa.Text(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("valid_from", sa.Text(), nullable=False),
        sa.Column("valid_to", sa.Text(), nullable=False),
        sa.Column("known_since", sa.Text(), nullable=False),
        sa.Column("known_until", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["other_id"], ["person.id"], name=op.f("fk_payee_other_id_person")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_payee_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_payee")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_payee_other_id"), "payee", ["other_id"], unique=False)
    op.create_index("ix_payee_owner", "payee", ["person_id", "known_until", "valid_from"], unique=False)


def _residence() -> None:
    op.create_table(
        "residence",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("village_id", sa.Integer(), nullable=True),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("valid_from", sa.Text(), nullable=False),
        sa.Column("valid_to", sa.Text(), nullable=False),
        sa.Column("known_since", sa.Text(), nullable=False),
        sa.Column("known_until", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_residence_person_id_person")),
        sa.ForeignKeyConstraint(["village_id"], ["village.id"], name=op.f("fk_residence_village_id_village")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_residence")),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_residence_owner", "residence", ["person_id", "known_until", "valid_from"], unique=False)
    op.create_index(
        "ix_residence_village", "residence", ["village_id", "known_until", "valid_to", "person_id"], unique=False
    )


def _scan() -> None:
    op.create_table(
        "scan",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.Text(), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("media_type", sa.Text(), nullable=False),
        sa.Column("added_at", sa.Text(), nullable=False),
        sa.Column("segment_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["segment_id"], ["scan_segment.id"], name=op.f("fk_scan_segment_id_scan_segment")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_scan")),
        sa.UniqueConstraint("sha256", name=op.f("uq_scan_sha256")),
        sa.UniqueConstraint("uid", name=op.f("uq_scan_uid")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_scan_segment_id"), "scan", ["segment_id"], unique=False)


def _signer() -> None:
    op.create_table(
        "signer",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("body_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("title_form", sa.Text(), nullable=False),
        sa.Column("position", sa.Text(), nullable=False),
        sa.Column("from_day", sa.Text(), nullable=False),
        sa.Column("to_day", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["body_id"], ["issuing_body.id"], name=op.f("fk_signer_body_id_issuing_body")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_signer")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_signer_body_id"), "signer", ["body_id"], unique=False)


def _study() -> None:
    op.create_table(
        "study",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("level", sa.Text(), nullable=False),
        sa.Column("school", sa.Text(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("valid_from", sa.Text(), nullable=False),
        sa.Column("valid_to", sa.Text(), nullable=False),
        sa.Column("known_since", sa.Text(), nullable=False),
        sa.Column("known_until", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_study_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_study")),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_study_owner", "study", ["person_id", "known_until", "valid_from"], unique=False)


def _village_old_name() -> None:
    op.create_table(
        "village_old_name",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("village_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("until_day", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["village_id"], ["village.id"], name=op.f("fk_village_old_name_village_id_village")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_village_old_name")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_village_old_name_village_id"), "village_old_name", ["village_id"], unique=False)


def _village_slip() -> None:
    op.create_table(
        "village_slip",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("month", sa.Integer(), nullable=False),
        sa.Column("village_id", sa.Integer(), nullable=False),
        sa.Column("printed_on", sa.Text(), nullable=True),
        sa.Column("answered_on", sa.Text(), nullable=True),
        sa.Column("people", sa.Integer(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["village_id"], ["village.id"], name=op.f("fk_village_slip_village_id_village")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_village_slip")),
        sa.UniqueConstraint("month", "village_id", name=op.f("uq_village_slip_month_village_id")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_village_slip_village_id"), "village_slip", ["village_id"], unique=False)


def _decision() -> None:
    op.create_table(
        "decision",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("paper_id", sa.Integer(), nullable=True),
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("signed_on", sa.Text(), nullable=True),
        sa.Column("signer", sa.Text(), nullable=False),
        sa.Column("made_at", sa.Text(), nullable=False),
        sa.Column("entered_at", sa.Text(), nullable=True),
        sa.Column("cancelled_because", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["paper_id"], ["paper.id"], name=op.f("fk_decision_paper_id_paper")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_decision")),
        sa.UniqueConstraint("uid", name=op.f("uq_decision_uid")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_decision_paper_id"), "decision", ["paper_id"], unique=False)
    op.create_index("ix_decision_state", "decision", ["state", "kind"], unique=False)


def _pay_line() -> None:
    op.create_table(
        "pay_line",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("pay_month_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("recipient_id", sa.Integer(), nullable=False),
        sa.Column("entitlement_id", sa.Integer(), nullable=True),
        sa.Column("debt_id", sa.Integer(), nullable=True),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("benefit_month", sa.Integer(), nullable=False),
        sa.Column("budget_year", sa.Integer(), nullable=False),
        sa.Column("group_code", sa.Text(), nullable=False),
        sa.Column("label", sa.Text(), nullable=False),
        sa.Column("law_table", sa.Text(), nullable=False),
        sa.Column("base_rate", sa.Integer(), nullable=True),
        sa.Column("coefficient", sa.Integer(), nullable=True),
        sa.Column("amount", sa.Integer(), nullable=False),
        sa.Column("code", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("born", sa.Text(), nullable=False),
        sa.Column("sex", sa.Text(), nullable=False),
        sa.Column("id_number", sa.Text(), nullable=False),
        sa.Column("village_id", sa.Integer(), nullable=True),
        sa.Column("village", sa.Text(), nullable=False),
        sa.Column("channel", sa.Text(), nullable=False),
        sa.Column("account", sa.Text(), nullable=False),
        sa.Column("bank", sa.Text(), nullable=False),
        sa.Column("payee", sa.Text(), nullable=False),
        sa.Column("payee_id_number", sa.Text(), nullable=False),
        sa.Column("decision", sa.Text(), nullable=False),
        sa.Column("decision_id", sa.Integer(), nullable=True),
        sa.Column("carried_from_id", sa.Integer(), nullable=True),
        sa.Column("step", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("result", sa.Text(), nullable=False),
        sa.Column("paid_amount", sa.Integer(), nullable=True),
        sa.Column("paid_on", sa.Text(), nullable=True),
        sa.Column("unpaid_reason", sa.Text(), nullable=False),
        sa.Column("return_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["carried_from_id"], ["pay_line.id"], name=op.f("fk_pay_line_carried_from_id_pay_line")
        ),
        sa.ForeignKeyConstraint(["pay_month_id"], ["pay_month.id"], name=op.f("fk_pay_line_pay_month_id_pay_month")),
        sa.ForeignKeyConstraint(["return_id"], ["pay_return.id"], name=op.f("fk_pay_line_return_id_pay_return")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pay_line")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_pay_line_carried_from_id"), "pay_line", ["carried_from_id"], unique=False)
    op.create_index(
        "ix_pay_line_entitlement",
        "pay_line",
        ["entitlement_id", "benefit_month", "pay_month_id", "kind", "amount"],
        unique=False,
    )
    op.create_index("ix_pay_line_month", "pay_line", ["pay_month_id", "person_id"], unique=False)
    op.create_index("ix_pay_line_person", "pay_line", ["person_id", "benefit_month"], unique=False)
    op.create_index(op.f("ix_pay_line_return_id"), "pay_line", ["return_id"], unique=False)
    op.create_index(
        "ix_pay_line_uncollected",
        "pay_line",
        ["pay_month_id", "id"],
        unique=False,
        sqlite_where=sa.text("result IN ('unpaid', 'partly', 'returned')"),
    )


def _scan_content() -> None:
    op.create_table(
        "scan_content",
        sa.Column("scan_id", sa.Integer(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["scan_id"], ["scan.id"], name=op.f("fk_scan_content_scan_id_scan")),
        sa.PrimaryKeyConstraint("scan_id", name=op.f("pk_scan_content")),
    )


def _sign_of_life() -> None:
    op.create_table(
        "sign_of_life",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("seen_on", sa.Text(), nullable=False),
        sa.Column("how", sa.Text(), nullable=False),
        sa.Column("slip_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_sign_of_life_person_id_person")),
        sa.ForeignKeyConstraint(["slip_id"], ["village_slip.id"], name=op.f("fk_sign_of_life_slip_id_village_slip")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sign_of_life")),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_sign_of_life_person", "sign_of_life", ["person_id", "seen_on"], unique=False)
    op.create_index(op.f("ix_sign_of_life_slip_id"), "sign_of_life", ["slip_id"], unique=False)


def _slip_line() -> None:
    op.create_table(
        "slip_line",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("slip_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("tick", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_slip_line_person_id_person")),
        sa.ForeignKeyConstraint(["slip_id"], ["village_slip.id"], name=op.f("fk_slip_line_slip_id_village_slip")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_slip_line")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_slip_line_person_id"), "slip_line", ["person_id"], unique=False)
    op.create_index(op.f("ix_slip_line_slip_id"), "slip_line", ["slip_id"], unique=False)


def _benefit_line() -> None:
    op.create_table(
        "benefit_line",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("label", sa.Text(), nullable=False),
        sa.Column("group_code", sa.Text(), nullable=False),
        sa.Column("coefficient", sa.Integer(), nullable=True),
        sa.Column("amount", sa.Integer(), nullable=True),
        sa.Column("decision_number", sa.Text(), nullable=False),
        sa.Column("decision_day", sa.Text(), nullable=False),
        sa.Column("start_month", sa.Integer(), nullable=True),
        sa.Column("stop_month", sa.Integer(), nullable=True),
        sa.Column("channel", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("entitlement_id", sa.Integer(), nullable=True),
        sa.Column("decision_id", sa.Integer(), nullable=True),
        sa.Column("standing", sa.Text(), nullable=False),
        sa.Column("law_table", sa.Text(), nullable=False),
        sa.Column("base_rate", sa.Integer(), nullable=True),
        sa.Column("known_since", sa.Text(), nullable=False),
        sa.Column("known_until", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["decision_id"], ["decision.id"], name=op.f("fk_benefit_line_decision_id_decision")),
        sa.ForeignKeyConstraint(
            ["entitlement_id"], ["entitlement.id"], name=op.f("fk_benefit_line_entitlement_id_entitlement")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_benefit_line_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_benefit_line")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_benefit_line_decision_id"), "benefit_line", ["decision_id"], unique=False)
    op.create_index(
        "ix_benefit_line_entitlement", "benefit_line", ["entitlement_id", "known_until", "start_month"], unique=False
    )
    op.create_index("ix_benefit_line_person", "benefit_line", ["person_id", "known_until"], unique=False)


def _change_event() -> None:
    op.create_table(
        "change_event",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("household_id", sa.Integer(), nullable=True),
        sa.Column("happened_on", sa.Text(), nullable=False),
        sa.Column("told_on", sa.Text(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("slip_id", sa.Integer(), nullable=True),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("decision_id", sa.Integer(), nullable=True),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("details", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["decision_id"], ["decision.id"], name=op.f("fk_change_event_decision_id_decision")),
        sa.ForeignKeyConstraint(
            ["household_id"], ["household.id"], name=op.f("fk_change_event_household_id_household")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_change_event_person_id_person")),
        sa.ForeignKeyConstraint(["slip_id"], ["village_slip.id"], name=op.f("fk_change_event_slip_id_village_slip")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_change_event")),
        sa.UniqueConstraint("uid", name=op.f("uq_change_event_uid")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_change_event_decision_id"), "change_event", ["decision_id"], unique=False)
    op.create_index(op.f("ix_change_event_household_id"), "change_event", ["household_id"], unique=False)
    op.create_index(op.f("ix_change_event_person_id"), "change_event", ["person_id"], unique=False)
    op.create_index(op.f("ix_change_event_slip_id"), "change_event", ["slip_id"], unique=False)
    op.create_index("ix_change_event_state", "change_event", ["state", "kind"], unique=False)


def _decision_item() -> None:
    op.create_table(
        "decision_item",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("decision_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("entitlement_id", sa.Integer(), nullable=True),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("group_code", sa.Text(), nullable=False),
        sa.Column("label", sa.Text(), nullable=False),
        sa.Column("carer_id", sa.Integer(), nullable=True),
        sa.Column("from_month", sa.Integer(), nullable=True),
        sa.Column("law_table", sa.Text(), nullable=False),
        sa.Column("base_rate", sa.Integer(), nullable=True),
        sa.Column("coefficient", sa.Integer(), nullable=True),
        sa.Column("amount", sa.Integer(), nullable=True),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("article", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["carer_id"], ["person.id"], name=op.f("fk_decision_item_carer_id_person")),
        sa.ForeignKeyConstraint(["decision_id"], ["decision.id"], name=op.f("fk_decision_item_decision_id_decision")),
        sa.ForeignKeyConstraint(
            ["entitlement_id"], ["entitlement.id"], name=op.f("fk_decision_item_entitlement_id_entitlement")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_decision_item_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_decision_item")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_decision_item_carer_id"), "decision_item", ["carer_id"], unique=False)
    op.create_index(op.f("ix_decision_item_decision_id"), "decision_item", ["decision_id"], unique=False)
    op.create_index(op.f("ix_decision_item_entitlement_id"), "decision_item", ["entitlement_id"], unique=False)
    op.create_index("ix_decision_item_person", "decision_item", ["person_id"], unique=False)


def _debt() -> None:
    op.create_table(
        "debt",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.Text(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("entitlement_id", sa.Integer(), nullable=True),
        sa.Column("event_id", sa.Integer(), nullable=True),
        sa.Column("decision_id", sa.Integer(), nullable=True),
        sa.Column("from_month", sa.Integer(), nullable=False),
        sa.Column("until_month", sa.Integer(), nullable=False),
        sa.Column("amount", sa.Integer(), nullable=False),
        sa.Column("monthly", sa.Integer(), nullable=True),
        sa.Column("paper_id", sa.Integer(), nullable=True),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["decision_id"], ["decision.id"], name=op.f("fk_debt_decision_id_decision")),
        sa.ForeignKeyConstraint(
            ["entitlement_id"], ["entitlement.id"], name=op.f("fk_debt_entitlement_id_entitlement")
        ),
        sa.ForeignKeyConstraint(["event_id"], ["change_event.id"], name=op.f("fk_debt_event_id_change_event")),
        sa.ForeignKeyConstraint(["paper_id"], ["paper.id"], name=op.f("fk_debt_paper_id_paper")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_debt_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_debt")),
        sa.UniqueConstraint("uid", name=op.f("uq_debt_uid")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_debt_decision_id"), "debt", ["decision_id"], unique=False)
    op.create_index(op.f("ix_debt_entitlement_id"), "debt", ["entitlement_id"], unique=False)
    op.create_index(op.f("ix_debt_event_id"), "debt", ["event_id"], unique=False)
    op.create_index(op.f("ix_debt_paper_id"), "debt", ["paper_id"], unique=False)
    op.create_index(op.f("ix_debt_person_id"), "debt", ["person_id"], unique=False)


def _debt_return() -> None:
    op.create_table(
        "debt_return",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("debt_id", sa.Integer(), nullable=False),
        sa.Column("day", sa.Text(), nullable=False),
        sa.Column("amount", sa.Integer(), nullable=False),
        sa.Column("way", sa.Text(), nullable=False),
        sa.Column("pay_line_id", sa.Integer(), nullable=True),
        sa.Column("budget_year", sa.Integer(), nullable=True),
        sa.Column("note", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["debt_id"], ["debt.id"], name=op.f("fk_debt_return_debt_id_debt")),
        sa.ForeignKeyConstraint(["pay_line_id"], ["pay_line.id"], name=op.f("fk_debt_return_pay_line_id_pay_line")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_debt_return")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_debt_return_debt_id"), "debt_return", ["debt_id"], unique=False)
    op.create_index(op.f("ix_debt_return_pay_line_id"), "debt_return", ["pay_line_id"], unique=False)


def _trigger_pay_month_frozen() -> None:
    op.execute(
        "CREATE TRIGGER pay_month_frozen BEFORE UPDATE ON pay_month WHEN old.state = 'closed' OR (old.state "
        "<> 'open' AND (new.state = 'open' OR NOT (new.uid IS old.uid AND new.month IS old.month AND "
        "new.opening IS old.opening AND new.known_on IS old.known_on AND new.paid_with IS old.paid_with AND "
        "new.budget_year IS old.budget_year AND new.lines IS old.lines AND new.total IS old.total AND "
        "new.digest IS old.digest AND new.opened_at IS old.opened_at AND new.computed_at IS old.computed_at "
        "AND new.confirmed_at IS old.confirmed_at))) BEGIN SELECT RAISE(ABORT, 'a confirmed month is "
        "frozen'); END"
    )


def _trigger_pay_month_kept() -> None:
    op.execute(
        "CREATE TRIGGER pay_month_kept BEFORE DELETE ON pay_month WHEN old.state <> 'open' BEGIN SELECT "
        "RAISE(ABORT, 'a confirmed month is kept'); END"
    )


def _trigger_paper_frozen() -> None:
    op.execute(
        "CREATE TRIGGER paper_frozen BEFORE UPDATE ON paper WHEN old.state IN ('issued', 'cancelled') AND NOT"
        " (old.state = 'issued' AND new.state = 'cancelled' AND new.id IS old.id AND new.uid IS old.uid AND "
        "new.kind IS old.kind AND new.body_id IS old.body_id AND new.title IS old.title AND new.scope IS "
        "old.scope AND new.month IS old.month AND new.shown_from IS old.shown_from AND new.shown_until IS "
        "old.shown_until AND new.lines IS old.lines AND new.total IS old.total AND new.series IS old.series "
        "AND new.sign IS old.sign AND new.own_number IS old.own_number AND new.number IS old.number AND "
        "new.year IS old.year AND new.signed_on IS old.signed_on AND new.signer_name IS old.signer_name AND "
        "new.signer_lines IS old.signer_lines AND new.replaces_id IS old.replaces_id AND new.made_at IS "
        "old.made_at AND new.issued_at IS old.issued_at AND new.facts_sha256 IS old.facts_sha256 AND "
        "new.pdf_sha256 IS old.pdf_sha256 AND new.facts IS old.facts AND new.pdf IS old.pdf) BEGIN SELECT "
        "RAISE(ABORT, 'an issued paper is frozen'); END"
    )


def _trigger_paper_kept() -> None:
    op.execute(
        "CREATE TRIGGER paper_kept BEFORE DELETE ON paper WHEN old.state IN ('issued', 'cancelled') BEGIN "
        "SELECT RAISE(ABORT, 'an issued paper is kept'); END"
    )


def _trigger_pay_line_frozen() -> None:
    op.execute(
        "CREATE TRIGGER pay_line_frozen BEFORE UPDATE ON pay_line WHEN (SELECT state FROM pay_month WHERE id "
        "= old.pay_month_id) <> 'open' AND NOT ((SELECT state FROM pay_month WHERE id = old.pay_month_id) IN "
        "('sent', 'reconciled') AND new.id IS old.id AND new.pay_month_id IS old.pay_month_id AND "
        "new.person_id IS old.person_id AND new.recipient_id IS old.recipient_id AND new.entitlement_id IS "
        "old.entitlement_id AND new.debt_id IS old.debt_id AND new.kind IS old.kind AND new.benefit_month IS "
        "old.benefit_month AND new.budget_year IS old.budget_year AND new.group_code IS old.group_code AND "
        "new.label IS old.label AND new.law_table IS old.law_table AND new.base_rate IS old.base_rate AND "
        "new.coefficient IS old.coefficient AND new.amount IS old.amount AND new.code IS old.code AND "
        "new.name IS old.name AND new.born IS old.born AND new.sex IS old.sex AND new.id_number IS "
        "old.id_number AND new.village_id IS old.village_id AND new.village IS old.village AND new.channel IS"
        " old.channel AND new.account IS old.account AND new.bank IS old.bank AND new.payee IS old.payee AND "
        "new.payee_id_number IS old.payee_id_number AND new.decision IS old.decision AND new.decision_id IS "
        "old.decision_id AND new.carried_from_id IS old.carried_from_id AND new.step IS old.step AND "
        "new.reason IS old.reason AND NOT EXISTS (SELECT 1 FROM pay_line later JOIN pay_month next ON next.id"
        " = later.pay_month_id WHERE later.carried_from_id = old.id AND next.state <> 'open')) BEGIN SELECT "
        "RAISE(ABORT, 'a confirmed list is frozen'); END"
    )


def _trigger_pay_line_kept() -> None:
    op.execute(
        "CREATE TRIGGER pay_line_kept BEFORE DELETE ON pay_line WHEN (SELECT state FROM pay_month WHERE id = "
        "old.pay_month_id) <> 'open' BEGIN SELECT RAISE(ABORT, 'a confirmed list is kept'); END"
    )


def _trigger_pay_line_late() -> None:
    op.execute(
        "CREATE TRIGGER pay_line_late BEFORE INSERT ON pay_line WHEN (SELECT state FROM pay_month WHERE id = "
        "new.pay_month_id) <> 'open' BEGIN SELECT RAISE(ABORT, 'a confirmed list takes no further line'); END"
    )


MAKERS = (
    _change,
    _column_memory,
    _commune,
    _draft,
    _former_key,
    _household,
    _import_batch,
    _issuing_body,
    _kept_set,
    _label_ruling,
    _law_switch,
    _medium,
    _office_document,
    _pay_month,
    _pay_term,
    _person,
    _safekeeping_setting,
    _scan_segment,
    _staff,
    _store_fact,
    _village,
    _audit,
    _backup,
    _bank_account,
    _disability,
    _drill,
    _entitlement,
    _former_code,
    _guardian,
    _handover,
    _household_membership,
    _household_poverty,
    _marital_state,
    _not_same_person,
    _number_series,
    _office_law_row,
    _paper,
    _pay_return,
    _payee,
    _residence,
    _scan,
    _signer,
    _study,
    _village_old_name,
    _village_slip,
    _decision,
    _pay_line,
    _scan_content,
    _sign_of_life,
    _slip_line,
    _benefit_line,
    _change_event,
    _decision_item,
    _debt,
    _debt_return,
    _trigger_pay_month_frozen,
    _trigger_pay_month_kept,
    _trigger_paper_frozen,
    _trigger_paper_kept,
    _trigger_pay_line_frozen,
    _trigger_pay_line_kept,
    _trigger_pay_line_late,
)
