"""What is wrong with the set-up: doctor."""

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bot.cli.root import DatabaseOption, PolicyOption, app
from bot.settings import Settings, SettingsError, read_settings

if TYPE_CHECKING:
    from bot.doctor.examination import Result


@app.command()
def doctor(
    as_json: Annotated[bool, typer.Option("--json", help="Print a JSON document, for programs.")] = False,
    polling: Annotated[
        bool,
        typer.Option(help="Also poll for three seconds, to find another program that does; a running bot pauses."),
    ] = False,
    database: DatabaseOption = None,
    policy: PolicyOption = None,
) -> None:
    """Say what is wrong with the set-up and how to mend it. Exit status 1 for warnings, 2 for errors."""
    from bot.doctor.examination import worst
    from bot.doctor.findings import EXIT_STATUS

    try:
        settings = read_settings()
    except SettingsError as error:
        results = _unreadable(str(error))
    else:
        if database is not None:
            settings = settings.model_copy(update={"database_url": database})
        results = _examined(settings, policy, polling=polling)
    if as_json:
        print(json.dumps(_document(results), ensure_ascii=False, indent=2))
    else:
        _print(results)
    raise SystemExit(EXIT_STATUS[worst(results)])


def _unreadable(sentence: str) -> "list[Result]":
    from bot.doctor.examination import Check, Result
    from bot.doctor.findings import wrong

    return [Result(Check.SETTINGS, wrong(sentence, "Correct it; the rest is looked at then."))]


def _examined(settings: Settings, policy: Path | None, *, polling: bool) -> "list[Result]":
    from bot.doctor.examination import examine
    from bot.doctor.patient import Patient

    patient = Patient(settings, file=policy, polling=polling)
    try:
        return examine(patient)
    finally:
        patient.close()


def _document(results: "list[Result]") -> dict[str, object]:
    from bot.doctor.examination import worst

    return {
        "severity": worst(results).value,
        "checks": [{"check": check.value, **finding._asdict()} for check, finding in results],
    }


def _print(results: "list[Result]") -> None:
    for check, (severity, what, mend) in results:
        print(f"{severity.upper():8}{check.value:11} {what}")
        if mend:
            print(f"{'':20}{mend}")
    counts = ", ".join(
        f"{name} {sum(each.finding.severity == name for each in results)}" for name in ("ok", "warning", "error")
    )
    print(f"Looked at: {counts}.")
