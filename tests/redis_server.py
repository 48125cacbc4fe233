"""A real Redis for the tests, on loopback, that writes nothing to the disk.

Problem: scripts and expiry are Redis's own, and what stands in for it proves nothing about them. Decision: the system's
`redis-server` (`.ci/packages` installs it), one a test session. A watcher holds a pipe to us: when we stop, or are
killed, the pipe closes and the server goes too.
"""

from __future__ import annotations

import shutil
import socket
import subprocess
import tempfile
import time

from redis import Redis
from redis.exceptions import ConnectionError

_WATCHER = '"$@" >/dev/null & server=$!; cat >/dev/null; kill $server; wait $server'
_START_ATTEMPTS = 5
_PATIENCE = 30


class RedisServer:
    """`start()`, `stop()`, and `start()` again at the same address."""

    def __init__(self) -> None:
        self.port = 0
        self._folder = tempfile.mkdtemp(prefix="redis-")
        self._watcher: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        """Its address."""
        return f"redis://127.0.0.1:{self.port}/0"

    def client(self) -> Redis:
        """A connection of one's own."""
        return Redis(port=self.port)

    def start(self) -> None:
        """RuntimeError if it does not answer in time."""
        for _ in range(_START_ATTEMPTS):
            port = self.port or _free_port()
            self._run(port)
            if self._answers(port):
                self.port = port
                return
            self._end()  # somebody was quicker at that port
        raise RuntimeError("redis-server does not start")

    def stop(self) -> None:
        """It is gone when this returns, and what it held too."""
        self._end()

    def remove(self) -> None:
        """Stop it and remove its folder."""
        self._end()
        shutil.rmtree(self._folder, ignore_errors=True)

    def _run(self, port: int) -> None:
        server = ["redis-server", "--save", "", "--appendonly", "no", "--bind", "127.0.0.1", "--port", str(port)]
        self._watcher = subprocess.Popen(
            ["/bin/sh", "-c", _WATCHER, "sh", *server, "--dir", self._folder],
            stdin=subprocess.PIPE,
            start_new_session=True,
        )

    def _answers(self, port: int) -> bool:
        """Whether ours answers there, and not another test session's."""
        until = time.monotonic() + _PATIENCE
        with Redis(port=port) as client:
            while time.monotonic() < until:
                try:
                    return bool(client.config_get("dir")["dir"] == self._folder)
                except ConnectionError:
                    time.sleep(0.01)
        return False

    def _end(self) -> None:
        if self._watcher is not None and self._watcher.stdin is not None:
            self._watcher.stdin.close()
            self._watcher.wait(timeout=_PATIENCE)
            self._watcher = None


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
