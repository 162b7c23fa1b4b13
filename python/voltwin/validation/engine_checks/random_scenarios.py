"""Both engines on random scenarios: the same rows, right ones, and the same sums."""

from collections.abc import Iterator
from functools import partial

from voltwin.validation.engines import QUESTIONS, compare_scope
from voltwin.validation.scope import Scope
from voltwin.validation.trust.check import Check
from voltwin.validation.trust.counting import none_of
from voltwin.validation.trust.effort import Effort
from voltwin.validation.trust.verdict import Verdict

SEED = 2027
PARTS = 4  # checks, which workers share
_SCENARIOS = {Effort.QUICK: 6, Effort.FULL: 500}  # of a part


def compared(part: int, effort: Effort) -> Iterator[Verdict]:
    """Yield the verdicts on the scenarios of a part."""
    each = _SCENARIOS[effort]
    return verdicts_on(range(part * each, (part + 1) * each))


def verdicts_on(scenarios: range) -> Iterator[Verdict]:
    """Yield, for each question, in how many scenarios something is wrong."""
    wrong: dict[str, list[str]] = {question: [] for question in QUESTIONS}
    rows = 0
    for n in scenarios:
        outcome = compare_scope(Scope(f"{SEED}/{n}"))
        rows += outcome.rows
        texts = {problem.question: problem.text for problem in reversed(outcome.all_problems)}
        for question, text in texts.items():
            wrong[question].append(f"scenario {SEED}/{n}: {text}")
    for question, messages in wrong.items():
        yield none_of(
            question,
            len(messages),
            len(scenarios),
            seed=SEED,
            of_what=f"random scenarios, {rows:,} rows",
            why=next(iter(messages), "").partition("\n")[0],
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
