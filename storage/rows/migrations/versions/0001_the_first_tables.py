"""The first tables, and the triggers that keep history as it was written.

Revision: 0001, after None
"""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


HISTORY = (
    "movement",
    "wallet_entry",
    "transition",
    "period",
    "consent",
    "rating",
    "campaign_version",
    "taken",
    "audit",
)
NOTICE_FACTS = "key, seller, at, kind, data"


def _sentence(table: str) -> str:
    return f"{table} is history: rows are never changed or deleted"


def _protect(table: str, event: str, name: str) -> None:
    sentence = _sentence(table)
    if op.get_bind().dialect.name == "postgresql":
        op.execute(
            f"CREATE TRIGGER {table}_{name} BEFORE {event} ON {table} "
            f"FOR EACH ROW EXECUTE FUNCTION refuse_change('{sentence}')"
        )
    else:
        op.execute(
            f"CREATE TRIGGER {table}_{name} BEFORE {event} ON {table} BEGIN SELECT RAISE(ABORT, '{sentence}'); END"
        )


def _protect_history() -> None:
    if op.get_bind().dialect.name == "postgresql":
        op.execute(
            "CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS "
            "$$ BEGIN RAISE EXCEPTION '%', TG_ARGV[0] USING ERRCODE = 'integrity_constraint_violation'; END $$"
        )
    for table in HISTORY:
        _protect(table, "UPDATE", "no_update")
        _protect(table, "DELETE", "no_delete")
    _protect("notice", f"UPDATE OF {NOTICE_FACTS}", "no_update")
    _protect("notice", "DELETE", "no_delete")
    if op.get_bind().dialect.name == "postgresql":
        for table in (*HISTORY, "notice"):
            op.execute(
                f"CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table} "
                f"FOR EACH STATEMENT EXECUTE FUNCTION refuse_change('{_sentence(table)}')"
            )


