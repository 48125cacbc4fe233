"""The ledger on both kinds of database: each id once, whole or not at all, never two writers past each other."""

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from core.events import Event, SellerRegistered, WalletCredited, parse_line
from core.policy import default_policy, overlay_policy
from core.refusals import Outcome
from core.values import HOUR, Instant, WalletKind, format_instant, parse_instant
from storage.books.state import seller_state
from storage.ledger.accounts import load
from storage.ledger.ledger import ATTEMPTS, Entry, Ledger
from storage.ledger.sweep import SWEEP_SELLERS, Swept
from storage.ledger.writing import write
from storage.rows.database import Database
from storage.rows.errors import Conflict, Moved, StorageError
from storage.rows.transaction import Transaction
from tests.property.product import row_differences, rows

START = parse_instant("2026-03-01T09:00:00Z")  # 12:00 in the programme's Moscow
DAY: Instant = 24 * HOUR
CAMPAIGN: dict[str, Any] = {
    "campaign": "C",
    "starts_at": "2026-01-01T00:00:00Z",
    "ends_at": "2027-01-01T00:00:00Z",
    "coefficient": "0.05",
}
ORDER: dict[str, Any] = {
    "line": "L",
    "campaign": "C",
    "category": "x",
    "price": "7000.00",
    "discount": "0.10",
    "quantity": 20,
}
SPENDING: dict[str, Any] = {"programme": "bonus", "service": "ads", "amount": "50.00", "by": "manager"}
GIFTS = '[points.gifts]\ntitle = "Gifts"\nservices = {ads = "always"}\nexpiry = {kind = "months", months = 1}\n'
GRANT: dict[str, Any] = {"grant": "G", "programme": "bonus", "amount": "100.00", "reason": "x"}


def event(id_: str, type_: str, at: Instant = START, seller: str | None = "S", **fields: Any) -> Event:
    line = {"id": id_, "type": type_, "at": format_instant(at), **fields} | ({"seller": seller} if seller else {})
    found = parse_line(json.dumps(line))
    assert isinstance(found, Event), found
    return found


class Feed:
    """A ledger and the lines that a test gives it."""

    def __init__(self, database: Database, policy: str = "") -> None:
        self.database = database
        self.ledger = Ledger(database, overlay_policy(policy) if policy else default_policy())
        self.number = 0

    def take(self, *events: Event, source: str = "test") -> list[Outcome]:
        return self.ledger.take([Entry(each, each.at) for each in events], source)

    def tell(self, type_: str, at: Instant = START, seller: str | None = "S", **fields: Any) -> Outcome:
        self.number += 1
        return self.take(event(f"t{self.number}", type_, at, seller, **fields))[0]

    def open(self, *sellers: str, money: str | None = None) -> None:
        """Register sellers, each with that money."""
        for seller in sellers or ("S",):
            self.tell("seller.registered", seller=seller, name=f"Shop {seller}")
            if money:
                self.tell("wallet.credited", seller=seller, amount=money)

    def state(self, seller: str = "S") -> dict[str, Any]:
        account = self.ledger.look(seller)
        assert account is not None
        return seller_state(account)


@pytest.fixture
def feed(database: Database) -> Feed:
    found = Feed(database)
    found.open(money="10000.00")
    return found


def count(database: Database, table: str) -> int:
    with database.read() as transaction:
        row = transaction.row(f"SELECT COUNT(*) FROM {table}")
    assert row is not None
    return int(row[0])


def credit(id_: str, amount: str = "1.00", seller: str = "S", at: Instant = START) -> Event:
    return event(id_, "wallet.credited", at, seller, amount=amount)


# -- ids -------------------------------------------------------------------------------------------------------------


def test_the_same_id_again_changes_nothing_and_answers_as_a_replay(feed: Feed) -> None:  # RULES 2.6
    first = feed.take(credit("x"))
    before = rows(feed.database)
    again = feed.take(credit("x"))
    assert ([each.kind for each in first], [each.kind for each in again]) == (["done"], ["replayed"])
    assert row_differences(before, rows(feed.database)) == []


