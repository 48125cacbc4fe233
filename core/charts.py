"""Strict statecharts: of what has a life, every step is a way that the chart has, or an error.

A chart that ignores an illegal event or swallows a failed action would go on with a wrong premise, so all charts here
stand on `StrictChart`, whose flags make both an exception. A chart knows states and events only. It stays flat, because
nested history does not survive a reload. What works in bulk uses a table that is read off the chart once: a restored
chart costs about a millisecond.
"""

from collections.abc import Mapping
from enum import StrEnum
from typing import Any, TypeVar

from statemachine import StateChart

S = TypeVar("S", bound=StrEnum)


class StrictChart(StateChart[Any]):
    """A chart that refuses what it does not know, raises what fails, and changes state whole or not at all."""

    allow_event_without_transition = False
    catch_errors_as_events = False
    atomic_configuration_update = True
    enable_self_transition_entries = False


class IllegalTransition(Exception):
    """The chart has no such event in this state: a bug of the caller, which must ask first."""


def table_of(chart: type[StrictChart], states: type[S], events: type[StrEnum]) -> Mapping[tuple[S, str], S]:
    """(state, event) → next state, read off the chart; what is not in it is illegal."""
    table: dict[tuple[S, str], S] = {}
    for state in chart.states:
        for transition in state.transitions:
            target = transition.target or state
            for event in transition.event.split():
                table[states(state.id), events(event)] = states(target.id)
    return table
