"""Settings of all tests, and what any of them may use."""

from threading import Thread

import pytest
from hypothesis import settings

# Examples are the same in every run, so that a red run is a red change; to search further:
# `pytest --hypothesis-profile explore`. The first call of a kernel compiles it, and on a busy
# machine any call may take its time: no deadlines.
settings.register_profile("voltwin", deadline=None, derandomize=True)
settings.register_profile("explore", deadline=None)
settings.load_profile("voltwin")


@pytest.fixture
def interrupted_start(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have Ctrl-C pressed whenever a thread has just been started."""
    start = Thread.start

    def interrupted(thread: Thread) -> None:
        start(thread)
        raise KeyboardInterrupt

    monkeypatch.setattr(Thread, "start", interrupted)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Print what the random scenarios have visited, wherever their tests have run."""
    drawn = [
        scenario
        for outcome in ("passed", "failed")
        for test in terminalreporter.getreports(outcome)
        for name, scenarios in test.user_properties
        if name == "random scenarios"
        for scenario in scenarios
    ]
    if drawn:
        from voltwin.validation.report import Report  # late: most rooms do without it

        report = Report("of the property test")
        for name, rows, features in drawn:
            report.add(name, rows, "", features)
        terminalreporter.section("random scenarios")
        terminalreporter.line(str(report))