def test_the_same_id_with_other_content_is_refused(feed: Feed) -> None:  # RULES 2.6
    feed.take(credit("x"))
    before = rows(feed.database)
    assert feed.take(credit("x", "2.00"))[0].reason == "conflicting_duplicate"
    assert row_differences(before, rows(feed.database)) == []


def test_the_same_id_twice_in_one_batch_is_a_replay_too(feed: Feed) -> None:  # RULES 2.6
    answers = feed.take(credit("x"), credit("x"), credit("x", "2.00"))
    assert [(each.kind, each.reason) for each in answers] == [
        ("done", None),
        ("replayed", None),
        ("refused", "conflicting_duplicate"),
    ]
    assert feed.state()["wallet"] == "10001.00"


def test_an_id_is_unique_in_its_source_only(feed: Feed) -> None:  # RULES 2.6, 13
    answers = [feed.take(credit("x"), source=source)[0].kind for source in ("file", "chat", "file")]
    assert answers == ["done", "done", "replayed"]


def test_a_replay_carries_the_first_results_reason_and_numbers(database: Database) -> None:  # RULES 15.18
    feed = Feed(database, "trial.days = 0")
    feed.open(money="1900.00")
    wish = event("x", "command.connect", plan="lite", by="manager")
    first = feed.take(wish)[0]
    feed.tell("wallet.credited", amount="5000.00")
    again = feed.take(wish)[0]
    assert (again.kind, again.reason, again.data) == ("replayed", "insufficient_funds", {"missing": "90.00"})
    assert again.message == first.message


def test_an_ignored_lines_replay_says_why(feed: Feed) -> None:  # RULES 2.6
    line = event("x", "mailing.sent")
    assert [feed.take(line)[0].kind for _ in range(2)] == ["ignored", "replayed"]


def test_an_id_counts_as_seen_though_it_was_refused(feed: Feed) -> None:  # RULES 13
    poor = event("x", "command.cancel", by="manager")
    assert feed.take(poor)[0].reason == "not_connected"
    assert (feed.take(poor)[0].kind, feed.take(poor)[0].reason) == ("replayed", "not_connected")


REFUND: dict[str, Any] = {"charge": "H", "service": "ads", "amount": "10.00"}
NOT_THERE_YET: dict[str, tuple[Event, list[Event]]] = {
    "unknown_seller": (
        event("x", "wallet.credited", seller="T", amount="1.00"),
        [event("1", "seller.registered", seller="T", name="Shop")],
    ),
    "unknown_campaign": (
        event("x", "order.redeemed", **ORDER),
        [event("1", "campaign.upserted", seller=None, **CAMPAIGN)],
    ),
    "unknown_line": (
        event("x", "order.returned", line="L", quantity=1),
        [event("1", "campaign.upserted", seller=None, **CAMPAIGN), event("2", "order.redeemed", **ORDER)],
    ),
    "not_redeemed": (
        event("x", "order.cancelled", line="L", quantity=1),
        [event("1", "campaign.upserted", seller=None, **CAMPAIGN), event("2", "order.redeemed", **ORDER)],
    ),
    "unknown_charge": (event("x", "charge.reversed", charge="H"), [event("1", "service.charged", **REFUND)]),
    "unknown_grant": (
        event("x", "bonus.revoked", grant="G", amount="1.00"),
        [event("1", "bonus.granted", **GRANT)],
    ),
}


@pytest.mark.parametrize("reason", NOT_THERE_YET)
@pytest.mark.parametrize("batches", ["one batch", "a batch each"])
def test_what_was_not_there_yet_is_decided_anew_when_it_comes_again(
    feed: Feed, reason: str, batches: str
) -> None:  # RULES 2.6a
    early, missing = NOT_THERE_YET[reason]
    lines = [early, *missing, early, early]
    answers = feed.take(*lines) if batches == "one batch" else [feed.take(each)[0] for each in lines]
    assert [(answers[0].reason, answers[-2].kind), answers[-1].kind] == [(reason, "done"), "replayed"]


