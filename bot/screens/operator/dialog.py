"""The operator's windows."""

from collections.abc import Callable
from typing import Any

from aiogram.fsm.state import State
from aiogram.types import CallbackQuery
from aiogram_dialog import Dialog, DialogManager
from aiogram_dialog.widgets.input import MessageInput
from aiogram_dialog.widgets.kbd import Button, Row

from bot.frame.states import Operator
from bot.frame.widgets import (
    ANYTHING_ELSE,
    REMARK,
    SHOWN,
    Choices,
    Data,
    Getter,
    Label,
    Screen,
    go_home,
    navigation,
    start_with_data,
)
from bot.screens.operator import broadcast, broadcast_handlers, getters, handlers
from bot.screens.operator.acts import Act
from bot.screens.operator.guard import OperatorsOnly, for_operators

_BEFORE_REASON = {
    Act.BONUS: Operator.amount,
    Act.PROLONG: Operator.until,
    Act.PASS: Operator.seller,
    Act.FAIL: Operator.seller,
    Act.RELEASE: Operator.seller,
    Act.PRICE: Operator.since,
    Act.BROADCAST: Operator.preview,
    Act.RESUME: Operator.progress,
    Act.STOP: Operator.progress,
}


def dialog() -> Dialog:
    """Sellers, acts, prices and broadcasts; closed to everybody who is no operator."""
    made = Dialog(*_sellers(), *_acts(), *_broadcasts(), on_start=start_with_data)
    made.callback_query.middleware(OperatorsOnly())
    made.message.middleware(OperatorsOnly())
    return made


def _screen(state: State, getter: Getter, *widgets: Any) -> Screen:
    return Screen(REMARK, SHOWN, *widgets, state=state, getter=for_operators(getter))


def _sellers() -> list[Screen]:
    search = MessageInput(handlers.search)
    return [
        _screen(Operator.main, getters.main, Choices("go", handlers.go), navigation(None), search),
        _screen(
            Operator.found, getters.found, Choices("seller", handlers.choose_seller), navigation(Operator.main), search
        ),
        _screen(
            Operator.seller, getters.seller, Choices("view", handlers.view),
            Choices("act", handlers.choose_act, columns=2), navigation(Operator.main), search,
        ),
        _screen(
            Operator.seen, getters.seen, Choices("view", handlers.view, columns=3), navigation(Operator.seller),
            ANYTHING_ELSE,
        ),
        _screen(
            Operator.prices, getters.prices, Choices("act", handlers.choose_act), navigation(Operator.main),
            ANYTHING_ELSE,
        ),
    ]  # fmt: skip


def _acts() -> list[Screen]:
    confirm = Choices("confirm", handlers.confirm)
    return [
        _screen(
            Operator.programme, getters.programmes, Choices("programme", handlers.choose_programme),
            _back(_before_programme), ANYTHING_ELSE,
        ),
        _screen(Operator.amount, getters.amount, navigation(Operator.programme), MessageInput(handlers.type_amount)),
        _screen(
            Operator.until, getters.until, Choices("until", handlers.choose_until), navigation(Operator.programme),
            MessageInput(handlers.type_until),
        ),
        _screen(Operator.price, getters.price, navigation(Operator.prices), MessageInput(handlers.type_price)),
        _screen(
            Operator.since, getters.since, Choices("since", handlers.choose_since), navigation(Operator.price),
            MessageInput(handlers.type_since),
        ),
        _screen(Operator.reason, getters.reason, _back(_before_reason), MessageInput(handlers.type_reason)),
        _screen(Operator.confirm, getters.confirmation, confirm, navigation(Operator.reason), ANYTHING_ELSE),
        # The confirming button is gone here, but a second tap on it still arrives and is told that it is done.
        _screen(
            Operator.done, getters.result, confirm, Choices("go", handlers.go), navigation(Operator.main),
            ANYTHING_ELSE,
        ),
    ]  # fmt: skip


def _broadcasts() -> list[Screen]:
    return [
        _screen(
            Operator.broadcasts, broadcast.broadcasts, Choices("new", broadcast_handlers.new),
            Choices("open", broadcast_handlers.open_one, columns=4), navigation(Operator.main), ANYTHING_ELSE,
        ),
        _screen(
            Operator.segment, broadcast.segment, Choices("segment", broadcast_handlers.choose_segment, columns=2),
            navigation(Operator.broadcasts), ANYTHING_ELSE,
        ),
        _screen(
            Operator.words, broadcast.words, Choices("language", broadcast_handlers.choose_language, columns=3),
            Choices("go", broadcast_handlers.go), navigation(Operator.segment), MessageInput(broadcast_handlers.write),
        ),
        _screen(
            Operator.preview, broadcast.preview, Choices("go", broadcast_handlers.go), navigation(Operator.words),
            ANYTHING_ELSE,
        ),
        _screen(
            Operator.progress, broadcast.progress, Choices("go", broadcast_handlers.control),
            Choices("confirm", handlers.confirm), navigation(Operator.broadcasts), ANYTHING_ELSE,
        ),
    ]  # fmt: skip


def _before_programme(data: Data) -> State:
    return Operator.seller if data.get("seller") else Operator.main


def _before_reason(data: Data) -> State:
    act = data.get("act")
    return _BEFORE_REASON.get(Act(act), Operator.main) if act in list(Act) else Operator.main


def _back(to: Callable[[Data], State]) -> Row:
    """Back and Home where Back depends on how one came."""

    async def go_back(callback: CallbackQuery, button: Button, manager: DialogManager) -> None:
        await manager.switch_to(to(manager.dialog_data))

    return Row(
        Button(Label("button-back"), id="back", on_click=go_back),
        Button(Label("button-home"), id="home", on_click=go_home),
    )
