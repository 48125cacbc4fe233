"""Says in sentences where two runs of one history differ.

The problem: two states of a hundred fields that "are not equal" help nobody. The decision: walk both and
name every place; outcomes by line, states by path, notices as multisets. The limit: of a notice's data only
what tells two notices of one kind and instant apart is compared, and of a refusal's numbers only those that
both sides give.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any

from tests.property.model import NOT_MODELLED

Run = tuple[Sequence[dict[str, Any]], dict[str, Any], Sequence[dict[str, Any]]]

NUMBERS = ("missing", "largest")


def differences(expected: Run, actual: Run, ignored_kinds: Iterable[str] = NOT_MODELLED) -> list[str]:
    """One sentence per difference between two (outcomes, state, notices); empty when there is none.

    `ignored_kinds` are kinds of notices left out on both sides.
    """
    return [
        *outcome_differences(expected[0], actual[0]),
        *state_differences(expected[1], actual[1]),
        *notice_differences(expected[2], actual[2], ignored_kinds),
    ]


def outcome_differences(expected: Sequence[dict[str, Any]], actual: Sequence[dict[str, Any]]) -> list[str]:
    found: list[str] = []
    if len(expected) != len(actual):
        found.append(f"outcomes: {len(expected)} expected, {len(actual)} given")
    for number, (wanted, given) in enumerate(zip(expected, actual, strict=False), start=1):
        name = wanted.get("id")
        for key in ("outcome", "reason"):
            if wanted[key] != given.get(key):
                found.append(f"line {number} ({name}): {key} {wanted[key]!r} expected, {given.get(key)!r} given")
        wanted_numbers, given_numbers = wanted.get("data") or {}, given.get("data") or {}
        for key in NUMBERS:
            if key in wanted_numbers and key in given_numbers:
                found += state_differences(wanted_numbers[key], given_numbers[key], f"line {number} ({name}): {key}")
    return found


def state_differences(expected: Any, actual: Any, path: str = "state") -> list[str]:
    if isinstance(expected, dict) and isinstance(actual, dict):
        found: list[str] = []
        for key in expected:
            if key not in actual:
                found.append(f"{path}.{key}: missing")
            else:
                found += state_differences(expected[key], actual[key], f"{path}.{key}")
        found += [f"{path}.{key}: not expected" for key in actual if key not in expected]
        return found
    if isinstance(expected, list) and isinstance(actual, list):
        found = []
        if len(expected) != len(actual):
            found.append(f"{path}: {len(expected)} entries expected {expected!r}, {len(actual)} given {actual!r}")
        else:
            for place, (wanted, given) in enumerate(zip(expected, actual, strict=True)):
                found += state_differences(wanted, given, f"{path}[{place}]")
        return found
    if type(expected) is not type(actual) or expected != actual:
        return [f"{path}: {expected!r} expected, {actual!r} given"]
    return []


def _told(notice: dict[str, Any]) -> tuple[str, str, str, str]:
    detail = ""
    if notice["kind"] == "points_expiring":
        detail = f" {notice['data'].get('programme')} {notice['data'].get('expires_at')}"
    return notice["at"], notice["seller"], notice["kind"], detail


def notice_differences(
    expected: Sequence[dict[str, Any]],
    actual: Sequence[dict[str, Any]],
    ignored_kinds: Iterable[str] = NOT_MODELLED,
) -> list[str]:
    ignored = frozenset(ignored_kinds)
    wanted = Counter(_told(notice) for notice in expected if notice["kind"] not in ignored)
    given = Counter(_told(notice) for notice in actual if notice["kind"] not in ignored)
    found: list[str] = []
    for told in sorted(wanted.keys() | given.keys()):
        if wanted[told] != given[told]:
            at, seller, kind, detail = told
            found.append(f"notice {at} {seller} {kind}{detail}: {wanted[told]} expected, {given[told]} given")
    keys = Counter(notice["key"] for notice in actual)
    found += [f"notice key {key}: used {times} times" for key, times in sorted(keys.items()) if times > 1]
    return found