def test_what_takes_no_id_may_come_again_changed(feed: Feed) -> None:  # RULES 2.6a
    assert feed.take(event("x", "order.returned", line="L", quantity=1))[0].reason == "unknown_line"
    feed.tell("campaign.upserted", seller=None, **CAMPAIGN)
    feed.tell("order.redeemed", **ORDER)
    assert feed.take(event("x", "order.returned", line="L", quantity=2))[0].is_done


def test_a_programme_that_the_policy_gets_later_takes_what_was_refused(database: Database) -> None:  # RULES 2.6a
    feed = Feed(database)
    feed.open()
    gift = event("x", "bonus.granted", grant="G", programme="gifts", amount="1.00", reason="x")
    assert feed.take(gift)[0].reason == "unknown_programme"
    later = Feed(database, GIFTS)
    assert later.take(gift)[0].is_done


def test_money_for_an_account_under_review_arrives_when_it_is_sent_again(feed: Feed) -> None:  # RULES 2.6a, 13
    with feed.database.write() as transaction:
        transaction.run("UPDATE seller SET parked = ?, version = version + 1 WHERE id = 'S'", (True,))
    money = event("x", "wallet.credited", amount="7.00")
    assert [each.reason for each in feed.take(money, money)] == ["account_under_review"] * 2
    with feed.database.write() as transaction:
        transaction.run("UPDATE seller SET parked = ?, version = version + 1 WHERE id = 'S'", (False,))
    before = feed.state()["wallet"]
    assert [each.kind for each in feed.take(money, money)] == ["done", "replayed"]
    assert float(feed.state()["wallet"]) - float(before) == 7


def test_a_seller_registered_in_the_same_batch_is_known_to_the_next_line(database: Database) -> None:
    feed = Feed(database)
    answers = feed.take(event("r", "seller.registered", name="Shop"), credit("x"))
    assert ([each.kind for each in answers], feed.state()["wallet"]) == (["done", "done"], "1.00")


def test_registering_again_updates_the_name(feed: Feed) -> None:  # RULES 13
    feed.tell("seller.registered", name="New", locale="hy")
    account = feed.ledger.look("S")
    assert account is not None and (account.name, account.locale) == ("New", "hy")


def test_taking_nothing_is_allowed(feed: Feed) -> None:
    assert feed.take() == []


# -- due work --------------------------------------------------------------------------------------------------------


def test_a_sweep_does_what_is_due_and_says_how_much(feed: Feed) -> None:  # RULES 2.5
    feed.tell("command.connect", plan="lite", by="manager")
    assert feed.ledger.next_due() == START + 15 * 60_000_000
    assert feed.ledger.tick(START) == Swept(0, 0)
    assert feed.ledger.tick(START + 30 * DAY).sellers == 1
    assert feed.state()["subscription"]["state"] == "active"
    assert feed.ledger.tick(START + 30 * DAY) == Swept(0, 0)


def test_a_sweep_reaches_every_seller_however_many(database: Database) -> None:
    feed = Feed(database)
    names = [f"S{number:03d}" for number in range(SWEEP_SELLERS + 5)]
    feed.take(*(event(f"r{name}", "seller.registered", seller=name, name=name) for name in names))
    feed.take(*(event(f"c{name}", "command.connect", seller=name, plan="lite", by="manager") for name in names))
    assert feed.ledger.tick(START + HOUR) == Swept(len(names), len(names))
    assert [account.seller for account in feed.ledger.each_account(size=50)] == names


def test_without_sellers_nothing_is_due(database: Database) -> None:
    ledger = Ledger(database, default_policy())
    assert (ledger.next_due(), ledger.tick(START), list(ledger.each_account())) == (None, Swept(0, 0), [])


def test_a_clock_behind_what_was_decided_does_not_turn_time_back(feed: Feed, other_database: Database) -> None:
    feed.tell("command.connect", plan="lite", by="manager")  # RULES 2.7
    feed.ledger.tick(START + 31 * DAY)
    behind = Ledger(other_database, default_policy())
    behind.take_one(credit("late"), START, "other")
    with feed.database.read() as transaction:
        at = transaction.row("SELECT at FROM wallet_entry ORDER BY seq DESC LIMIT 1")
    assert at is not None and at[0] > START + 29 * DAY


