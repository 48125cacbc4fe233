"""Who may do what, and in which order a line is refused (RULES 13, 15.11, 15.13)."""

import pytest

from core import decide
from core.decide import HANDLERS, allowed
from core.events import EVENTS, Command, Event, WorldEvent
from core.refusals import MESSAGES, Refusal, refused
from core.values import CENTS, MAX_SUM, Role
from tests.core.shop import Shop

FIELDS = {
    "command.connect": {"plan": "lite"},
    "command.cancel": {},
    "command.resume": {},
    "command.switch_to_lite": {},
    "command.spend": {"programme": "bonus", "service": "ads", "amount": "50.00"},
    "command.set_mode": {"mode": "auto"},
    "command.set_daily_limit": {"service": "ads", "amount": "50.00"},
    "command.set_reserve": {"programme": "bonus", "service": "ads", "amount": "50.00"},
    "command.opt_out": {"programme": "bonus"},
    "command.opt_in": {"programme": "bonus"},
    "command.withdraw": {"programme": "bonus", "amount": "50.00"},
    "command.transfer": {"programme": "bonus", "amount": "50.00"},
}
MANAGERS = {"administrator", "manager"}
ROLES = {kind: MANAGERS | {"finance"} if kind == "command.spend" else MANAGERS for kind in FIELDS}
COMMANDS = [kind for kind in EVENTS.values() if issubclass(kind, Command)]


@pytest.mark.parametrize("role", [role.value for role in Role])
@pytest.mark.parametrize("kind", list(FIELDS))
def test_a_command_is_forbidden_to_all_but_its_roles(kind, role):  # RULES 4.1, 13, 15.13
    shop = Shop()
    before = shop.picture()
    answer = shop.take(shop.event(kind, None, by=role, **FIELDS[kind]))
    assert (answer.reason == "forbidden") is (role not in ROLES[kind])
    if answer.reason == "forbidden":
        assert shop.picture() == before


@pytest.mark.parametrize("role", list(Role))
def test_what_may_be_done_can_be_asked_beforehand(role):  # RULES 13
    assert {c.TYPE for c in COMMANDS if allowed(c, role)} == {k for k, roles in ROLES.items() if role in roles}


def test_every_event_of_a_seller_has_its_handler_and_no_other_has():  # RULES 13
    assert set(HANDLERS) == {kind for kind in EVENTS.values() if not issubclass(kind, WorldEvent)}


def test_every_command_says_itself_who_may_give_it():  # RULES 13
    assert [kind for kind in COMMANDS if "ROLES" not in vars(kind)] == []


def test_a_parked_account_refuses_everything_and_does_no_due_work():  # RULES 11, 13
    shop = Shop()
    shop.connect("lite", at="2026-03-01 12:00")
    shop.account.parked = True
    before = shop.picture()
    assert shop.credit("1.00", at="2026-06-01 00:00").reason == "account_under_review"
    assert shop.cancel(by="employee").reason == "account_under_review"
    assert shop.picture() == before


def test_forbidden_comes_before_the_unknown_programme():  # RULES 13, 15.11
    shop = Shop()
    assert shop.spend("50.00", programme="gold", by="employee").reason == "forbidden"
    assert shop.spend("50.00", programme="gold").reason == "unknown_programme"


@pytest.mark.parametrize("kind", [kind for kind, fields in FIELDS.items() if "programme" in fields])
def test_an_unknown_programme_comes_before_the_commands_own_refusals(kind):  # RULES 15.11
    shop = Shop()
    shop.maintenance(True)
    event = shop.event(kind, None, by="manager", **FIELDS[kind] | {"programme": "gold"})
    assert shop.take(event).reason == "unknown_programme"


def test_a_refused_line_still_lets_due_work_happen():  # RULES 2.5, 15.17
    shop = Shop()
    shop.connect("lite", at="2026-03-01 12:00")
    shop.cancel(at="2026-03-31 12:00", by="employee")
    assert shop.state == "active"


def test_registering_again_updates_the_name_and_keeps_a_locale_that_is_not_given():  # RULES 13
    shop = Shop()
    shop.register("Лавка", locale="hy")
    shop.register("Shop 2")
    assert (shop.account.name, shop.account.locale) == ("Shop 2", "hy")


