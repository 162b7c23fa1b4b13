"""Figures of the server: measured on one of its own, or left out with the reason."""

import math

import pytest

from voltwin.bench import served
from voltwin.bench.measurement import Case
from voltwin.scenario import templates


def test_what_clients_wait_for_is_measured(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(served, "_ROUNDS", 1)
    monkeypatch.setattr(served, "_STATIONS", 3)
    text = (
        templates.demo_city()
        .replace("count: 500", "count: 3")
        .replace("horizon: 1w", "horizon: 1d")
    )
    monkeypatch.setattr(templates, "demo_city", lambda: text)
    seconds, seen = served.week()
    assert 0.0 < seconds < 60.0
    assert "median of 1" in seen


def test_what_is_missing_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(served, "_NEEDED", ("json", "a_web_framework"))
    for measure in (served.week, served.what_if):
        figure = Case("x", "a week", "s", 1.0, False, measure).run()
        assert math.isnan(figure.value)
        assert figure.ok
        assert "a_web_framework missing" in figure.detail
