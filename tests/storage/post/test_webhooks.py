"""Endpoints and their lines: everything once and in order, nothing lost, and no endpoint holds up another."""

import json
import threading

import pytest

from core.notices.kinds import NoticeKind
from core.policy import default_policy
from core.values import HOUR, SECOND
from storage.post.events import EVENT_TYPES, event_of
from storage.post.outbox import Outbox
from storage.post.webhooks import (
    KEPT,
    LEASE,
    MOST_ENDPOINTS,
    RETRIED_FOR,
    ROTATION,
    Consignment,
    DeliveryState,
    TooManyEndpoints,
    Webhooks,
    WebhookState,
)
from storage.rows.audit import review
from storage.rows.database import Database
from tests.storage.shops import NOW, open_shop, tell_ledger

URL = "https://crm.example.org/premium"


@pytest.fixture
def outbox(database: Database) -> Outbox:
    open_shop(database)
    box = Outbox(database, default_policy())
    box.fan_out(NOW)
    return box


@pytest.fixture
def webhooks(database: Database, outbox: Outbox) -> Webhooks:
    return Webhooks(database)


def notice(database: Database, kind: str = "renewed", seller: str = "S", at: int = NOW) -> None:
    with database.write() as transaction:
        count = transaction.row("SELECT COUNT(*) FROM notice")
        transaction.run(
            "INSERT INTO notice (key, seller, at, kind, data) VALUES (?, ?, ?, ?, '{}')",
            (f"{kind}:{seller}:{count}", seller, at, kind),
        )


def listen(webhooks: Webhooks, **wishes: list[str]) -> int:
    endpoint, _ = webhooks.create(URL, "crm", NOW, **wishes)
    return endpoint.id


def taken(webhooks: Webhooks, webhook: int, now: int = NOW) -> Consignment:
    consignment = webhooks.take(webhook, now)
    assert consignment is not None
    return consignment


def all_of(webhooks: Webhooks, webhook: int, now: int = NOW) -> list[str]:
    """The types that an endpoint that takes everything is told, in their order."""
    told = []
    while consignment := webhooks.take(webhook, now):
        webhooks.sent(consignment, 200, now)
        told.append(consignment.event.type)
    return told


def states(webhooks: Webhooks, webhook: int) -> list[DeliveryState]:
    return [told.state for told in reversed(webhooks.deliveries(webhook))]


# -- what is told to whom --------------------------------------------------------------------------------------------


def test_there_is_an_event_for_every_kind_of_notice() -> None:  # RULES 12.4
    assert {f"notice.{kind}" for kind in NoticeKind} < set(EVENT_TYPES)
    assert len(EVENT_TYPES) == len(set(EVENT_TYPES))


def test_an_endpoint_is_told_of_what_happens_after_it_was_made(webhooks, outbox, database) -> None:
    notice(database, "renewed")
    outbox.fan_out(NOW)
    webhook = listen(webhooks)
    notice(database, "badge_shown")
    outbox.fan_out(NOW)
    assert all_of(webhooks, webhook) == ["notice.badge_shown"]


def test_each_endpoint_is_told_of_what_it_wants(webhooks, outbox, database) -> None:
    open_shop(database, "T")
    outbox.fan_out(NOW)
    everything, kinds, sellers = (
        listen(webhooks),
        listen(webhooks, events=["notice.renewed"]),
        listen(webhooks, sellers=["T"]),
    )
    for kind, seller in (("renewed", "S"), ("badge_shown", "T"), ("renewed", "T")):
        notice(database, kind, seller)
    outbox.fan_out(NOW)
    assert all_of(webhooks, everything) == ["notice.renewed", "notice.badge_shown", "notice.renewed"]
    assert all_of(webhooks, kinds) == ["notice.renewed", "notice.renewed"]
    assert all_of(webhooks, sellers) == ["notice.badge_shown", "notice.renewed"]


