"""A check: something that can show the model wrong."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from voltwin.validation.trust.effort import Effort
from voltwin.validation.trust.verdict import Verdict

# Groups of checks by name, in the order of the table, with what stands above each.
GROUPS = {
    "theory": "Theory, through the whole engine",
    "physics": "Physics",
    "demand": "Demand",
    "engines": "Engines against each other",
    "errors": "Errors of others",
    "reality": "Reality",
}


@dataclass(frozen=True)
class Check:
    """A check by its name, which is unique."""

    name: str  # as typed after `--only`
    group: str  # one of `GROUPS`
    what: str  # it holds the model against, a phrase
    source: str  # of what is expected
    run: Callable[[Effort], Iterable[Verdict]]  # seeds and sizes stand in the check
    seconds: float = 1.0  # about, of a full run on one core: the longest begin first

    def __post_init__(self) -> None:
        """Refuse a group that the table does not have."""
        if self.group not in GROUPS:
            raise ValueError(f"{self.name}: group {self.group!r} is none of {', '.join(GROUPS)}")
