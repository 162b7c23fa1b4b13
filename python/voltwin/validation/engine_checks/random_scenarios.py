"""Both engines on random scenarios: the same rows, right ones, and the same sums; and that these
scenarios had all kinds of parts that may be drawn, rows that may be written, and causes."""

from collections import Counter
from collections.abc import Iterator
from functools import partial

from voltwin.validation.engines import QUESTIONS, Outcome, compare_scope
from voltwin.validation.features import FEATURES
from voltwin.validation.random_networks import random_network
from voltwin.validation.random_networks.kinds import KINDS, kinds_of
from voltwin.validation.scope import Scope
from voltwin.validation.trust.check import Check
from voltwin.validation.trust.counting import none_of
from voltwin.validation.trust.effort import Effort
from voltwin.validation.trust.verdict import Verdict
from voltwin_core.station.events import KINDS as ROW_KINDS

SEED = 2027
PARTS = 4  # checks, which workers share
_SCENARIOS = {Effort.QUICK: 6, Effort.FULL: 500}  # of a part
_ROW = "row: "  # as some features are called as a kind of rows is

# What scenarios may have: kinds of parts, kinds of rows, and what happens for a certain cause.
TO_SEE = (*KINDS, *(f"{_ROW}{kind}" for kind in ROW_KINDS), *FEATURES)


class Tally:
    """What was asked of some scenarios, what was found, and what they had."""

    def __init__(self) -> None:
        self.wrong: dict[str, list[str]] = {question: [] for question in QUESTIONS}
        self.asked: Counter[str] = Counter()  # scenarios by question
        self.rows: Counter[str] = Counter()  # of the logs of these
        self.seen: set[str] = set()  # of `TO_SEE`

    def add(self, scope: Scope, outcome: Outcome) -> None:
        """Add a scenario."""
        texts = {problem.question: problem.text for problem in reversed(outcome.all_problems)}
        for question, text in texts.items():
            self.wrong[question].append(f"scenario {scope.seed}: {text}")
        for question in outcome.asked:
            self.asked[question] += 1
            self.rows[question] += outcome.rows
        self.seen |= kinds_of(random_network(scope)) | outcome.features
        self.seen.update(f"{_ROW}{kind}" for kind in outcome.row_kinds)


def compared(part: int, effort: Effort) -> Iterator[Verdict]:
    """Yield the verdicts on the scenarios of a part; in a full run they have to have had all."""
    each = _SCENARIOS[effort]
    tally = tally_of(range(part * each, (part + 1) * each))
    yield from verdicts_on(tally)
    if effort is Effort.FULL:
        yield verdict_on_seen(tally)


def tally_of(scenarios: range) -> Tally:
    """Return what comes of scenarios, by their numbers."""
    tally = Tally()
    for n in scenarios:
        scope = Scope(f"{SEED}/{n}")
        tally.add(scope, compare_scope(scope))
    return tally


def verdicts_on(tally: Tally) -> Iterator[Verdict]:
    """Yield, for each question, in how many of the scenarios that it was asked of something is
    wrong; it has to have been asked of some rows."""
    seen = f"{len(tally.seen)} of {len(TO_SEE)} kinds of parts, rows and causes"
    for question, messages in tally.wrong.items():
        rows = tally.rows[question]
        yield none_of(
            question,
            len(messages),
            tally.asked[question] if rows else 0,
            seed=SEED,
            of_what=f"random scenarios, {rows:,} rows, {seen}",
            why=next(iter(messages), "").partition("\n")[0],
        )


def verdict_on_seen(tally: Tally) -> Verdict:
    """Return the verdict on what no scenario has had."""
    never = [name for name in TO_SEE if name not in tally.seen]
    return none_of(
        "kinds of parts, rows and causes that no scenario had",
        len(never),
        len(TO_SEE),
        seed=SEED,
        of_what="kinds",
        why=f"never seen: {', '.join(never)}",
    )


CHECKS = tuple(
    Check(
        f"engines-{part + 1}",
        "engines",
        "kernel and SimPy reference on random scenarios, bit by bit",
        "docs/model.md, determinism; the rules of the replay",
        partial(compared, part),
        seconds=90.0,
    )
    for part in range(PARTS)
)
