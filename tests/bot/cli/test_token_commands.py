"""`token create`, `token list`, `token revoke`: who may come in over HTTP."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from storage.people.tokens import Tokens
from storage.rows.database import Database
from tests.bot.command_line import CommandLine


@pytest.fixture
def run(
    tmp_path: Path, migrated_file: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> CommandLine:
    """The command line beside a migrated database, which it uses without being told."""
    command_line = CommandLine(tmp_path, monkeypatch, capsys)
    shutil.copy(migrated_file, tmp_path / "kept.db")
    monkeypatch.setenv("DATABASE_URL", "sqlite:///kept.db")
    return command_line


def test_a_token_is_printed_alone_and_opens(run: CommandLine) -> None:
    ended = run("token", "create", "crm", "--scope", "feed", "--scope", "read:S1")
    database = Database("sqlite:///kept.db")
    token = Tokens(database).find(ended.out.strip())
    database.close()
    assert (ended.status, ended.err) == (0, "")
    assert token is not None and (token.name, token.scopes.written) == ("crm", frozenset({"feed", "read:S1"}))


def test_a_list_tells_everything_but_the_token(run: CommandLine) -> None:
    secret = run("token", "create", "crm", "--scope", "feed", "--days", "30", "--per-minute", "60").out.strip()
    listed = run("token", "list").out
    assert listed.startswith("1: crm: feed; 60 a minute; until ") and "not used yet" in listed
    assert secret not in listed


def test_a_revoked_token_is_listed_as_such_and_not_revoked_twice(run: CommandLine) -> None:
    run("token", "create", "crm", "--scope", "feed")
    assert run("token", "revoke", "1").out == "Token 1 is revoked.\n"
    assert "revoked 2" in run("token", "list").out
    again = run("token", "revoke", "1")
    assert (again.status, again.err) == (1, "There is no token 1 that opens anything.\n")


def test_without_tokens_the_list_says_so(run: CommandLine) -> None:
    assert run("token", "list").out == "There are no tokens.\n"


@pytest.mark.parametrize(
    ("name", "scope", "words"),
    [("file", "feed", '"file" cannot be a token\'s name'), ("crm", "everything", '"everything" is not a scope')],
)
def test_a_name_or_a_scope_that_is_none_is_one_sentence(run: CommandLine, name: str, scope: str, words: str) -> None:
    ended = run("token", "create", name, "--scope", scope)
    assert (ended.status, ended.out, ended.err.startswith(words)) == (2, "", True)