def test_the_virtual_clock_never_goes_back(database: Database) -> None:
    ledger = Ledger(database, default_policy())
    assert ledger.clock() is None
    for now in (5, 9, 7):
        ledger.set_clock(now)
    assert ledger.clock() == 9


# -- what concerns everyone ------------------------------------------------------------------------------------------


def test_maintenance_is_told_to_everyone_once_and_stops_spending(database: Database) -> None:  # RULES 9.5, 12
    feed = Feed(database)
    feed.open("A", "B")
    for on in (True, True):
        feed.tell("maintenance", seller=None, on=on)
    assert feed.tell("command.spend", seller="A", **SPENDING).reason == "maintenance"
    feed.tell("maintenance", seller=None, on=False)
    assert feed.tell("command.spend", seller="A", **SPENDING).reason == "insufficient_points"
    with database.read() as transaction:
        told = transaction.rows("SELECT seller, kind FROM notice WHERE kind IN ('maintenance', 'maintenance_over')")
    assert sorted(told) == sorted((s, k) for s in "AB" for k in ("maintenance", "maintenance_over"))


def test_what_is_the_same_for_all_reaches_another_process(feed: Feed, other_database: Database) -> None:
    other = Feed(other_database)
    other.ledger.take_one(event("q", "mailing.sent"), START, "other")
    feed.tell("maintenance", seller=None, on=True)
    feed.tell("campaign.upserted", seller=None, **CAMPAIGN)
    other.number = 100
    assert other.tell("order.redeemed", **ORDER).is_done
    assert other.tell("command.spend", **SPENDING).reason == "maintenance"


def test_everyones_lots_are_prolonged_those_at_hand_and_the_others(database: Database) -> None:  # RULES 10.2, 15.12
    feed = Feed(database)
    names = [f"S{number:03d}" for number in range(SWEEP_SELLERS + 5)]
    feed.take(*(event(f"r{name}", "seller.registered", seller=name, name=name) for name in names))
    feed.take(*(event(f"g{name}", "bonus.granted", seller=name, **GRANT) for name in names))
    feed.ledger = Ledger(database, default_policy(), kept=3)
    answers = feed.take(
        credit("x", seller="S007"),
        event("p", "lot.prolonged", seller=None, programme="bonus", until="2030-01-01T00:00:00Z"),
    )
    assert [each.kind for each in answers] == ["done", "done"]
    feed.ledger.tick(START)
    with database.read() as transaction:
        assert transaction.rows("SELECT DISTINCT expires_at FROM lot") == [(parse_instant("2030-01-01T00:00:00Z"),)]


def test_two_sellers_whose_notices_keys_read_alike_are_both_told(database: Database) -> None:  # RULES 12
    feed = Feed(database)
    for seller, id_ in (("S", "test:x"), ("S:test", "x")):
        feed.take(event(f"r-{seller}", "seller.registered", seller=seller, name="Shop"))
        feed.take(event(id_, "eligibility.changed", seller=seller, eligible=True))
    with database.read() as transaction:
        told = transaction.rows("SELECT seller, key FROM notice ORDER BY seller")
    assert told == [("S", "invitation_received:S:test:test:x"), ("S:test", "invitation_received:S:test:test:x")]


def test_a_prolongation_for_everyone_of_an_unknown_programme_is_refused(feed: Feed) -> None:  # RULES 9.8
    answer = feed.tell("lot.prolonged", seller=None, programme="gold", until="2030-01-01T00:00:00Z")
    assert answer.reason == "unknown_programme"


def test_a_parked_seller_is_left_alone_while_the_others_go_on(database: Database) -> None:  # RULES 11, 13
    feed = Feed(database)
    feed.open("A", "B", money="5000.00")
    for seller in "AB":
        feed.tell("command.connect", seller=seller, plan="lite", by="manager")
    with database.write() as transaction:
        transaction.run("UPDATE seller SET parked = ?, version = version + 1 WHERE id = 'A'", (True,))
    assert feed.tell("wallet.credited", seller="A", amount="1.00").reason == "account_under_review"
    feed.tell("maintenance", seller=None, on=True)
    feed.ledger.tick(START + 31 * DAY)
    assert [feed.state(seller)["subscription"]["state"] for seller in "AB"] == ["trial", "active"]
    with database.read() as transaction:
        assert transaction.rows("SELECT seller FROM notice WHERE kind = 'maintenance'") == [("B",)]


