"""Every state with every event of the chart, and every command in every state of the programme (RULES 4)."""

from typing import Any

import pytest
from statemachine import State as ChartState
from statemachine.exceptions import TransitionNotAllowed

from core.charts import IllegalTransition, StrictChart
from core.subscription import chart
from core.subscription.chart import EVENTS, TABLE, SubscriptionChart, send, step
from core.values import State
from tests.core.shop import NO_TRIAL, Shop, in_state

STATES = list(State)

# The rulebook's own list (RULES 4.3 to 4.12, 5.3), written apart from the chart.
WAYS = {
    ("inactive", "begin_trial"): "trial",
    ("inactive", "begin_paid"): "active",
    ("trial", "upgrade"): "active",
    ("active", "upgrade"): "active",
    ("grace", "upgrade"): "active",
    ("trial", "stop_renewal"): "trial",
    ("active", "stop_renewal"): "active",
    ("trial", "resume"): "trial",
    ("active", "resume"): "active",
    ("grace", "resume"): "grace",
    ("trial", "switch_to_lite"): "trial",
    ("active", "switch_to_lite"): "active",
    ("grace", "switch_to_lite"): "grace",
    ("trial", "fee_paid"): "active",
    ("active", "fee_paid"): "active",
    ("grace", "fee_paid"): "active",
    ("trial", "fee_failed"): "grace",
    ("active", "fee_failed"): "grace",
    ("trial", "end"): "inactive",
    ("active", "end"): "inactive",
    ("grace", "end"): "inactive",
}
PAIRS = [(state, event) for state in STATES for event in EVENTS]


def answer(function: Any, state: State, event: str) -> str:
    """Where the event leads, or "refused"."""
    try:
        return str(function(state, event))
    except IllegalTransition:
        return "refused"


@pytest.mark.parametrize(("state", "event"), PAIRS)
def test_an_event_leads_where_the_rules_say_or_is_refused(state, event):  # RULES 4
    assert answer(send, state, event) == WAYS.get((state.value, event), "refused")


@pytest.mark.parametrize(("state", "event"), PAIRS)
def test_the_table_equals_the_chart(state, event):  # RULES 4
    assert answer(step, state, event) == answer(send, state, event)


def test_the_table_knows_no_more_than_the_chart():  # RULES 4
    assert set(TABLE) == {(State(state), event) for state, event in WAYS}
    assert set(EVENTS) == {event for _, event in WAYS}


@pytest.mark.parametrize("state", STATES)
def test_the_enabled_events_of_a_state_are_those_it_allows(state):  # RULES 4
    allowed = {event for event in EVENTS if answer(send, state, event) != "refused"}
    assert chart.enabled(state) == allowed


@pytest.mark.parametrize("function", [send, step])
def test_an_event_that_no_state_knows_is_refused(function):
    assert answer(function, State.ACTIVE, "explode") == "refused"


@pytest.mark.parametrize("garbage", ["", "cancelled", "Active", "inactive ", "0"])
def test_a_stored_state_that_does_not_exist_is_refused(garbage):
    with pytest.raises(ValueError):
        send(garbage, "end")  # what a damaged row would bring


def test_every_state_can_be_left_and_reached():
    assert {state for state, _ in TABLE} == set(STATES)
    assert set(TABLE.values()) == set(STATES)


# -- the flags that make a chart strict ------------------------------------------------------------------------------


class Door(StrictChart):
    """A chart of the tests' own, for what the subscription's never does."""

    shut = ChartState(initial=True)
    open_ = ChartState()
    unlock = shut.to(open_)
    lock = open_.to(shut)
    knock = shut.to(shut, internal=True)

    def __init__(self) -> None:
        self.entered: list[str] = []
        self.jammed = False
        super().__init__()

    def on_enter_shut(self) -> None:
        self.entered.append("shut")

    def on_enter_open_(self) -> None:
        self.entered.append("open")
        if self.jammed:
            raise RuntimeError("the door is jammed")


def test_an_event_without_a_way_raises_instead_of_being_ignored():
    door = Door()
    with pytest.raises(TransitionNotAllowed):
        door.send("lock")


def test_a_failing_action_raises_instead_of_becoming_an_event():
    door = Door()
    door.jammed = True
    with pytest.raises(RuntimeError, match="jammed"):
        door.send("unlock")


def test_a_failing_action_leaves_one_whole_state():
    door = Door()
    door.jammed = True
    with pytest.raises(RuntimeError):
        door.send("unlock")
    assert len(door.configuration) == 1


def test_a_way_to_itself_does_not_enter_again():
    door = Door()
    door.entered.clear()
    door.send("knock")
    assert door.entered == []


@pytest.mark.parametrize(
    ("flag", "value"),
    [
        ("allow_event_without_transition", False),
        ("catch_errors_as_events", False),
        ("atomic_configuration_update", True),
        ("enable_self_transition_entries", False),
    ],
)
def test_the_subscriptions_chart_is_strict(flag, value):
    assert getattr(SubscriptionChart, flag) is value


def test_the_diagram_draws_every_way_between_two_states():
    drawn = set(chart.diagram().split("\n"))
    ways = {(state, event, target) for (state, event), target in WAYS.items() if state != target}
    assert {line.strip() for line in drawn if " --> " in line and "[*]" not in line} == {
        f"{state} --> {target} : {event.replace('_', ' ').capitalize()}" for state, event, target in ways
    }


