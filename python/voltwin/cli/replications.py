"""`voltwin run --replications`: one scenario, many runs."""

from dataclasses import dataclass
from functools import partial
from pathlib import Path

from typer import BadParameter

from voltwin.cli.experiment_options import Doing
from voltwin.cli.experiments import do
from voltwin.experiment.half_widths import parsed
from voltwin.experiment.replications import replications


@dataclass(frozen=True)
class Asked:
    """What is asked of replications; see `replications`."""

    replications: int | None
    until_half_width: list[str]
    seed: int
    until: float | None
    measures: list[str] | None
    keep: list[str] | None


def run_replications(
    file: Path, asked: Asked, doing: Doing, *, engine: str, snapshot: Path | None
) -> None:
    """Run replications of the scenario in a file, and show means with their intervals.

    Raises:
        BadParameter: an option is given that is about a single run.
    """
    if engine != "kernel":
        raise BadParameter("replications are run by the kernel alone", param_hint="--engine")
    if snapshot is not None:
        raise BadParameter("is of a single run, not of replications", param_hint="--snapshot")
    try:
        widths = parsed(asked.until_half_width)
    except ValueError as error:
        raise BadParameter(str(error), param_hint="--until-halfwidth") from error
    call = partial(
        replications,
        file,
        asked.replications,
        until_half_width=widths,
        seed=asked.seed,
        until=asked.until,
        measures=asked.measures or None,
        keep=asked.keep or None,
    )
    do(call, f"{file.stem}-replications", doing)
