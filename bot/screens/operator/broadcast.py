"""What the windows of a broadcast show: the list, who gets it, its text, the preview and how far it is."""

import asyncio
from typing import Any, Final

from aiogram_dialog import DialogManager

from bot.frame.ports import Ports
from bot.frame.present import bar
from bot.frame.visitor import Visitor
from bot.frame.widgets import ENDS_OR_SPENDS, NEXT_STEP, Choice, Data, page
from bot.paper.document import Document, Heading, Lines, clipped
from bot.paper.sheets import actor_name
from bot.screens.operator.acts import Act
from bot.screens.operator.words import minutes, segment_name
from bot.texts import LANGUAGES, LOCALES
from core.values import RATE_ONE
from storage.post.broadcasts import Broadcast
from storage.post.segments import SEGMENTS, segment_of

SHOWN_TEXT: Final = 200
"""Characters of a text that its window shows; the preview shows all."""


async def broadcasts(visitor: Visitor, ports: Ports, **_: Any) -> Data:
    """The last broadcasts, and the way to a new one."""
    return await asyncio.to_thread(_broadcasts, visitor, ports)


def _broadcasts(visitor: Visitor, ports: Ports) -> Data:
    found = ports.broadcasts.latest()
    lines = [
        visitor.say(
            "operator-broadcast-line",
            number=visitor.reader.number(each.id),
            segment=segment_name(visitor, each.segment),
            state=each.state,
            at=visitor.reader.moment(each.started_at),
        )
        for each in found
    ]
    draft = ports.broadcasts.draft(visitor.telegram_id)
    new = [Choice("new", visitor.say("button-operator-new"), NEXT_STEP)]
    if draft is not None:
        text = clipped(next(draft.texts[each]["plain"] for each in LOCALES if each in draft.texts), SHOWN_TEXT)
        at = visitor.reader.moment(draft.changed_at)
        lines += ["", visitor.say("operator-draft", at=at, text=text)]
        new = [
            Choice("continue", visitor.say("button-operator-continue"), NEXT_STEP),
            Choice("discard", visitor.say("button-operator-discard"), ENDS_OR_SPENDS),
        ]
    return {
        "text": page([visitor.say("operator-broadcasts"), *(lines or [visitor.say("operator-broadcasts-none")])]),
        "new": new,
        "open": [Choice(str(each.id), f"№ {visitor.reader.number(each.id)}") for each in found],
    }


async def segment(visitor: Visitor, **_: Any) -> Data:
    """Who gets it."""
    return {
        "text": page([visitor.say("operator-segment")]),
        "segment": [Choice(str(number), segment_name(visitor, each)) for number, each in enumerate(SEGMENTS)],
    }


async def words(dialog_manager: DialogManager, visitor: Visitor, **_: Any) -> Data:
    """What is written already, and in which language the next message will be."""
    data = dialog_manager.dialog_data
    texts, writing = data.get("texts", {}), data.get("writing", visitor.locale)
    lines = [
        visitor.say("operator-words-line", language=LANGUAGES[locale], text=clipped(texts[locale]["plain"], SHOWN_TEXT))
        if locale in texts
        else visitor.say("operator-words-none", language=LANGUAGES[locale])
        for locale in LOCALES
    ]
    buttons = []
    if texts:
        buttons.append(Choice("preview", visitor.say("button-operator-preview")))
    if writing in texts:
        buttons.append(Choice("erase", visitor.say("button-operator-erase"), ENDS_OR_SPENDS))
    return {
        "text": page(
            [
                visitor.say("operator-words"),
                "",
                *lines,
                "",
                visitor.say("operator-words-writing", language=LANGUAGES[writing]),
            ]
        ),
        "language": [Choice(locale, LANGUAGES[locale], NEXT_STEP if locale == writing else None) for locale in LOCALES],
        "go": buttons,
    }


async def preview(dialog_manager: DialogManager, visitor: Visitor, ports: Ports, **_: Any) -> Data:
    """Who would get it and in which languages; it can be sent once it was seen."""
    return await asyncio.to_thread(_preview, visitor, ports, dialog_manager.dialog_data)