# -- looking ---------------------------------------------------------------------------------------------------------


def test_a_preview_says_what_would_be_and_writes_nothing(feed: Feed) -> None:
    before = rows(feed.database)
    outcome, now, then = feed.ledger.preview(event("x", "command.connect", plan="lite", by="manager"), START)
    assert outcome.is_done and now is not None and then is not None
    assert (now.subscription.state, then.subscription.state) == ("inactive", "trial")
    assert row_differences(before, rows(feed.database)) == []
    assert feed.ledger.preview(event("y", "mailing.sent", seller="T"), START)[0].reason == "unknown_seller"


def test_a_preview_knows_the_closed_records_that_it_names(feed: Feed) -> None:
    feed.tell("bonus.granted", grant="G", programme="bonus", amount="100.00", reason="x")
    feed.tell("service.charged", charge="C", service="ads", amount="100.00")
    wish = event("x", "command.spend", programme="bonus", service="ads", amount="60.00", by="finance")
    feed.ledger.forget()
    assert feed.ledger.preview(wish, START)[0].is_done


def test_a_command_decided_on_older_rows_is_not_taken(feed: Feed) -> None:
    version = feed.ledger.version("S")
    feed.tell("wallet.credited", amount="1.00")
    before = rows(feed.database)
    with pytest.raises(Moved):
        feed.ledger.take_one(event("x", "command.connect", plan="lite", by="manager"), START, "chat", version=version)
    assert row_differences(before, rows(feed.database)) == []


def test_a_command_decided_on_the_present_rows_is_taken(feed: Feed) -> None:
    wish = event("x", "command.connect", plan="lite", by="manager")
    assert feed.ledger.take_one(wish, START, "chat", version=feed.ledger.version("S")).is_done


def test_an_unknown_seller_has_no_version(feed: Feed) -> None:
    assert feed.ledger.version("T") is None


def test_what_is_looked_at_is_a_copy(feed: Feed) -> None:
    seen = feed.ledger.look("S")
    assert seen is not None
    seen.wallet = 0
    assert feed.state()["wallet"] == "10000.00"
    assert feed.ledger.look("nobody") is None


# -- whole or not at all ---------------------------------------------------------------------------------------------


@contextmanager
def trap(database: Database, table: str, condition: str, *, conflict: bool = False) -> Iterator[None]:
    """A trigger that refuses certain rows: a failure in the middle of a real transaction."""
    if database.postgresql:
        code = "unique_violation" if conflict else "disk_full"
        up = [
            f"CREATE FUNCTION trap() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF {condition} THEN "
            f"RAISE EXCEPTION 'trap' USING ERRCODE = '{code}'; END IF; RETURN NEW; END $$",
            f"CREATE TRIGGER trap BEFORE INSERT ON {table} FOR EACH ROW EXECUTE FUNCTION trap()",
        ]
        down = [f"DROP TRIGGER trap ON {table}", "DROP FUNCTION trap"]
    else:
        up = [f"CREATE TRIGGER trap BEFORE INSERT ON {table} WHEN {condition} BEGIN SELECT RAISE(ABORT, 'trap'); END"]
        down = ["DROP TRIGGER trap"]
    with database.write() as transaction:
        for statement in up:
            transaction.run(statement)
    yield
    with database.write() as transaction:
        for statement in down:
            transaction.run(statement)


BATCH: list[Callable[[], Event]] = [
    lambda: event("a", "command.connect", plan="lite", by="manager"),
    lambda: event("b", "bonus.granted", grant="G", programme="bonus", amount="100.00", reason="x"),
    lambda: event("c", "command.set_mode", mode="auto", by="manager"),
    lambda: event("d", "service.charged", charge="C", service="ads", amount="150.00"),
    lambda: event("e", "charge.reversed", charge="C"),
]


