"""The first hour in the README: its lines work as they are written against `run`, and answer what it says."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

from tests.bot.demo_program import demo
from tests.bot.test_run import PATIENCE, ROOT

SECTION = (ROOT / "README.md").read_text("utf-8").split("## A marketplace's first hour")[1].split("\n## ")[0]


def test_every_line_answers_what_the_readme_says(tmp_path: Path) -> None:
    (script,) = re.findall(r"```sh\n(.*?)```", SECTION, re.S)
    promised = re.findall(r"^# \d+\. .*\. (\d{3})$", script, re.M)
    assert len(promised) == 10
    with demo(tmp_path) as (client, _):
        said = script.replace(".venv/bin/python", sys.executable).replace(":8080", f":{client.base_url.port}")
        telling = "curl() { command curl -w '\\nSTATUS %{http_code}\\n' \"$@\"; }"
        shown = f"set -eu\nexport PYTHONPATH={ROOT}\n{telling}\n{said}"
        ended = subprocess.run(
            ["bash", "-c", shown], cwd=tmp_path, capture_output=True, text=True, timeout=2 * PATIENCE, check=False
        )
    assert ended.returncode == 0, ended.stderr
    assert re.findall(r"^STATUS (\d+)$", ended.stdout, re.M) == promised
    answers = [each.strip() for each in re.split(r"^STATUS \d+$", ended.stdout, flags=re.M)]
    assert '"counts":{"done": 2}' in answers[1] and '"counts":{"replayed": 2}' in answers[2]
    assert '"counts":{"done": 1}' in answers[3] and '"counts":{"done": 1}' in answers[4]
    assert answers[5] == answers[6]
