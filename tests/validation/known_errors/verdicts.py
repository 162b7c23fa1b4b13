"""What a check says of a model, and logs to be judged."""

from collections.abc import Callable, Iterable
from typing import Any

from voltwin.validation.difference import Columns
from voltwin.validation.trust.check import Check
from voltwin.validation.trust.effort import Effort
from voltwin.validation.trust.verdict import Status, Verdict

Spoil = Callable[..., Any]


def failed(found: Iterable[Verdict]) -> list[str]:
    return [verdict.what for verdict in found if verdict.status is Status.FAILED]


def asked(check: Check) -> list[str]:
    return failed(check.run(Effort.QUICK))


def with_column(log: Columns, name: str, at: Any, value: Any) -> Columns:
    """Return a log with other values in one column."""
    column = log[name].copy()
    column[at] = value
    return {**log, name: column}
