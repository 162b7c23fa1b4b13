"""`voltwin compare`: variants against a base."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from typer import BadParameter

from voltwin.cli.experiment_options import Doing
from voltwin.cli.experiments import do
from voltwin.experiment.comparison import AnyVariant, compare


@dataclass(frozen=True)
class Asked:
    """What is asked of a comparison; see `compare`."""

    replications: int
    best: str | None
    indifference: str | None
    seed: int
    until: float | None
    measures: list[str] | None
    keep: list[str] | None


def compare_files(
    base: Path, files: Sequence[Path], sets: Sequence[str], asked: Asked, doing: Doing
) -> None:
    """Compare the scenarios in files, and those that changes make, with a base.

    Args:
        base: the file of the scenario that others are compared with.
        files: of variants.
        sets: changes of the base, a variant each.
        asked: of the comparison.
        doing: how it is done.
    """
    for place, text in enumerate(sets):
        if text.strip() in (other.strip() for other in sets[:place]):
            raise BadParameter(f'"{text}" is given twice', param_hint="--set")
    variants: dict[str, AnyVariant] = {_called(file, files): file for file in files}
    variants |= {text.strip(): _apart(text) for text in sets}
    if not variants:
        raise BadParameter("name a scenario, or give --set", param_hint="VARIANT")
    call = partial(
        compare,
        base,
        variants,
        replications=asked.replications,
        best=asked.best,
        indifference=asked.indifference,
        seed=asked.seed,
        until=asked.until,
        measures=asked.measures or None,
        keep=asked.keep or None,
    )
    do(call, f"{base.stem}-comparison", doing)


def _apart(text: str) -> list[str]:
    """Return changes that are written one behind another, apart by semicolons."""
    return [change for change in text.split(";") if change.strip()]


def _called(file: Path, files: Sequence[Path]) -> str:
    """Return what a variant is called: by its file's name, if no other has it."""
    same = [other for other in files if other.stem == file.stem]
    return file.stem if len(same) == 1 else str(file)