@pytest.mark.parametrize(
    ("table", "condition"),
    [
        ("taken", "NEW.id = 'c'"),
        ("movement", "NEW.kind = 'spending'"),
        ("notice", "NEW.kind = 'connected'"),
        ("lot", "NEW.amount >= 0"),
    ],
)
def test_a_failure_in_the_middle_leaves_the_rows_as_they_were(feed: Feed, table: str, condition: str) -> None:
    before = rows(feed.database)
    with trap(feed.database, table, condition), pytest.raises(StorageError):
        feed.take(*(make() for make in BATCH))
    assert row_differences(before, rows(feed.database)) == []


def test_after_a_failure_the_same_batch_comes_out_as_if_nothing_had_been(feed: Feed, tmp_path: Any) -> None:
    undisturbed = Database(f"sqlite:///{tmp_path}/undisturbed.db", durable=False)
    undisturbed.upgrade()
    other = Feed(undisturbed)
    other.open(money="10000.00")
    other.take(*(make() for make in BATCH))
    with trap(feed.database, "taken", "NEW.id = 'c'"), pytest.raises(StorageError):
        feed.take(*(make() for make in BATCH))
    assert [each.kind for each in feed.take(*(make() for make in BATCH))] == ["done"] * 5
    assert feed.state() == other.state()
    assert count(feed.database, "notice") == count(undisturbed, "notice")
    undisturbed.close()


def test_a_failed_sweep_leaves_everything_due(feed: Feed) -> None:
    feed.tell("command.connect", plan="lite", by="manager")
    before, due = rows(feed.database), feed.ledger.next_due()
    with trap(feed.database, "period", "NEW.kind = 'paid'"), pytest.raises(StorageError):
        feed.ledger.tick(START + 31 * DAY)
    assert row_differences(before, rows(feed.database)) == []
    assert feed.ledger.next_due() == due
    feed.ledger.tick(START + 31 * DAY)
    assert feed.state()["subscription"]["state"] == "active"


def test_a_seller_that_cannot_be_decided_on_is_parked_and_all_others_go_on(database: Database) -> None:
    feed = Feed(database)
    names = [f"S{number}" for number in range(5)]
    for seller in names:
        feed.take(event(f"r-{seller}", "seller.registered", seller=seller, name="Shop"))
        feed.take(event(f"c-{seller}", "command.connect", seller=seller, plan="lite", by="manager"))
    with database.write() as transaction:  # a damaged row
        transaction.run("UPDATE seller SET digest = '{' , version = version + 1 WHERE id = 'S2'")
    swept = feed.ledger.tick(START + 31 * DAY)
    assert (swept.sellers, swept.parked) == (5, ("S2",))
    with database.read() as transaction:
        states = transaction.rows("SELECT s.id, s.parked, b.state FROM seller s JOIN subscription b ON b.seller = s.id")
    assert {name: (bool(parked), state) for name, parked, state in states} == {
        name: (name == "S2", "trial" if name == "S2" else "grace") for name in names
    }


def test_a_bug_in_a_handler_leaves_the_rows_as_they_were(feed: Feed) -> None:
    class Unknown(Event):
        TYPE = "unknown"
        __slots__ = ()

    before = rows(feed.database)
    with pytest.raises((KeyError, TypeError)):
        feed.take(credit("x"), Unknown("u", START, "S"))
    assert row_differences(before, rows(feed.database)) == []
    assert feed.take(credit("x"))[0].is_done


def test_a_campaign_of_a_failed_batch_is_forgotten(feed: Feed) -> None:
    campaign = event("p", "campaign.upserted", seller=None, **CAMPAIGN)
    with trap(feed.database, "taken", "NEW.id = 'x'"), pytest.raises(StorageError):
        feed.take(campaign, credit("x"))
    assert feed.tell("order.redeemed", **ORDER).reason == "unknown_campaign"


