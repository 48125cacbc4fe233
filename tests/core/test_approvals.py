"""What becomes of a request to accept the invitation, and who may ask and answer (RULES 5.5)."""

import pytest
from statemachine.exceptions import TransitionNotAllowed

from core import approvals
from core.approvals import TABLE, Banner, Decision, Request, RequestChart, RequestRefusal, RequestState, RequestStep
from core.charts import IllegalTransition
from core.values import Invitation, Role

ASKED_AT = 1_000
OPEN = Banner(Invitation.OPEN, ASKED_AT - 1)
ANEW = Banner(Invitation.OPEN, ASKED_AT + 1)
GONE = [Banner(invitation, ASKED_AT - 1) for invitation in Invitation if invitation is not Invitation.OPEN]
WAITING = Request(RequestState.ASKED, ASKED_AT)
CLOSED = [Request(state, ASKED_AT) for state in RequestState if state is not RequestState.ASKED]
DECIDERS = [Role.ADMINISTRATOR, Role.MANAGER]
ASKERS = [Role.FINANCE, Role.EMPLOYEE]

# The rulebook's own list, written apart from the chart.
WAYS = {
    ("asked", "approve"): "approved",
    ("asked", "decline"): "declined",
    ("asked", "withdraw"): "withdrawn",
}
PAIRS = [(state, event) for state in RequestState for event in RequestStep]


class TestTheChart:
    @pytest.mark.parametrize(("state", "event"), PAIRS)
    def test_a_step_leads_where_the_rules_say_or_is_refused(self, state, event):
        try:
            found = approvals.step(state, event)
        except IllegalTransition:
            found = None
        assert found == WAYS.get((state, event))

    @pytest.mark.parametrize(("state", "event"), PAIRS)
    def test_the_chart_itself_answers_as_the_table(self, state, event):
        chart = RequestChart(start_value=state.value)
        try:
            chart.send(event)
            found = chart.current_state_value
        except TransitionNotAllowed:
            found = None
        assert found == TABLE.get((state, event))

    def test_a_request_begins_by_being_asked(self):
        assert RequestChart().current_state_value == RequestState.ASKED

    def test_every_answer_is_the_end(self):
        assert {state.id for state in RequestChart.states if state.final} == set(RequestState) - {RequestState.ASKED}


class TestWhetherItStillWaits:
    def test_while_its_invitation_is_open(self):
        assert not approvals.is_stale(WAITING, OPEN)

    def test_an_invitation_of_the_very_instant_is_its_own(self):
        assert not approvals.is_stale(WAITING, Banner(Invitation.OPEN, ASKED_AT))

    def test_an_invitation_whose_beginning_is_unknown_is_its_own(self):
        assert not approvals.is_stale(WAITING, Banner(Invitation.OPEN, None))

    @pytest.mark.parametrize("banner", [ANEW, *GONE])
    def test_not_once_its_invitation_is_gone(self, banner):
        assert approvals.is_stale(WAITING, banner)

    @pytest.mark.parametrize("request_", CLOSED)
    def test_what_has_its_answer_is_not_withdrawn(self, request_):
        assert not any(approvals.is_stale(request_, banner) for banner in (OPEN, ANEW, *GONE))


class TestAsking:
    @pytest.mark.parametrize("role", ASKERS)
    def test_who_may_not_connect_asks(self, role):
        assert approvals.ask(role, None, OPEN) == Decision()

    @pytest.mark.parametrize("role", [*DECIDERS, None])
    def test_who_may_connect_and_who_is_no_member_is_forbidden(self, role):
        assert approvals.ask(role, None, OPEN) == Decision(refusal=RequestRefusal.FORBIDDEN)

    @pytest.mark.parametrize("banner", GONE)
    def test_without_an_invitation_there_is_nothing_to_ask_for(self, banner):
        assert approvals.ask(Role.EMPLOYEE, None, banner) == Decision(refusal=RequestRefusal.NO_INVITATION)

    def test_one_at_a_time(self):
        assert approvals.ask(Role.EMPLOYEE, WAITING, OPEN) == Decision(refusal=RequestRefusal.ALREADY_ASKED)

    def test_one_for_an_earlier_invitation_makes_way(self):
        assert approvals.ask(Role.EMPLOYEE, WAITING, ANEW) == Decision(RequestStep.WITHDRAW)

    @pytest.mark.parametrize("banner", GONE)
    def test_one_whose_invitation_is_gone_is_withdrawn_though_nothing_is_asked(self, banner):
        expected = Decision(RequestStep.WITHDRAW, RequestRefusal.NO_INVITATION)
        assert approvals.ask(Role.EMPLOYEE, WAITING, banner) == expected


class TestAnswering:
    @pytest.mark.parametrize("role", DECIDERS)
    def test_who_may_connect_declines(self, role):
        assert approvals.decline(role, WAITING, OPEN) == Decision(RequestStep.DECLINE)

    @pytest.mark.parametrize("role", [*ASKERS, None])
    def test_nobody_else_does(self, role):
        assert approvals.decline(role, WAITING, OPEN) == Decision(refusal=RequestRefusal.FORBIDDEN)

    @pytest.mark.parametrize("request_", CLOSED)
    def test_the_first_answer_counts(self, request_):
        assert approvals.decline(Role.MANAGER, request_, OPEN) == Decision(refusal=RequestRefusal.ALREADY_ANSWERED)

    @pytest.mark.parametrize("banner", [ANEW, *GONE])
    def test_what_waits_for_nobody_is_withdrawn_in_place_of_declined(self, banner):
        expected = Decision(RequestStep.WITHDRAW, RequestRefusal.ALREADY_ANSWERED)
        assert approvals.decline(Role.MANAGER, WAITING, banner) == expected

    def test_connecting_approves(self):
        assert approvals.accept(WAITING, Banner(Invitation.ACCEPTED, ASKED_AT - 1)) is RequestStep.APPROVE

    def test_connecting_for_a_later_invitation_withdraws_what_was_asked_for_the_earlier(self):
        assert approvals.accept(WAITING, Banner(Invitation.ACCEPTED, ASKED_AT + 1)) is RequestStep.WITHDRAW
