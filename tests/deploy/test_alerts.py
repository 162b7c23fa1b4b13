"""The alerts: they are about figures that the server really gives, and fire when they should."""

import re
import shutil
import subprocess
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import pytest
import yaml

from voltwin_server.metrics import Metrics, TwinFigures

ROOT = Path(__file__).resolve().parents[2]
FILE = ROOT / "deploy" / "alerts.yaml"
CASES = Path(__file__).with_name("alert_cases.yaml")
GROUPS: list[dict[str, Any]] = yaml.safe_load(FILE.read_text(encoding="utf-8"))["groups"]
RULES = [rule for group in GROUPS for rule in group["rules"]]
OURS = list(GROUPS[0]["rules"])
SERIES = re.compile(r"\b((?:voltwin|process|node|python)_\w+|up)\b(?=\s*[{<>=]|\s*$|\s*\[)")


def series_in(expression: str) -> set[str]:
    """Return the names of the series that an expression is about."""
    return set(SERIES.findall(expression))


def figures() -> set[str]:
    """Return the names of all that the server tells, once everything has happened."""
    metrics = Metrics()
    metrics.request("GET", "/api/runs/{id}", 200, 0.1)
    metrics.store_failed()
    metrics.watch_jobs(lambda: {"PENDING": 2, "RUNNING": 1, "FAILED": 1})
    twins = SimpleNamespace(bytes=1, deaths=1, counts=lambda: {"damaged": 1})
    metrics.watch_twins(cast(TwinFigures, twins))
    lines = metrics.text().decode().splitlines()
    return {re.split(r"[{ ]", line)[0] for line in lines if not line.startswith("#")}


def test_names_of_series_are_seen() -> None:
    text = 'a_b > 1 and rate(voltwin_x_total{job="v"}[5m]) > 0.8 * process_y{z="up"} or up == 0'
    assert series_in(text) == {"voltwin_x_total", "process_y", "up"}


@pytest.mark.parametrize("rule", OURS, ids=lambda rule: str(rule["alert"]))
def test_an_alert_is_about_what_the_server_tells(rule: dict[str, Any]) -> None:
    assert series_in(rule["expr"])
    assert series_in(rule["expr"]) <= figures() | {"up"}


@pytest.mark.parametrize("rule", OURS, ids=lambda rule: str(rule["alert"]))
def test_an_alert_asks_for_routes_and_states_that_there_are(rule: dict[str, Any]) -> None:
    from voltwin.store.records import Status
    from voltwin_server.routes import ROUTERS
    from voltwin_server.twins.twins import STATES

    paths = {str(getattr(route, "path", "")) for router in ROUTERS for route in router.routes}
    for prefix, names in re.findall(r'route=~"([^"(]+)\(([^")]+)\)"', rule["expr"]):
        assert {prefix + name for name in names.split("|")} <= paths
    for state in re.findall(r'voltwin_twins\{[^}]*state="(\w+)"', rule["expr"]):
        assert state in STATES
    for status in re.findall(r'voltwin_jobs\{[^}]*status="(\w+)"', rule["expr"]):
        assert status in set(Status)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: str(rule["alert"]))
def test_an_alert_says_what_happens_and_where_it_is_told_what_to_do(rule: dict[str, Any]) -> None:
    assert rule["labels"]["severity"] in ("page", "ticket")
    page, _, heading = rule["annotations"]["runbook"].partition("#")
    text = (ROOT / page).read_text(encoding="utf-8")
    headings = re.findall(r"^#+ (.+)$", text, re.MULTILINE)
    assert heading in {re.sub(r"[^\w\- ]", "", one.lower()).replace(" ", "-") for one in headings}
    assert rule["annotations"]["summary"].endswith(".")


def test_names_are_different() -> None:
    names = [rule["alert"] for rule in RULES]
    assert len(set(names)) == len(names)


def promtool(*words: str) -> subprocess.CompletedProcess[str]:
    program = shutil.which("promtool")
    if program is None:
        pytest.skip("promtool is not here: it comes with Prometheus")
    command = [program, *words]
    return subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)


def test_prometheus_takes_the_rules() -> None:
    done = promtool("check", "rules", str(FILE))
    assert done.returncode == 0, done.stdout + done.stderr


def test_alerts_fire_when_they_should() -> None:
    done = promtool("test", "rules", str(CASES))
    assert done.returncode == 0, done.stdout + done.stderr
