"""Problem: most broken screens are broken keyboards: too much callback data, a wrong shape, a link Telegram
refuses.

Decision: a keyboard is read as the Bot API server reads it, in the same order and with the same words; what
comes out is what Telegram would store and send back.
Limit: buttons that need another bot, a payment or a game are refused as text buttons are.
"""

from dataclasses import dataclass
from typing import Any

from bot.localtelegram.telegram.entities import check_unicode
from bot.localtelegram.telegram.errors import bad_request
from bot.localtelegram.telegram.limits import Limits
from bot.localtelegram.telegram.text_html import checked_link, link_fault, link_user_id

_STYLES = frozenset(("danger", "success", "primary"))
_ROW = 12


@dataclass(frozen=True)
class Keyboard:
    """What goes under a message: `inline` as the Message field, `reply` for the person's client; at most one
    is set.
    """

    inline: dict[str, Any] | None = None
    reply: dict[str, Any] | None = None


def read_keyboard(value: Any, limits: Limits, *, inline_only: bool = False) -> Keyboard:
    """The keyboard of a call, or ApiError 400 in Telegram's words. `value` is the decoded JSON, None for no
    keyboard.
    """
    if value is None:
        return Keyboard()
    if not isinstance(value, dict):
        raise bad_request("Object expected as reply markup")
    replies = _rows(value, "keyboard", 'Field "keyboard" must be an Array of Arrays')
    inlines = _rows(
        value,
        "inline_keyboard",
        'Field "inline_keyboard" of the InlineKeyboardMarkup must be an Array of Arrays',
    )
    reply_rows = [[_reply_button(button) for button in row] for row in replies]
    inline_rows = [[_inline_button(button, limits) for button in row] for row in inlines]
    reply: dict[str, Any] | None = None
    if reply_rows:
        shape = (
            "is_persistent",
            "resize_keyboard",
            "one_time_keyboard",
            "input_field_placeholder",
            "selective",
        )
        kept = [[b for b in row if b["text"]][:_ROW] for row in reply_rows]
        reply = {"keyboard": [row for row in kept if row]} | {k: value[k] for k in shape if k in value}
        if not reply["keyboard"]:
            return Keyboard()
    elif inline_rows:
        kept = [[b for b in row if b["text"]][:_ROW] for row in inline_rows]
        rows = [row for row in kept if row]
        if sum(len(row) for row in rows) > limits.keyboard_buttons:
            raise bad_request("reply markup is too long")
        return Keyboard(inline={"inline_keyboard": rows} if rows else None)
    elif value.get("remove_keyboard") or value.get("hide_keyboard"):
        reply = {"remove_keyboard": True}
    elif value.get("force_reply"):
        reply = {"force_reply": True} | {k: value[k] for k in ("input_field_placeholder", "selective") if k in value}
    if reply is not None and inline_only:
        raise bad_request("Inline keyboard expected")
    return Keyboard(reply=reply)


def _rows(value: dict[str, Any], name: str, fault: str) -> list[list[Any]]:
    rows = value.get(name)
    if rows is None:
        return []
    if not isinstance(rows, list):
        raise bad_request(f'Field "{name}" must be of type Array')
    if not all(isinstance(row, list) for row in rows):
        raise bad_request(fault)
    return rows


def _field(value: dict[str, Any], name: str) -> str:
    if name not in value:
        raise ValueError(f'Can\'t find field "{name}"')
    text = value[name]
    if isinstance(text, bool) or not isinstance(text, (str, int)):
        raise ValueError(f'Field "{name}" must be of type String')
    return check_unicode(str(text))


def _object(value: dict[str, Any], name: str) -> dict[str, Any]:
    inner = value[name]
    if not isinstance(inner, dict):
        raise ValueError(f'Field "{name}" must be of type Object')
    return inner


def _style(value: dict[str, Any], styles: frozenset[str]) -> dict[str, str]:
    style = str(value.get("style") or "").lower()
    if style in ("", "default"):
        return {}
    if style not in styles:
        raise ValueError("invalid button style specified")
    return {"style": style}


def _reply_button(value: Any) -> dict[str, Any]:
    try:
        if isinstance(value, str):
            return {"text": check_unicode(value)}
        if not isinstance(value, dict):
            raise ValueError("KeyboardButton must be a String or an Object")
        kinds = ("request_contact", "request_location", "web_app")
        return {"text": _field(value, "text"), **_style(value, _STYLES)} | {
            kind: value[kind] for kind in kinds if value.get(kind)
        }
    except ValueError as fault:
        raise bad_request(f"Can't parse keyboard button: {fault}") from fault


def _inline_button(value: Any, limits: Limits) -> dict[str, Any]:
    try:
        if not isinstance(value, dict):
            raise ValueError("InlineKeyboardButton must be an Object")
        icon = {"icon_custom_emoji_id": str(value["icon_custom_emoji_id"])} if value.get("icon_custom_emoji_id") else {}
        return {
            "text": _field(value, "text"),
            **icon,
            **_style(value, _STYLES),
            **button_action(value, limits),
        }
    except ValueError as fault:
        raise bad_request(f"Can't parse inline keyboard button: {fault}") from fault


def rich_button_style(value: dict[str, Any]) -> dict[str, str]:
    """The style of a button inside a rich message; `link` is for callback buttons only."""
    style = _style(value, _STYLES | {"link"})
    if style.get("style") == "link" and not value.get("callback_data"):
        raise ValueError("invalid button style specified")
    return style


def button_action(value: dict[str, Any], limits: Limits) -> dict[str, Any]:
    """What a button does, as Telegram stores it. ValueError for a shape, ApiError for a refused value."""
    if "disabled" in value and value["disabled"] is not None:
        _object(value, "disabled")
        return {"disabled": {}}
    if value.get("url"):
        url = _field(value, "url")
        if link_user_id(url) is not None:
            return {"url": url}
        fault = link_fault(url)
        if fault is not None:
            raise bad_request(f"Inline keyboard button URL '{url}' is invalid: {fault}")
        return {"url": checked_link(url)}
    if value.get("callback_data"):
        data = _field(value, "callback_data")
        if len(data.encode()) > limits.callback_data_bytes:
            raise bad_request("BUTTON_DATA_INVALID")
        return {"callback_data": data}
    for name in ("switch_inline_query", "switch_inline_query_current_chat"):
        if value.get(name) is not None:
            return {name: _field(value, name)}
    if value.get("switch_inline_query_chosen_chat") is not None:
        return {"switch_inline_query_chosen_chat": _object(value, "switch_inline_query_chosen_chat")}
    for name in ("login_url", "web_app"):
        if value.get(name) is not None:
            url = _field(_object(value, name), "url")
            what = "login" if name == "login_url" else "Web App"
            fault = link_fault(url) or (None if url.lower().startswith("https://") else "Only HTTPS links are allowed")
            if fault is not None:
                raise bad_request(f"Inline keyboard button {what} URL '{url}' is invalid: {fault}")
            return {name: {"url": url}}
    if value.get("copy_text") is not None:
        text = _field(_object(value, "copy_text"), "text")
        if not 1 <= len(text) <= 256:
            raise bad_request("BUTTON_COPY_TEXT_INVALID")
        return {"copy_text": {"text": text}}
    raise ValueError("Text buttons are unallowed in the inline keyboard")
