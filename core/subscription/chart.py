"""The subscription's life as a strict statechart (RULES 4).

An illegal event that was ignored would move money on a wrong premise, so it is a `StrictChart`. The chart knows states
and events only: who may ask, what it costs and what happens next is `billing`.

A person's tap sends its event to a restored chart. Sweeps use `TABLE`, derived from the same chart once, because a
restored chart costs about a millisecond; a differential test proves that the two agree.
"""

from collections.abc import Mapping
from enum import StrEnum
from typing import Final

from statemachine import State as ChartState
from statemachine.exceptions import TransitionNotAllowed

from core.charts import IllegalTransition, StrictChart, table_of
from core.values import State


class SubscriptionChart(StrictChart):
    """inactive → trial → active → grace → inactive, with every way between (RULES 4)."""

    inactive = ChartState(initial=True)
    trial = ChartState()
    active = ChartState()
    grace = ChartState()

    # A way from a state to itself is internal: only what belongs to the plan or the renewal changes.
    begin_trial = inactive.to(trial)  # RULES 4.3
    begin_paid = inactive.to(active)  # RULES 4.4
    upgrade = trial.to(active) | active.to(active, internal=True) | grace.to(active)  # RULES 4.12
    stop_renewal = trial.to(trial, internal=True) | active.to(active, internal=True)  # RULES 4.9, 5.3
    resume = (  # RULES 4.10
        trial.to(trial, internal=True) | active.to(active, internal=True) | grace.to(grace, internal=True)
    )
    switch_to_lite = (  # RULES 4.11
        trial.to(trial, internal=True) | active.to(active, internal=True) | grace.to(grace, internal=True)
    )
    fee_paid = trial.to(active) | active.to(active, internal=True) | grace.to(active)  # RULES 4.6, 4.8
    fee_failed = trial.to(grace) | active.to(grace)  # RULES 4.7
    end = trial.to(inactive) | active.to(inactive) | grace.to(inactive)  # RULES 4.6, 4.8, 4.9, 5.3


class Step(StrEnum):
    """The chart's events: the steps that history keeps (RULES 4.16)."""

    BEGIN_TRIAL = "begin_trial"
    BEGIN_PAID = "begin_paid"
    UPGRADE = "upgrade"
    STOP_RENEWAL = "stop_renewal"
    RESUME = "resume"
    SWITCH_TO_LITE = "switch_to_lite"
    FEE_PAID = "fee_paid"
    FEE_FAILED = "fee_failed"
    END = "end"


TABLE: Final[Mapping[tuple[State, str], State]] = table_of(SubscriptionChart, State, Step)
"""(state, event) → next state, read off the chart; what is not in it is illegal."""

EVENTS: Final[tuple[Step, ...]] = tuple(sorted({Step(event) for _, event in TABLE}))


def step(state: State, event: str) -> State:
    """The state after `event`, from the derived table. Raises `IllegalTransition`."""
    try:
        return TABLE[state, event]
    except KeyError:
        raise IllegalTransition(f"{event} in {state}") from None


def send(state: State, event: str) -> State:
    """The state after `event`, by a chart restored in `state`: the authority `TABLE` is read off.

    Raises `IllegalTransition` for an illegal pair and `ValueError` for a state that does not exist: the library
    itself accepts any stored value and fails later.
    """
    chart = SubscriptionChart(start_value=State(state).value)
    try:
        chart.send(event)
    except TransitionNotAllowed:
        raise IllegalTransition(f"{event} in {state}") from None
    return State(chart.current_state_value)


def enabled(state: State) -> frozenset[str]:
    """The events the chart has in this state; buttons come from here."""
    return frozenset(event for known, event in TABLE if known is state)


def diagram() -> str:
    """The chart as a Mermaid state diagram, for the README; deterministic."""
    return f"{SubscriptionChart:mermaid}"