def test_the_actor_and_the_cause_of_a_step_are_kept():  # RULES 4.16, 11
    shop = Shop()
    shop.connect("lite", by="administrator")
    shop.grant("G", "10.00")
    assert (shop.account.journal.changes.transitions[0].actor, shop.movements[0].actor) == (
        "administrator",
        "marketplace",
    )
    assert shop.movements[0].cause.startswith("test:")


def test_setting_what_is_set_already_is_done_and_notes_nothing():  # RULES 15.3
    shop = Shop()
    shop.set_mode("auto", "ads")
    shop.account.journal.changes.choices.clear()
    assert shop.set_mode("auto", "ads").is_done
    assert shop.account.journal.changes.choices == set()


def test_every_refusal_has_a_sentence():  # RULES 15.18
    assert MESSAGES.keys() == set(Refusal)
    assert all(sentence.endswith(".") for sentence in MESSAGES.values())
    assert refused(Refusal.FORBIDDEN).message == MESSAGES["forbidden"]
    assert refused(Refusal.MALFORMED, message="own").message == "own"


def test_a_refusals_numbers_are_texts():  # RULES 15.18
    assert refused(Refusal.INSUFFICIENT_FUNDS, missing=9000).data == {"missing": "90.00"}


def test_an_event_the_core_does_not_know_is_a_bug_and_raises():
    class Unknown(Event):
        TYPE = "unknown"

    shop = Shop()
    with pytest.raises(KeyError):
        decide.decide(shop.account, Unknown("e", shop.now, "S"), shop.now, shop.world, "test")


def test_what_changed_is_handed_over_once_and_closed_records_are_let_go():
    shop = Shop()
    shop.set_mode("auto")
    shop.grant("G", "100.00")
    shop.bill("C", "100.00")
    changes = shop.account.take_changes()
    assert {name for name in ("movements", "charges", "lots", "grants") if not getattr(changes, name)} == set()
    assert shop.account.journal.changes.empty
    assert (shop.account.closed.charges, shop.account.closed.grants, shop.account.lots["bonus"].known) == ({}, {}, {})


class TestSumsThatAreTooLarge:
    """RULES 15.14: what would not fit is refused alone, and nothing else is."""

    def filled(self, wallet: int = 0) -> Shop:
        """A shop whose wallet (in this direction) and points may grow by 0.01 more."""
        shop = Shop()
        shop.campaign(coefficient="1", hold_days=14)
        shop.account.wallet = wallet * (MAX_SUM - 1)
        for balance in shop.account.balances.values():
            balance.accrued = MAX_SUM - 1
        return shop

    @pytest.mark.parametrize(
        ("wallet", "kind", "fields"),
        [
            (1, "wallet.credited", {}),
            (-1, "wallet.debited", {}),
            (-1, "service.charged", {"charge": "c", "service": "ads"}),
            (0, "bonus.granted", {"grant": "g", "programme": "bonus", "reason": "r"}),
        ],
    )
    def test_the_last_hundredth_is_taken_and_one_more_is_refused(self, wallet, kind, fields):
        shop = self.filled(wallet)
        before = shop.picture()
        assert shop.take(shop.event(kind, None, amount="0.02", **fields)).reason == "sum_too_large"
        assert shop.picture() == before
        assert shop.take(shop.event(kind, None, amount="0.01", **fields)).is_done

    def test_what_a_shop_that_left_does_not_get_needs_no_room(self):
        shop = self.filled()
        shop.opt_out("bonus")
        assert shop.grant("g", "0.02").reason == "opted_out"

    @pytest.mark.parametrize(("wallet", "kind"), [(-1, "wallet.credited"), (1, "wallet.debited")])
    def test_the_way_back_stays_open(self, wallet, kind):
        shop = self.filled(wallet)
        assert shop.take(shop.event(kind, None, amount="5.00")).is_done
        assert abs(shop.account.wallet) == MAX_SUM - 1 - 5 * CENTS

    def test_an_order_counts_by_its_points(self):
        shop = self.filled()
        before = shop.picture()
        assert shop.redeem(price="0.01", discount="1", quantity=2).reason == "sum_too_large"
        assert shop.picture() == before
        assert shop.redeem(price="0.01", discount="1", quantity=1).is_done