def _preview(visitor: Visitor, ports: Ports, data: Data) -> Data:
    chosen, texts = segment_of(data.get("segment", "")), data.get("texts", {})
    again = [
        Choice("words", visitor.say("button-operator-words")),
        Choice("segment", visitor.say("button-operator-segment")),
    ]
    if chosen is None or not texts:
        return {"text": page([visitor.say("operator-preview-nothing")]), "go": again}
    audience = ports.broadcasts.audience(chosen, ports.clock.now())
    seen = bool(data.get("previewed"))
    send = Choice("send", visitor.say("button-operator-preview-send"), None if seen else NEXT_STEP)
    start = Choice("start", visitor.say("button-operator-start"), NEXT_STEP if seen else None, disabled=not seen)
    languages = ", ".join(LANGUAGES[locale] for locale in LOCALES if locale in texts)
    return {
        "text": page(
            [
                visitor.say("operator-preview"),
                visitor.say("operator-segment-line", segment=segment_name(visitor, chosen)),
                visitor.say("operator-audience", count=audience.people),
                visitor.say("operator-audience-blocked", count=audience.blocked) if audience.blocked else None,
                visitor.say("operator-preview-languages", languages=languages),
                visitor.say("operator-duration", count=minutes(audience.people)),
                None if seen else "",
                None if seen else visitor.say("operator-preview-must"),
            ]
        ),
        "go": [send, start, *again],
    }


async def progress(dialog_manager: DialogManager, visitor: Visitor, ports: Ports, **_: Any) -> Data:
    """How far it is, and what can still be done about it."""
    number = dialog_manager.dialog_data.get("broadcast")
    found = None if number is None else await asyncio.to_thread(ports.broadcasts.broadcast, number)
    if found is None:
        return {"text": page([visitor.say("operator-broadcasts-none")])}
    return {"document": _progress(visitor, found), "go": _controls(visitor, found)}


def _progress(visitor: Visitor, found: Broadcast) -> Document:
    reader = visitor.reader
    total = max(found.total, found.settled)
    over = found.state in ("done", "stopped")
    share = 1.0 if found.state == "done" or not total else found.settled / total
    counts = {"blocked": found.blocked, "dropped": found.dropped, "failed": found.failed}
    return Document(
        Heading(visitor.say("operator-progress", number=reader.number(found.id))),
        Lines.of(
            visitor.say("operator-progress-state", state=found.state),
            f"{bar(share)} {reader.percent(int(share * 100) * RATE_ONE // 100)}",
            visitor.say("operator-progress-sent", sent=reader.number(found.sent), total=reader.number(total)),
            *(visitor.say(f"operator-progress-{name}", count=count) for name, count in counts.items() if count),
            visitor.say("operator-progress-quiet") if found.state == "sending" else None,
        ),
        Lines.of(
            visitor.say("operator-segment-line", segment=segment_name(visitor, found.segment)),
            visitor.say(
                "operator-progress-started",
                at=reader.moment(found.started_at),
                operator=actor_name(visitor.texts, visitor.locale, found.started_by),
            ),
            visitor.say("operator-progress-ended", at=reader.moment(found.finished_at))
            if over and found.finished_at is not None
            else None,
            visitor.say("operator-reason-line", reason=found.reason),
        ),
    )


def _controls(visitor: Visitor, found: Broadcast) -> list[Choice]:
    if found.state in ("done", "stopped"):
        return []
    controls = [Choice("refresh", visitor.say("button-refresh"))]
    if found.state == "sending":
        controls.append(Choice("pause", visitor.say("button-operator-pause")))
    if found.state == "paused":
        controls.append(Choice(Act.RESUME.value, visitor.say("button-operator-resume"), NEXT_STEP))
    return [*controls, Choice(Act.STOP.value, visitor.say("button-operator-stop"), ENDS_OR_SPENDS)]
