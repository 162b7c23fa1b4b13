"""The figure of those who watch, in small: few clients, few seconds."""

import math

import pytest

from voltwin.bench import watched
from voltwin.scenario import load
from voltwin.scenario.files import as_yaml


def test_who_watches_is_measured_though_others_take_nothing() -> None:
    city = as_yaml(load("examples/first_fleet.yaml"))
    late, seen = watched.measured(city, watchers=6, stalled=2, settling=2.0, seconds=2.0)
    assert 0.0 < late < 60_000.0
    assert "6 clients, 2 of them stalled" in seen
    assert "KiB/s a client" in seen


def test_what_is_missing_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(watched, "_NEEDED", ("json", "a_web_framework"))
    late, seen = watched.p95_ms()
    assert math.isnan(late)
    assert "a_web_framework missing" in seen