def test_two_processes_at_once_make_one_delivery_of_each_event(webhooks, database, other_database) -> None:
    webhook = listen(webhooks)
    for _ in range(50):
        notice(database)
    threads = [
        threading.Thread(target=Outbox(each, default_policy()).fan_out, args=(NOW,))
        for each in (database, other_database)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    told = webhooks.deliveries(webhook, limit=100)
    assert len(told) == len({each.event for each in told}) == 50


def test_an_event_has_one_id_for_every_endpoint_and_after_a_backup(webhooks, outbox, database) -> None:
    first, second = listen(webhooks), listen(webhooks)
    notice(database)
    outbox.fan_out(NOW)
    with database.read() as transaction:
        (key,) = transaction.row("SELECT key FROM notice ORDER BY id DESC LIMIT 1")
    ids = {taken(webhooks, each).event.id for each in (first, second)}
    assert ids == {event_of("notice.", key, "S", "renewed", NOW).id}


def test_sellers_whose_names_and_keys_read_alike_together_have_events_of_their_own() -> None:
    assert event_of("notice.", "b:c", "a", "renewed", 0).id != event_of("notice.", "c", "a:b", "renewed", 0).id


def test_what_is_older_than_a_week_is_not_told(webhooks, outbox, database) -> None:  # RULES 12
    webhook = listen(webhooks)
    notice(database, at=NOW - 8 * 24 * HOUR)
    outbox.fan_out(NOW)
    assert all_of(webhooks, webhook) == []


def test_what_changes_without_a_notice_is_told_too(webhooks, outbox, database) -> None:  # RULES 12.4
    webhook = listen(webhooks)
    by = {"by": "manager"}
    tell_ledger(database, "command.opt_out", "S", NOW, programme="discount", **by)
    tell_ledger(database, "command.opt_in", "S", NOW, programme="discount", **by)
    tell_ledger(database, "command.set_mode", "S", NOW, mode="manual", **by)
    tell_ledger(database, "bonus.granted", "S", NOW, grant="G", programme="bonus", amount="100.00", reason="x")
    tell_ledger(database, "service.charged", "S", NOW, charge="C", service="ads", amount="100.00")
    tell_ledger(database, "command.spend", "S", NOW, programme="bonus", service="ads", amount="60.00", **by)
    with database.write() as transaction:
        review(transaction, NOW, "S", "verify", parked=True)
        review(transaction, NOW, "S", "cli", parked=False)
    outbox.fan_out(NOW)
    assert all_of(webhooks, webhook) == [
        f"change.{kind}" for kind in ("opted_out", "opted_in", "choices", "points_spent", "under_review", "released")
    ]


def test_a_refused_command_and_a_repeat_change_nothing_worth_telling(webhooks, outbox, database) -> None:
    webhook = listen(webhooks)
    for _ in range(2):
        tell_ledger(database, "command.opt_out", "S", NOW, id="again", programme="discount", by="manager")
    tell_ledger(database, "command.opt_in", "S", NOW, programme="discount", by="employee")
    outbox.fan_out(NOW)
    assert all_of(webhooks, webhook) == ["change.opted_out"]


# -- in line -----------------------------------------------------------------------------------------------------


@pytest.fixture
def webhook(webhooks, outbox, database) -> int:
    """An endpoint with three events in line."""
    made = listen(webhooks)
    for kind in ("renewed", "badge_shown", "badge_hidden"):
        notice(database, kind)
    outbox.fan_out(NOW)
    return made


THREE = ["notice.renewed", "notice.badge_shown", "notice.badge_hidden"]


def test_events_come_in_their_order(webhooks, webhook) -> None:
    assert all_of(webhooks, webhook) == THREE


def test_nothing_overtakes_what_is_being_sent(webhooks, webhook, other_database) -> None:
    webhooks.take(webhook, NOW)
    assert Webhooks(other_database).take(webhook, NOW + 1) is None
    assert webhooks.ready(NOW + 1) == []


def test_nothing_overtakes_what_is_tried_again(webhooks, webhook) -> None:
    first = taken(webhooks, webhook)
    webhooks.not_sent(first, "HTTP status 500", NOW, until=NOW + 10 * SECOND, status=500)
    assert webhooks.take(webhook, NOW + 9 * SECOND) is None
    again = taken(webhooks, webhook, NOW + 10 * SECOND)
    assert (again.event, again.failures) == (first.event, 1)


def test_an_endpoint_that_fails_holds_up_no_other(webhooks, outbox, database, webhook) -> None:
    other = listen(webhooks)
    notice(database)
    outbox.fan_out(NOW)
    webhooks.not_sent(taken(webhooks, webhook), "no connection", NOW, until=NOW + HOUR)
    assert webhooks.ready(NOW) == [other]
    assert all_of(webhooks, other) == ["notice.renewed"]


def test_what_was_sent_by_a_process_that_was_killed_is_sent_again_under_its_id(webhooks, webhook) -> None:
    first = taken(webhooks, webhook)
    again = taken(webhooks, webhook, NOW + LEASE * SECOND)
    assert again.event == first.event


def test_a_lease_and_a_pause_from_before_the_clock_was_set_back_hold_up_nothing(webhooks, webhook) -> None:
    webhooks.take(webhook, NOW)
    assert webhooks.ready(NOW - 48 * HOUR) == [webhook]
    webhooks.not_sent(taken(webhooks, webhook, NOW - 48 * HOUR), "x", NOW, until=NOW + HOUR)
    assert webhooks.ready(NOW - 48 * HOUR) == [webhook]


def test_what_was_taken_and_not_tried_is_there_at_once(webhooks, webhook) -> None:
    webhooks.give_back(taken(webhooks, webhook))
    assert taken(webhooks, webhook).event.type == THREE[0]
    assert webhooks.deliveries(webhook)[-1].attempts == 1


def test_the_next_attempt_is_known(webhooks, webhook) -> None:
    assert webhooks.next_at() == 0
    webhooks.not_sent(taken(webhooks, webhook), "x", NOW, until=NOW + 7)
    assert webhooks.next_at() == NOW + 7
    webhooks.take(webhook, NOW + 7)
    assert webhooks.next_at() == NOW + 7 + LEASE * SECOND
    webhooks.pause(webhook, "crm", NOW)
    assert webhooks.next_at() is None


# -- three days, and afterwards ------------------------------------------------------------------------------------


def failing(webhooks: Webhooks, webhook: int, now: int) -> int:
    return webhooks.not_sent(taken(webhooks, webhook, now), "HTTP status 500", now, until=now, status=500)


def test_an_endpoint_that_takes_nothing_for_three_days_loses_what_waited_so_long(
    webhooks, webhook, outbox, database
) -> None:
    assert failing(webhooks, webhook, NOW) == 0
    notice(database, "upgraded", at=NOW + 2 * 24 * HOUR)
    outbox.fan_out(NOW + 2 * 24 * HOUR)
    assert failing(webhooks, webhook, NOW + RETRIED_FOR - 1) == 0
    assert failing(webhooks, webhook, NOW + RETRIED_FOR) == 3
    assert states(webhooks, webhook) == [DeliveryState.FAILED] * 3 + [DeliveryState.WAITING]
    (newest, *_, first) = webhooks.deliveries(webhook, state=DeliveryState.FAILED)
    assert (first.error, first.status, newest.error) == ("HTTP status 500", 500, "waited behind others")
    assert webhooks.failed() == 3


def test_a_success_in_between_begins_the_three_days_anew(webhooks, webhook) -> None:
    failing(webhooks, webhook, NOW)
    webhooks.sent(taken(webhooks, webhook, NOW + HOUR), 204, NOW + HOUR)
    failing(webhooks, webhook, NOW + 2 * HOUR)
    assert failing(webhooks, webhook, NOW + RETRIED_FOR + HOUR) == 0


def test_what_failed_can_be_sent_again_under_its_id_and_in_its_order(webhooks, webhook) -> None:
    failing(webhooks, webhook, NOW)
    failing(webhooks, webhook, NOW + RETRIED_FOR)
    ids = [told.event for told in webhooks.deliveries(webhook)]
    assert webhooks.resend(webhook, "crm", NOW + RETRIED_FOR) == 3
    assert all_of(webhooks, webhook, NOW + RETRIED_FOR) == THREE
    assert [told.event for told in webhooks.deliveries(webhook)] == ids


def test_one_of_what_failed_can_be_sent_again(webhooks, webhook) -> None:
    failing(webhooks, webhook, NOW)
    failing(webhooks, webhook, NOW + RETRIED_FOR)
    _, second, _ = webhooks.deliveries(webhook)
    assert webhooks.resend(webhook, "crm", NOW + RETRIED_FOR, second.id) == 1
    assert all_of(webhooks, webhook, NOW + RETRIED_FOR) == [THREE[1]]


def test_what_was_sent_is_not_sent_again(webhooks, webhook) -> None:
    all_of(webhooks, webhook)
    assert webhooks.resend(webhook, "crm", NOW) == 0


def test_what_is_sent_again_has_three_days_anew(webhooks, webhook) -> None:
    failing(webhooks, webhook, NOW)
    failing(webhooks, webhook, NOW + RETRIED_FOR)
    later = NOW + 2 * RETRIED_FOR
    webhooks.resend(webhook, "crm", later)
    assert failing(webhooks, webhook, later) == 0
    assert failing(webhooks, webhook, later + RETRIED_FOR - 1) == 0
    assert failing(webhooks, webhook, later + RETRIED_FOR) == 3


def test_an_endpoint_that_says_that_it_is_gone_is_paused_and_loses_nothing(webhooks, webhook) -> None:
    webhooks.not_sent(taken(webhooks, webhook), "HTTP status 410", NOW, until=NOW, status=410, for_good=True)
    endpoint = webhooks.find(webhook)
    assert endpoint is not None
    assert (endpoint.state, endpoint.waiting) == (WebhookState.PAUSED, 3)
    webhooks.resume(webhook, "crm", NOW)
    assert all_of(webhooks, webhook) == THREE


def test_what_was_sent_a_month_ago_is_forgotten_and_what_failed_is_not(webhooks, webhook) -> None:
    webhooks.sent(taken(webhooks, webhook), 200, NOW)
    failing(webhooks, webhook, NOW)
    failing(webhooks, webhook, NOW + RETRIED_FOR)
    assert webhooks.clean(NOW + KEPT) == 0
    assert webhooks.clean(NOW + KEPT + 1) == 1
    assert states(webhooks, webhook) == [DeliveryState.FAILED] * 2


# -- what the staff does ---------------------------------------------------------------------------------------------


def test_to_a_paused_endpoint_everything_is_told_later(webhooks, webhook, outbox, database) -> None:
    webhooks.pause(webhook, "crm", NOW)
    notice(database, "upgraded")
    outbox.fan_out(NOW)
    assert (webhooks.ready(NOW), webhooks.take(webhook, NOW)) == ([], None)
    webhooks.resume(webhook, "crm", NOW)
    assert all_of(webhooks, webhook) == [*THREE, "notice.upgraded"]


def test_a_removed_endpoint_is_told_nothing_and_its_secret_is_gone(webhooks, webhook, outbox, database) -> None:
    assert webhooks.remove(webhook, "crm", NOW)
    notice(database)
    outbox.fan_out(NOW)
    assert states(webhooks, webhook) == [DeliveryState.DROPPED] * 3
    assert (webhooks.every(), webhooks.find(webhook), webhooks.take(webhook, NOW)) == ([], None, None)
    with database.read() as transaction:
        assert transaction.row("SELECT secret, old_secret FROM webhook") == ("", None)


def test_of_an_endpoint_that_is_not_there_nothing_is_changed(webhooks, webhook) -> None:
    webhooks.remove(webhook, "crm", NOW)
    for missing in (webhook, webhook + 1):
        assert webhooks.rotate(missing, "crm", NOW) is None
        assert not any(do(missing, "crm", NOW) for do in (webhooks.pause, webhooks.resume, webhooks.remove))
        assert webhooks.resend(missing, "crm", NOW) == 0


def test_while_a_secret_is_changed_both_sign_and_then_the_new_one_alone(webhooks, webhook) -> None:
    (old,) = taken(webhooks, webhook).secrets
    new = webhooks.rotate(webhook, "crm", NOW)
    later = NOW + LEASE * SECOND
    assert taken(webhooks, webhook, later).secrets == (new, old)
    assert taken(webhooks, webhook, NOW + ROTATION).secrets == (new,)


def test_what_is_shown_of_an_endpoint_holds_no_secret(webhooks) -> None:
    endpoint, secret = webhooks.create(URL, "crm", NOW)
    assert secret.startswith("whsec_")
    assert secret not in repr([endpoint, *webhooks.every()])


def test_there_is_a_largest_number_of_endpoints(webhooks) -> None:
    for _ in range(MOST_ENDPOINTS):
        listen(webhooks)
    with pytest.raises(TooManyEndpoints):
        listen(webhooks)


def test_who_did_what_with_an_endpoint_is_noted(webhooks, webhook, database) -> None:
    webhooks.rotate(webhook, "crm", NOW)
    webhooks.remove(webhook, "cli", NOW)
    with database.read() as transaction:
        notes = transaction.rows("SELECT actor, action, detail FROM audit WHERE action LIKE 'webhook%' ORDER BY id")
    assert [(actor, action, json.loads(detail)) for actor, action, detail in notes] == [
        ("crm", "webhook_created", {"webhook": webhook}),
        ("crm", "webhook_rotated", {"webhook": webhook}),
        ("cli", "webhook_removed", {"webhook": webhook}),
    ]


def test_deliveries_are_shown_page_by_page(webhooks, webhook) -> None:
    first, second = webhooks.deliveries(webhook, limit=2)
    (third,) = webhooks.deliveries(webhook, limit=2, before=second.id)
    assert [each.type for each in (third, second, first)] == THREE