def test_a_full_disk_is_a_sentence_and_nothing_is_half_written(sqlite_database_url: str) -> None:
    database = Database(sqlite_database_url)
    feed = Feed(database)
    feed.open(money="10000.00")
    before = rows(database)
    with database.write() as transaction:
        pages = transaction.row("PRAGMA page_count")
        assert pages is not None
        transaction.run(f"PRAGMA max_page_count = {pages[0] + 2}")
    many = [credit(f"x{number}") for number in range(2000)]
    with pytest.raises(StorageError, match="The disk is full; nothing was written"):
        feed.take(*many)
    assert row_differences(before, rows(database)) == []
    with database.write() as transaction:
        transaction.run("PRAGMA max_page_count = 1000000")
    feed.take(*many)
    assert feed.state()["wallet"] == "12000.00"
    database.close()


def test_a_row_that_stays_in_the_way_is_a_conflict_after_some_attempts(feed: Feed) -> None:
    feed.tell("bonus.granted", grant="F", programme="bonus", amount="1.00", reason="x")
    before = rows(feed.database)
    with trap(feed.database, "taken", "NEW.id = 'c'", conflict=True), pytest.raises(Conflict, match="Another writer"):
        feed.take(*(make() for make in BATCH))
    assert row_differences(before, rows(feed.database)) == []


# -- two writers -----------------------------------------------------------------------------------------------------