def upgrade() -> None:
    op.create_table(
        "audit",
        sa.Column(
            "id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), sa.Identity(always=False), nullable=False
        ),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("seller", sa.String(), nullable=True),
        sa.Column("actor", sa.String(), nullable=False),
        sa.Column("action", sa.String(), nullable=False),
        sa.Column("detail", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index(("ix_audit_seller"), "audit", ["seller"], unique=False)
    op.create_table(
        "campaign_version",
        sa.Column(
            "seq", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), sa.Identity(always=False), nullable=False
        ),
        sa.Column("campaign", sa.String(), nullable=False),
        sa.Column("event", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("seq"),
    )
    op.create_index(("ix_campaign_version_campaign"), "campaign_version", ["campaign"], unique=False)
    op.create_table(
        "person",
        sa.Column("telegram_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("locale", sa.String(), nullable=True),
        sa.Column("timezone", sa.String(), nullable=True),
        sa.Column("seller", sa.String(), nullable=True),
        sa.Column("quiet_from", sa.Integer(), nullable=True),
        sa.Column("quiet_to", sa.Integer(), nullable=True),
        sa.Column("plain", sa.Boolean(), nullable=False),
        sa.Column("blocked_at", sa.BigInteger(), nullable=True),
        sa.CheckConstraint(
            "(quiet_from IS NULL) = (quiet_to IS NULL) AND quiet_from <> quiet_to "
            "AND quiet_from BETWEEN 0 AND 23 AND quiet_to BETWEEN 0 AND 23",
            name="person_quiet_hours",
        ),
        sa.PrimaryKeyConstraint("telegram_id"),
    )
    op.create_table(
        "seller",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("locale", sa.String(), nullable=True),
        sa.Column("registered_at", sa.BigInteger(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("seq", sa.BigInteger(), nullable=False),
        sa.Column("wallet", sa.BigInteger(), nullable=False),
        sa.Column("clock", sa.BigInteger(), nullable=False),
        sa.Column("next_due", sa.BigInteger(), nullable=True),
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("digest_at", sa.BigInteger(), nullable=True),
        sa.Column("parked", sa.Boolean(), nullable=False),
        sa.CheckConstraint("version >= 0 AND seq >= 0", name="seller_counters"),
        sa.PrimaryKeyConstraint("id"),
        sqlite_with_rowid=False,
    )
    op.create_index(
        "seller_due",
        "seller",
        ["next_due"],
        unique=False,
        sqlite_where=sa.text("next_due IS NOT NULL"),
        postgresql_where=sa.text("next_due IS NOT NULL"),
    )
    op.create_table(
        "taken",
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("fingerprint", sa.LargeBinary(), nullable=False),
        sa.Column("type", sa.String(), nullable=False),
        sa.Column("seller", sa.String(), nullable=True),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("taken_at", sa.BigInteger(), nullable=False),
        sa.Column("outcome", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=True),
        sa.Column("data", sa.String(), nullable=True),
        sa.PrimaryKeyConstraint("source", "id"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "world",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("maintenance", sa.Boolean(), nullable=False),
        sa.Column("clock", sa.BigInteger(), nullable=True),
        sa.Column("clock_offset", sa.BigInteger(), nullable=True),
        sa.Column("prices", sa.String(), nullable=True),
        sa.CheckConstraint("id = 1", name="world_one_row"),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_table(
        "approval",
        sa.Column(
            "id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), sa.Identity(always=False), nullable=False
        ),
        sa.Column("seller", sa.String(), nullable=False),
        sa.Column("asked_by", sa.BigInteger(), nullable=False),
        sa.Column("asked_at", sa.BigInteger(), nullable=False),
        sa.Column("answer", sa.String(), nullable=True),
        sa.Column("answered_by", sa.BigInteger(), nullable=True),
        sa.Column("answered_at", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(
            ["seller"],
            ["seller.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index(
        "approval_one_open",
        "approval",
        ["seller"],
        unique=True,
        sqlite_where=sa.text("answered_at IS NULL"),
        postgresql_where=sa.text("answered_at IS NULL"),
    )
    op.create_table(
        "balance",
        sa.Column("seller", sa.String(), nullable=False),
        sa.Column("programme", sa.String(), nullable=False),
        sa.Column("held", sa.BigInteger(), nullable=False),
        sa.Column("available", sa.BigInteger(), nullable=False),
        sa.Column("debt", sa.BigInteger(), nullable=False),
        sa.Column("accrued", sa.BigInteger(), nullable=False),
        sa.Column("credited", sa.BigInteger(), nullable=False),
        sa.Column("adjusted", sa.BigInteger(), nullable=False),
        sa.Column("spent", sa.BigInteger(), nullable=False),
        sa.Column("expired", sa.BigInteger(), nullable=False),
        sa.Column("repaid", sa.BigInteger(), nullable=False),
        sa.Column("opted_out", sa.Boolean(), nullable=False),
        sa.CheckConstraint("debt = 0 OR available = 0", name="balance_debt_first"),
        sa.CheckConstraint(
            "held >= 0 AND available >= 0 AND debt >= 0 AND accrued >= 0 AND credited >= 0 AND adjusted >= 0 AND spent >= 0 AND expired >= 0 AND repaid >= 0",
            name="balance_never_negative",
        ),
        sa.ForeignKeyConstraint(
            ["seller"],
            ["seller.id"],
        ),
        sa.PrimaryKeyConstraint("seller", "programme"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "charge",
        sa.Column("seller", sa.String(), nullable=False),
        sa.Column("charge", sa.String(), nullable=False),
        sa.Column("seq", sa.BigInteger(), nullable=False),
        sa.Column("service", sa.String(), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("money", sa.BigInteger(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("month", sa.Integer(), nullable=False),
        sa.Column("reversed_at", sa.BigInteger(), nullable=True),
        sa.Column("paid", sa.String(), nullable=False),
        sa.CheckConstraint("amount > 0 AND money >= 0 AND money <= amount", name="charge_amounts"),
        sa.ForeignKeyConstraint(
            ["seller"],
            ["seller.id"],
        ),
        sa.PrimaryKeyConstraint("seller", "charge"),
        sqlite_with_rowid=False,
    )
    op.create_index("charge_in_history", "charge", ["seller", "seq"], unique=True)
    op.create_index("charge_of_month", "charge", ["seller", "service", "month"], unique=False)
    op.create_table(
        "choice",
        sa.Column("seller", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("programme", sa.String(), nullable=False),
        sa.Column("service", sa.String(), nullable=False),
        sa.Column("value", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["seller"],
            ["seller.id"],
        ),
        sa.PrimaryKeyConstraint("seller", "kind", "programme", "service"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "consent",
        sa.Column("seller", sa.String(), nullable=False),
        sa.Column("seq", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("programme", sa.String(), nullable=False),
        sa.Column("joined", sa.Boolean(), nullable=False),
        sa.Column("actor", sa.String(), nullable=False),
        sa.Column("cause", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["seller"],
            ["seller.id"],
        ),
        sa.PrimaryKeyConstraint("seller", "seq"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "line",
        sa.Column("seller", sa.String(), nullable=False),
        sa.Column("line", sa.String(), nullable=False),
        sa.Column("campaign", sa.String(), nullable=False),
        sa.Column("category", sa.String(), nullable=False),
        sa.Column("price", sa.BigInteger(), nullable=False),
        sa.Column("discount", sa.BigInteger(), nullable=False),
        sa.Column("quantity", sa.BigInteger(), nullable=False),
        sa.Column("quantity_left", sa.BigInteger(), nullable=False),
        sa.Column("coefficient", sa.BigInteger(), nullable=False),
        sa.Column("points", sa.BigInteger(), nullable=False),
        sa.Column("redeemed_at", sa.BigInteger(), nullable=False),
        sa.Column("taken_at", sa.BigInteger(), nullable=False),
        sa.Column("credit_at", sa.BigInteger(), nullable=True),
        sa.Column("window_until", sa.BigInteger(), nullable=True),
        sa.Column("reason", sa.String(), nullable=True),
        sa.Column("held", sa.Boolean(), nullable=False),
        sa.CheckConstraint("quantity >= 1 AND points >= 0", name="line_amounts"),
        sa.CheckConstraint("quantity_left >= 0 AND quantity_left <= quantity", name="line_left"),
        sa.ForeignKeyConstraint(
            ["seller"],
            ["seller.id"],
        ),
        sa.PrimaryKeyConstraint("seller", "line"),
        sqlite_with_rowid=False,
    )
    op.create_index(
        "line_held",
        "line",
        ["seller", "credit_at"],
        unique=False,
        sqlite_where=sa.text("held"),
        postgresql_where=sa.text("held"),
    )
    op.create_index(
        "line_unearned",
        "line",
        ["seller", "taken_at", "line"],
        unique=False,
        sqlite_where=sa.text("credit_at IS NULL"),
        postgresql_where=sa.text("credit_at IS NULL"),
    )
    op.create_table(
        "link_token",
        sa.Column("hash", sa.String(), nullable=False),
        sa.Column("seller", sa.String(), nullable=False),
        sa.Column("role", sa.String(), nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("created_by", sa.String(), nullable=False),
        sa.Column("expires_at", sa.BigInteger(), nullable=False),
        sa.Column("used_at", sa.BigInteger(), nullable=True),
        sa.Column("used_by", sa.BigInteger(), nullable=True),
        sa.Column("revoked_at", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(
            ["seller"],
            ["seller.id"],
        ),
        sa.PrimaryKeyConstraint("hash"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "lot",
        sa.Column("seller", sa.String(), nullable=False),
        sa.Column("programme", sa.String(), nullable=False),
        sa.Column("origin", sa.String(), nullable=False),
        sa.Column("lot", sa.String(), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("credited_at", sa.BigInteger(), nullable=False),
        sa.Column("expires_at", sa.BigInteger(), nullable=False),
        sa.Column("expired", sa.BigInteger(), nullable=False),
        sa.Column("forgiven", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("origin IN ('line','grant')", name="lot_origin"),
        sa.CheckConstraint(
            "amount >= 0 AND expired >= 0 AND forgiven >= 0 AND forgiven <= expired", name="lot_amounts"
        ),
        sa.ForeignKeyConstraint(
            ["seller"],
            ["seller.id"],
        ),
        sa.PrimaryKeyConstraint("seller", "origin", "lot"),
        sqlite_with_rowid=False,
    )
    op.create_index(
        "lot_open",
        "lot",
        ["seller", "programme", "expires_at"],
        unique=False,
        sqlite_where=sa.text("amount > 0"),
        postgresql_where=sa.text("amount > 0"),
    )
    op.create_table(
        "member",
        sa.Column(
            "id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), sa.Identity(always=False), nullable=False
        ),
        sa.Column("telegram_id", sa.BigInteger(), nullable=False),
        sa.Column("seller", sa.String(), nullable=False),
        sa.Column("role", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("joined_at", sa.BigInteger(), nullable=False),
        sa.Column("removed_at", sa.BigInteger(), nullable=True),
        sa.Column("seat", sa.Boolean(), nullable=False),
        sa.CheckConstraint("role IN ('administrator','manager','finance','employee')", name="member_role"),
        sa.ForeignKeyConstraint(
            ["seller"],
            ["seller.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("telegram_id", "seller", name="member_once"),
    )
    op.create_index(("ix_member_seller"), "member", ["seller"], unique=False)
    op.create_index(("ix_member_telegram_id"), "member", ["telegram_id"], unique=False)
    op.create_table(
        "movement",
        sa.Column("seller", sa.String(), nullable=False),
        sa.Column("seq", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("programme", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("target", sa.String(), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("origin", sa.String(), nullable=True),
        sa.Column("lot", sa.String(), nullable=True),
        sa.Column("about", sa.String(), nullable=True),
        sa.Column("charge", sa.String(), nullable=True),
        sa.Column("service", sa.String(), nullable=True),
        sa.Column("campaign", sa.String(), nullable=True),
        sa.Column("actor", sa.String(), nullable=False),
        sa.Column("cause", sa.String(), nullable=False),
        sa.CheckConstraint(
            "source IN ('source','held','available','spent','debt') AND target IN ('held','available','spent','expired','adjusted','debt')",
            name="movement_stages",
        ),
        sa.CheckConstraint("amount >= 0", name="movement_amount"),
        sa.ForeignKeyConstraint(
            ["seller"],
            ["seller.id"],
        ),
        sa.PrimaryKeyConstraint("seller", "seq"),
        sqlite_with_rowid=False,
    )
    op.create_index(
        "movement_expiry",
        "movement",
        ["seller", "at"],
        unique=False,
        sqlite_where=sa.text("kind = 'expiry'"),
        postgresql_where=sa.text("kind = 'expiry'"),
    )
    op.create_index(
        "movement_of_charge",
        "movement",
        ["seller", "charge"],
        unique=False,
        sqlite_where=sa.text("charge IS NOT NULL"),
        postgresql_where=sa.text("charge IS NOT NULL"),
    )
    op.create_table(
        "mute",
        sa.Column("telegram_id", sa.BigInteger(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["telegram_id"], ["person.telegram_id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("telegram_id", "kind"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "notice",
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("seller", sa.String(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("data", sa.String(), nullable=False),
        sa.Column("fanned_out_at", sa.BigInteger(), nullable=True),
        sa.Column(
            "id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), sa.Identity(always=False), nullable=False
        ),
        sa.ForeignKeyConstraint(
            ["seller"],
            ["seller.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("seller", "key", name="notice_once"),
    )
    op.create_index("notice_of_seller", "notice", ["seller", "at"], unique=False)
    op.create_index(
        "notice_waiting",
        "notice",
        ["id"],
        unique=False,
        sqlite_where=sa.text("fanned_out_at IS NULL"),
        postgresql_where=sa.text("fanned_out_at IS NULL"),
    )
    op.create_table(
        "period",
        sa.Column("seller", sa.String(), nullable=False),
        sa.Column("starts_at", sa.BigInteger(), nullable=False),
        sa.Column("plan", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("ends_at", sa.BigInteger(), nullable=False),
        sa.Column("fee", sa.BigInteger(), nullable=False),
        sa.Column("paid_at", sa.BigInteger(), nullable=False),
        sa.Column("seq", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.CheckConstraint("kind IN ('trial','paid') AND (kind = 'paid' OR fee = 0)", name="period_kind"),
        sa.CheckConstraint("ends_at > starts_at AND fee >= 0", name="period_sane"),
        sa.ForeignKeyConstraint(
            ["seller"],
            ["seller.id"],
        ),
        sa.PrimaryKeyConstraint("seller", "seq"),
        sa.UniqueConstraint("seller", "plan", "starts_at", name="period_charged_once"),
        sqlite_with_rowid=False,
    )
    op.create_index(
        "period_one_trial",
        "period",
        ["seller"],
        unique=True,
        sqlite_where=sa.text("kind = 'trial'"),
        postgresql_where=sa.text("kind = 'trial'"),
    )
    op.create_table(
        "points_grant",
        sa.Column("seller", sa.String(), nullable=False),
        sa.Column("grant_id", sa.String(), nullable=False),
        sa.Column("programme", sa.String(), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("amount_left", sa.BigInteger(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("outcome", sa.String(), nullable=True),
        sa.CheckConstraint("amount > 0 AND amount_left >= 0 AND amount_left <= amount", name="grant_amounts"),
        sa.ForeignKeyConstraint(
            ["seller"],
            ["seller.id"],
        ),
        sa.PrimaryKeyConstraint("seller", "grant_id"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "rating",
        sa.Column("seller", sa.String(), nullable=False),
        sa.Column("seq", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("rating", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["seller"],
            ["seller.id"],
        ),
        sa.PrimaryKeyConstraint("seller", "seq"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "subscription",
        sa.Column("seller", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("plan", sa.String(), nullable=True),
        sa.Column("renewal", sa.String(), nullable=True),
        sa.Column("stop_reason", sa.String(), nullable=True),
        sa.Column("anchor", sa.BigInteger(), nullable=True),
        sa.Column("period_number", sa.Integer(), nullable=False),
        sa.Column("period_start", sa.BigInteger(), nullable=True),
        sa.Column("period_end", sa.BigInteger(), nullable=True),
        sa.Column("period_fee", sa.BigInteger(), nullable=False),
        sa.Column("grace_until", sa.BigInteger(), nullable=True),
        sa.Column("retry_number", sa.Integer(), nullable=False),
        sa.Column("retry_at", sa.BigInteger(), nullable=True),
        sa.Column("trial_used", sa.Boolean(), nullable=False),
        sa.Column("connected_before", sa.Boolean(), nullable=False),
        sa.Column("end_reason", sa.String(), nullable=True),
        sa.Column("invitation", sa.String(), nullable=False),
        sa.Column("eligible", sa.Boolean(), nullable=True),
        sa.Column("rating", sa.BigInteger(), nullable=True),
        sa.Column("badge", sa.Boolean(), nullable=False),
        sa.Column("connected_at", sa.BigInteger(), nullable=True),
        sa.Column("premium_at", sa.BigInteger(), nullable=True),
        sa.Column("activation_at", sa.BigInteger(), nullable=True),
        sa.Column("mailings_left", sa.Integer(), nullable=False),
        sa.Column("fees_paid", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("(state = 'grace') = (grace_until IS NOT NULL)", name="subscription_grace"),
        sa.CheckConstraint("(state = 'inactive') = (plan IS NULL)", name="subscription_plan_when_connected"),
        sa.CheckConstraint("plan IS NULL OR plan IN ('lite','premium')", name="subscription_plan"),
        sa.CheckConstraint("renewal IS NULL OR renewal IN ('renew','lite','stop')", name="subscription_renewal"),
        sa.CheckConstraint("state IN ('inactive','trial','active','grace')", name="subscription_state"),
        sa.CheckConstraint("period_end IS NULL OR period_end > period_start", name="subscription_period"),
        sa.ForeignKeyConstraint(
            ["seller"],
            ["seller.id"],
        ),
        sa.PrimaryKeyConstraint("seller"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "transition",
        sa.Column("seller", sa.String(), nullable=False),
        sa.Column("seq", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("event", sa.String(), nullable=False),
        sa.Column("from_state", sa.String(), nullable=False),
        sa.Column("to_state", sa.String(), nullable=False),
        sa.Column("plan", sa.String(), nullable=True),
        sa.Column("renewal", sa.String(), nullable=True),
        sa.Column("reason", sa.String(), nullable=True),
        sa.Column("money", sa.BigInteger(), nullable=False),
        sa.Column("actor", sa.String(), nullable=False),
        sa.Column("cause", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["seller"],
            ["seller.id"],
        ),
        sa.PrimaryKeyConstraint("seller", "seq"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "usage",
        sa.Column("seller", sa.String(), nullable=False),
        sa.Column("programme", sa.String(), nullable=False),
        sa.Column("service", sa.String(), nullable=False),
        sa.Column("day", sa.Integer(), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("amount >= 0", name="usage_amount"),
        sa.ForeignKeyConstraint(
            ["seller"],
            ["seller.id"],
        ),
        sa.PrimaryKeyConstraint("seller", "programme", "service", "day"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "wallet_entry",
        sa.Column("seller", sa.String(), nullable=False),
        sa.Column("seq", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("balance", sa.BigInteger(), nullable=False),
        sa.Column("charge", sa.String(), nullable=True),
        sa.Column("actor", sa.String(), nullable=False),
        sa.Column("cause", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["seller"],
            ["seller.id"],
        ),
        sa.PrimaryKeyConstraint("seller", "seq"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "operator",
        sa.Column(
            "id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), sa.Identity(always=False), nullable=False
        ),
        sa.Column("telegram_id", sa.BigInteger(), nullable=False),
        sa.Column("granted_at", sa.BigInteger(), nullable=False),
        sa.Column("granted_by", sa.String(), nullable=False),
        sa.Column("removed_at", sa.BigInteger(), nullable=True),
        sa.Column("removed_by", sa.String(), nullable=True),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("telegram_id"),
    )
    op.create_table(
        "broadcast",
        sa.Column(
            "id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), sa.Identity(always=False), nullable=False
        ),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("segment", sa.String(), nullable=False),
        sa.Column("texts", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("started_at", sa.BigInteger(), nullable=False),
        sa.Column("started_by", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("total", sa.Integer(), nullable=False),
        sa.Column("reached", sa.BigInteger(), nullable=False),
        sa.Column("fanned_out_at", sa.BigInteger(), nullable=True),
        sa.Column("finished_at", sa.BigInteger(), nullable=True),
        sa.CheckConstraint("state IN ('sending','paused','stopped','done')", name="broadcast_state"),
        sa.CheckConstraint("total >= 0", name="broadcast_total"),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("key", name="broadcast_once"),
    )
    op.create_table(
        "delivery",
        sa.Column(
            "id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), sa.Identity(always=False), nullable=False
        ),
        sa.Column("notice", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("telegram_id", sa.BigInteger(), nullable=False),
        sa.Column("due_at", sa.BigInteger(), nullable=False),
        sa.Column("quiet", sa.Boolean(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("lease_until", sa.BigInteger(), nullable=True),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("message_id", sa.BigInteger(), nullable=True),
        sa.Column("settled_at", sa.BigInteger(), nullable=True),
        sa.Column("error", sa.String(), nullable=True),
        sa.Column("broadcast", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.CheckConstraint("(notice IS NULL) <> (broadcast IS NULL)", name="delivery_of_one_thing"),
        sa.CheckConstraint("state IN ('waiting','sent','dropped','failed')", name="delivery_state"),
        sa.ForeignKeyConstraint(
            ["broadcast"],
            ["broadcast.id"],
        ),
        sa.ForeignKeyConstraint(
            ["notice"],
            ["notice.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("notice", "telegram_id", name="delivery_once"),
    )
    op.create_index(
        "delivery_broadcast_state",
        "delivery",
        ["broadcast", "state", "due_at"],
        unique=False,
        sqlite_where=sa.text("broadcast IS NOT NULL"),
        postgresql_where=sa.text("broadcast IS NOT NULL"),
    )
    op.create_index(
        "delivery_of_broadcast",
        "delivery",
        ["broadcast", "telegram_id"],
        unique=True,
        sqlite_where=sa.text("broadcast IS NOT NULL"),
        postgresql_where=sa.text("broadcast IS NOT NULL"),
    )
    op.create_index(
        "delivery_queue",
        "delivery",
        ["telegram_id", "notice"],
        unique=False,
        sqlite_where=sa.text("state = 'waiting'"),
        postgresql_where=sa.text("state = 'waiting'"),
    )
    op.create_index(
        "delivery_waiting",
        "delivery",
        ["due_at", "notice", "telegram_id"],
        unique=False,
        sqlite_where=sa.text("state = 'waiting'"),
        postgresql_where=sa.text("state = 'waiting'"),
    )
    op.execute("INSERT INTO world (id, maintenance) VALUES (1, false)")
    _protect_history()


def downgrade() -> None:
    op.drop_index(
        "delivery_waiting",
        table_name="delivery",
        sqlite_where=sa.text("state = 'waiting'"),
        postgresql_where=sa.text("state = 'waiting'"),
    )
    op.drop_index(
        "delivery_queue",
        table_name="delivery",
        sqlite_where=sa.text("state = 'waiting'"),
        postgresql_where=sa.text("state = 'waiting'"),
    )
    op.drop_index(
        "delivery_of_broadcast",
        table_name="delivery",
        sqlite_where=sa.text("broadcast IS NOT NULL"),
        postgresql_where=sa.text("broadcast IS NOT NULL"),
    )
    op.drop_index(
        "delivery_broadcast_state",
        table_name="delivery",
        sqlite_where=sa.text("broadcast IS NOT NULL"),
        postgresql_where=sa.text("broadcast IS NOT NULL"),
    )
    op.drop_table("delivery")
    op.drop_table("broadcast")
    op.drop_table("operator")
    op.drop_table("wallet_entry")
    op.drop_table("usage")
    op.drop_table("transition")
    op.drop_table("subscription")
    op.drop_table("rating")
    op.drop_table("points_grant")
    op.drop_index(
        "period_one_trial",
        table_name="period",
        sqlite_where=sa.text("kind = 'trial'"),
        postgresql_where=sa.text("kind = 'trial'"),
    )
    op.drop_table("period")
    op.drop_index(
        "notice_waiting",
        table_name="notice",
        sqlite_where=sa.text("fanned_out_at IS NULL"),
        postgresql_where=sa.text("fanned_out_at IS NULL"),
    )
    op.drop_index("notice_of_seller", table_name="notice")
    op.drop_table("notice")
    op.drop_table("mute")
    op.drop_index(
        "movement_of_charge",
        table_name="movement",
        sqlite_where=sa.text("charge IS NOT NULL"),
        postgresql_where=sa.text("charge IS NOT NULL"),
    )
    op.drop_index(
        "movement_expiry",
        table_name="movement",
        sqlite_where=sa.text("kind = 'expiry'"),
        postgresql_where=sa.text("kind = 'expiry'"),
    )
    op.drop_table("movement")
    op.drop_index(("ix_member_telegram_id"), table_name="member")
    op.drop_index(("ix_member_seller"), table_name="member")
    op.drop_table("member")
    op.drop_index(
        "lot_open", table_name="lot", sqlite_where=sa.text("amount > 0"), postgresql_where=sa.text("amount > 0")
    )
    op.drop_table("lot")
    op.drop_table("link_token")
    op.drop_index(
        "line_unearned",
        table_name="line",
        sqlite_where=sa.text("credit_at IS NULL"),
        postgresql_where=sa.text("credit_at IS NULL"),
    )
    op.drop_index("line_held", table_name="line", sqlite_where=sa.text("held"), postgresql_where=sa.text("held"))
    op.drop_table("line")
    op.drop_table("consent")
    op.drop_table("choice")
    op.drop_index("charge_of_month", table_name="charge")
    op.drop_index("charge_in_history", table_name="charge")
    op.drop_table("charge")
    op.drop_table("balance")
    op.drop_index(
        "approval_one_open",
        table_name="approval",
        sqlite_where=sa.text("answered_at IS NULL"),
        postgresql_where=sa.text("answered_at IS NULL"),
    )
    op.drop_table("approval")
    op.drop_table("world")
    op.drop_table("taken")
    op.drop_index(
        "seller_due",
        table_name="seller",
        sqlite_where=sa.text("next_due IS NOT NULL"),
        postgresql_where=sa.text("next_due IS NOT NULL"),
    )
    op.drop_table("seller")
    op.drop_table("person")
    op.drop_index(("ix_campaign_version_campaign"), table_name="campaign_version")
    op.drop_table("campaign_version")
    op.drop_index(("ix_audit_seller"), table_name="audit")
    op.drop_table("audit")
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION refuse_change")
