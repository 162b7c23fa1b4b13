"""The tour of docs/server.md shows what happens: its commands are run against a server."""

import re
import shutil
from pathlib import Path

import pytest
from tests.house.test_pages_run import ROOT, commands, difference, run
from tests.server.running import running

from voltwin_server.app import create_app
from voltwin_server.settings import Settings

PAGE = ROOT / "docs" / "server.md"
TOUR = re.compile(r"^```tour\n(.*?)^```", re.DOTALL | re.MULTILINE)
OWN = "http://127.0.0.1:8000"  # as the page has it
DEFINES = re.compile(r"[A-Z]+=|[a-z]+\(\) ")


@pytest.mark.skipif(shutil.which("curl") is None, reason="curl is not installed")
def test_the_tour_shows_what_happens(tmp_path: Path) -> None:
    (tmp_path / "examples").symlink_to(ROOT / "examples")
    settings = Settings(tmp_path / "data", workers=1)
    with running(create_app(settings), settings) as (host, port):
        known, wrong = "", []
        for block in TOUR.findall(PAGE.read_text(encoding="utf-8")):
            for command, shown in commands(block.replace(OWN, f"http://{host}:{port}")):
                if DEFINES.match(command):
                    known += f"{command}\n"
                    continue
                said = run(f"{known}{command}", tmp_path)
                if shown.strip() and difference(shown, said):
                    wrong.append(f"{command}\n{shown}instead:\n{said}")
    assert wrong == []


def test_the_tour_goes_everywhere() -> None:
    tour = "".join(TOUR.findall(PAGE.read_text(encoding="utf-8")))
    for path in (
        "scenarios",
        "runs",
        "kpis",
        "explain",
        "events",
        "what-if",
        "comparisons",
        "sweeps",
    ):
        assert f"/{path}" in tour