def at_once(*works: Callable[[], object]) -> None:
    """All in threads of their own, as nearly at once as can be; an error of any is raised here."""
    ready, errors = threading.Barrier(len(works)), []

    def go(work: Callable[[], object]) -> None:
        ready.wait()
        try:
            work()
        except BaseException as error:
            errors.append(error)

    threads = [threading.Thread(target=go, args=(work,)) for work in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if errors:
        raise errors[0]


@pytest.fixture
def two(database: Database, other_database: Database) -> tuple[Feed, Feed]:
    """Two processes on one database with the seller S."""
    first, second = Feed(database, "trial.days = 0"), Feed(other_database, "trial.days = 0")
    first.open(money="10000.00")
    second.number = 1000
    return first, second


def test_two_writers_lose_nothing_and_double_nothing(two: tuple[Feed, Feed]) -> None:
    def pour(feed: Feed, name: str) -> Callable[[], None]:
        def work() -> None:
            for number in range(20):
                feed.take(credit(f"{name}{number}", "0.01"))

        return work

    at_once(pour(two[0], "a"), pour(two[1], "b"))
    for feed in two:
        assert feed.state()["wallet"] == "10000.40"
    with two[0].database.read() as transaction:
        entries = transaction.rows("SELECT seq, balance FROM wallet_entry ORDER BY seq")
    assert [balance for _, balance in entries[1:]] == [1_000_000 + n for n in range(1, 41)]


def test_the_same_lines_given_to_two_writers_are_taken_once(two: tuple[Feed, Feed]) -> None:  # RULES 2.6
    kinds: list[str] = []

    def pour(feed: Feed) -> Callable[[], None]:
        return lambda: kinds.extend(feed.take(credit(f"x{number}"))[0].kind for number in range(20))

    at_once(pour(two[0]), pour(two[1]))
    assert (sorted(kinds), two[0].state()["wallet"]) == (["done"] * 20 + ["replayed"] * 20, "10020.00")


def test_two_connections_at_once_are_one_fee(two: tuple[Feed, Feed]) -> None:  # RULES 4.6
    answers: list[Outcome] = []
    wish: dict[str, Any] = {"plan": "lite", "by": "manager"}
    at_once(*(lambda feed=feed: answers.append(feed.tell("command.connect", **wish)) for feed in two))
    assert sorted(each.reason or each.kind for each in answers) == ["already_connected", "done"]
    assert two[0].state()["wallet"] == "8010.00"


def test_the_same_points_are_spent_once(two: tuple[Feed, Feed]) -> None:  # RULES 9.5
    two[0].tell("bonus.granted", grant="G", programme="bonus", amount="100.00", reason="x")
    two[0].tell("service.charged", charge="C", service="ads", amount="200.00")
    answers: list[Outcome] = []
    wish = SPENDING | {"amount": "100.00"}
    at_once(*(lambda feed=feed: answers.append(feed.tell("command.spend", **wish)) for feed in two))
    assert sorted(each.reason or each.kind for each in answers) == ["done", "insufficient_points"]


def test_a_seller_registered_by_two_at_once_is_one(two: tuple[Feed, Feed]) -> None:
    at_once(*(lambda feed=feed: feed.tell("seller.registered", seller="N", name="New") for feed in two))
    assert [account.seller for account in two[0].ledger.each_account()] == ["N", "S"]


def test_two_sweeps_at_once_charge_once(two: tuple[Feed, Feed]) -> None:  # RULES 4.6, 12
    two[0].tell("command.connect", plan="lite", by="manager")
    later = START + 100 * DAY
    at_once(*(lambda feed=feed: feed.ledger.tick(later) for feed in two))
    with two[0].database.read() as transaction:
        assert transaction.row("SELECT COUNT(*), COUNT(DISTINCT starts_at) FROM period") == (4, 4)
        keys = transaction.row("SELECT COUNT(*), COUNT(DISTINCT key) FROM notice WHERE kind = 'renewed'")
    assert keys == (3, 3)


def test_many_writers_on_many_sellers_come_to_the_right_sums(database: Database, other_database: Database) -> None:
    feeds = [Feed(database), Feed(other_database)]
    feeds[0].open(*"ABCD")

    def pour(feed: Feed, name: str) -> Callable[[], None]:
        def work() -> None:
            for number in range(10):
                order = "ABCD" if name == "a" else "DCBA"
                feed.take(*(credit(f"{name}{number}{seller}", "1.00", seller) for seller in order))

        return work

    at_once(pour(feeds[0], "a"), pour(feeds[1], "b"))
    assert [feeds[0].state(seller)["wallet"] for seller in "ABCD"] == ["20.00"] * 4


def test_what_another_process_wrote_is_seen_at_the_next_call(two: tuple[Feed, Feed]) -> None:
    first, second = two
    first.take(credit("a"))
    second.take(credit("b"))
    first.take(credit("c"))
    assert first.state()["wallet"] == "10003.00"


def test_an_account_that_has_moved_on_is_not_written_over(feed: Feed, database: Database) -> None:
    with database.read() as transaction:
        account = load(transaction, feed.ledger.policy, ["S"])["S"]
    feed.take(credit("x"))
    account.pay(WalletKind.CREDIT, 100)
    before = rows(database)
    with pytest.raises(Conflict), database.write() as transaction:
        write(transaction, feed.ledger.policy, [account])
    assert row_differences(before, rows(database)) == []


class Restless(Ledger):
    """A ledger beside which another writer touches the seller in every attempt, on the same connection."""

    attempts = 0
    times = ATTEMPTS

    def _look_up(self, transaction: Transaction, *rest: Any) -> None:
        self.attempts += 1
        if self.attempts <= self.times:
            transaction.run("UPDATE seller SET version = version + 1")
        super()._look_up(transaction, *rest)


def test_a_seller_that_is_always_busy_is_a_conflict(feed: Feed) -> None:
    restless = Restless(feed.database, default_policy())
    with pytest.raises(Conflict, match="Another writer was first; try again"):
        restless.take_one(credit("x"), START, "test")
    assert (restless.attempts, feed.state()["wallet"]) == (ATTEMPTS, "10000.00")


def test_a_seller_that_was_busy_once_is_decided_again(feed: Feed) -> None:
    restless = Restless(feed.database, default_policy())
    restless.times = 1
    assert restless.take_one(credit("x"), START, "test").is_done
    assert (restless.attempts, feed.state()["wallet"]) == (2, "10001.00")


def test_memory_holds_no_more_accounts_than_it_may(database: Database) -> None:
    ledger = Ledger(database, default_policy(), kept=2)
    names = ["A", "B", "C", "D"]
    ledger.take([Entry(SellerRegistered(id=n, at=START, seller=n, name=n), START) for n in names], "test")
    for round_ in range(2):
        for name in names:
            event_ = WalletCredited(id=f"{name}{round_}", at=START, seller=name, amount=100)
            assert ledger.take_one(event_, START, "test").is_done
    assert [account.wallet for account in ledger.each_account()] == [200] * 4