# -- every command in every state of the programme -------------------------------------------------------------------

SITUATIONS = {
    "inactive": lambda: in_state("inactive", eligible=True),
    "inactive, not invited": lambda: in_state("inactive", eligible=False),
    "trial on lite": lambda: in_state("trial", "lite"),
    "trial on lite, cancelled": lambda: _after(in_state("trial", "lite"), "cancel"),
    "trial on premium": lambda: in_state("trial", "premium"),
    "active on lite": lambda: in_state("active", "lite"),
    "active on lite, not invited": lambda: in_state("active", "lite", eligible=False),
    "active on lite, cancelled": lambda: _after(in_state("active", "lite"), "cancel"),
    "active on premium": lambda: in_state("active", "premium"),
    "active on premium, cancelled": lambda: _after(in_state("active", "premium"), "cancel"),
    "active on premium, switching": lambda: _after(in_state("active", "premium"), "switch_to_lite"),
    "active on premium, disqualified": lambda: _after(in_state("active", "premium"), "disqualify"),
    "grace on lite": lambda: in_state("grace", "lite"),
    "grace on premium": lambda: in_state("grace", "premium"),
    "ended, without money": lambda: _after(in_state("grace", "lite"), "cancel"),
}


def _after(shop: Shop, what: str) -> Shop:
    result = shop.eligible(False) if what == "disqualify" else getattr(shop, what)()
    assert result.is_done
    return shop


# situation: what connect lite, connect premium, cancel, resume and switch to Lite come to; with the state afterwards.
TOLD: dict[str, tuple[str, str, str, str, str]] = {
    "inactive": ("trial lite", "trial premium", "not_connected", "not_connected", "not_connected"),
    "inactive, not invited": ("trial lite", "no_invitation", "not_connected", "not_connected", "not_connected"),
    "trial on lite": (
        "already_connected",
        "active premium renew",
        "trial lite stop",
        "trial lite renew",
        "already_connected",
    ),
    "trial on lite, cancelled": (
        "trial lite renew",
        "active premium renew",
        "trial lite stop",
        "trial lite renew",
        "trial lite renew",
    ),
    "trial on premium": (
        "trial premium lite",
        "already_connected",
        "trial premium stop",
        "trial premium renew",
        "trial premium lite",
    ),
    "active on lite": (
        "already_connected",
        "active premium renew",
        "active lite stop",
        "active lite renew",
        "already_connected",
    ),
    "active on lite, not invited": (
        "already_connected",
        "no_invitation",
        "active lite stop",
        "active lite renew",
        "already_connected",
    ),
    "active on lite, cancelled": (
        "active lite renew",
        "active premium renew",
        "active lite stop",
        "active lite renew",
        "active lite renew",
    ),
    "active on premium": (
        "active premium lite",
        "already_connected",
        "active premium stop",
        "active premium renew",
        "active premium lite",
    ),
    "active on premium, cancelled": (
        "active premium lite",
        "active premium renew",
        "active premium stop",
        "active premium renew",
        "active premium lite",
    ),
    "active on premium, switching": (
        "active premium lite",
        "active premium renew",
        "active premium stop",
        "active premium renew",
        "active premium lite",
    ),
    "active on premium, disqualified": (
        "active premium lite",
        "not_eligible",
        "active premium stop",
        "not_eligible",
        "active premium lite",
    ),
    "grace on lite": (
        "already_connected",
        "insufficient_funds",
        "inactive None None",
        "grace lite renew",
        "already_connected",
    ),
    "grace on premium": (
        "grace lite renew",
        "already_connected",
        "inactive None None",
        "grace premium renew",
        "grace lite renew",
    ),
    "ended, without money": (
        "insufficient_funds",
        "insufficient_funds",
        "not_connected",
        "not_connected",
        "not_connected",
    ),
}
COMMANDS = {
    "connect lite": lambda shop: shop.connect("lite"),
    "connect premium": lambda shop: shop.connect("premium"),
    "cancel": lambda shop: shop.cancel(),
    "resume": lambda shop: shop.resume(),
    "switch to lite": lambda shop: shop.switch_to_lite(),
}


@pytest.mark.parametrize("command", range(len(COMMANDS)), ids=list(COMMANDS))
@pytest.mark.parametrize("situation", list(SITUATIONS))
def test_every_command_in_every_situation(situation, command):  # RULES 4.2, 4.9, 4.10, 4.11, 4.12, 4.13, 4.14, 5.4
    shop = SITUATIONS[situation]()
    before = shop.picture()
    result = list(COMMANDS.values())[command](shop)
    expected = TOLD[situation][command]
    if result.kind == "refused":
        assert result.reason == expected
        assert shop.picture() == before
    else:
        assert f"{shop.state} {shop.plan} {shop.renewal}".startswith(expected)


def test_a_refused_connection_is_judged_in_the_rules_order():  # RULES 4.2
    broke = Shop(NO_TRIAL, wallet=None)
    assert broke.connect("premium").reason == "no_invitation"
    broke.eligible(True)
    assert broke.connect("premium").reason == "insufficient_funds"
