"""One system of theory with parameters of one's own: theory, measurement, interval and power."""

import json
import math
import sys
from collections.abc import Callable
from dataclasses import replace
from typing import NamedTuple

from voltwin.cli.command_error import CommandError
from voltwin.cli.failures import CHECK_FAILED
from voltwin.cli.progress import announce_compilation
from voltwin.validation.theory import Size
from voltwin.validation.theory_checks.system import System, asked
from voltwin.validation.trust.json_file import plain
from voltwin.validation.trust.power import WIDTH
from voltwin.validation.trust.registry import checks
from voltwin.validation.trust.verdict import Status, Verdict


class Asked(NamedTuple):
    """What a command was told besides the system."""

    name: str  # of the check
    replications: int
    arrivals: float
    seed: int
    as_json: bool


def ask(system: Callable[[], System], told: Asked) -> None:
    """Simulate a system and print what theory says of it and what came out; exit status 1 if they
    differ, or if nothing could be seen.

    Raises:
        CommandError: Theory does not speak of such a system.
    """
    size, check = Size(told.replications, told.arrivals), checks()[told.name]
    try:
        announce_compilation()
        found = asked(system(), size, told.seed)
    except ValueError as error:
        raise CommandError(str(error)) from error
    verdicts = [
        replace(verdict, group=check.group, name=check.name, source=check.source)
        for verdict in found
    ]
    if told.as_json:
        print(json.dumps([plain(verdict) for verdict in verdicts], indent=1, ensure_ascii=False))
    else:
        _print(verdicts)
    came_out = {verdict.status for verdict in verdicts}
    if Status.FAILED in came_out or Status.PASSED not in came_out:
        sys.exit(CHECK_FAILED)


def _print(verdicts: list[Verdict]) -> None:
    from rich.console import Console
    from rich.text import Text

    from voltwin.validation.trust.table import table
    from voltwin.validation.trust.wording import troubles

    console, first = Console(), verdicts[0]
    console.print(table(f"{first.name}: {first.case}", _alone(verdicts), console.width))
    console.print()
    for line in troubles(tuple(verdicts)):
        console.print(Text(line))
    sample = first.sample
    console.print(Text(f"{sample.sizes}, seed {sample.seed}; left out: {sample.warm_up}."))
    console.print(Text(f"Theory: {first.source}."))
    widest = max((v.relative(v.half_width) or 0.0 for v in verdicts), default=0.0)
    if widest > WIDTH:
        console.print(Text(_narrower(widest)))


def _narrower(widest: float) -> str:
    """Return how to see more than the widest interval shows, a share of the value."""
    times = math.ceil((widest / WIDTH) ** 2)
    return (
        f"The widest interval is ± {100.0 * widest:.2g} % of its value, so a smaller error passes: "
        f"± 1 % takes {times:,} times as many --arrivals."
    )


def _alone(verdicts: list[Verdict]) -> list[Verdict]:
    """Return the verdicts without their case, which stands above all of them."""
    return [replace(verdict, case="") for verdict in verdicts]
