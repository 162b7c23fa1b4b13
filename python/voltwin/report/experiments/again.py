"""The files that an experiment is made from, written once more from its record."""

import os
from pathlib import Path
from typing import TYPE_CHECKING

from voltwin.experiment.saved import read_plan
from voltwin.scenario.files import save, yaml_of

if TYPE_CHECKING:
    from voltwin.experiment.plan import Plan
    from voltwin.experiment.variant import Variant

SCENARIO, PLAN = "scenario.yaml", "plan.yaml"
_LONG = 300  # characters of changes that fit on no command line
_MOST_CHARACTERS = 60_000  # of a plan in a report


def write_again(folder: str | os.PathLike[str], into: str | os.PathLike[str] = ".") -> list[Path]:
    """Write the scenario of an experiment, its plan if it has one, and variants that are too
    different to be told on a command line.

    Args:
        folder: of the experiment.
        into: the folder to write into, made if there is none; it must not hold such files yet.

    Returns:
        The files.

    Raises:
        FolderError: there is no such experiment.
        FileExistsError: there is such a file already.
    """
    plan, place = read_plan(Path(folder)), Path(into)
    names = files(plan)
    for name in names:
        if (place / name).exists():
            raise FileExistsError(f"{place / name}: is there already; name another folder")
    place.mkdir(parents=True, exist_ok=True)
    save(plan.base, place / SCENARIO)
    if "plan" in plan.asked:
        (place / PLAN).write_text(plan_text(plan)[0], encoding="utf-8")
    for number, variant in enumerate(plan.variants):
        if plan.kind == "comparison" and needs_file(variant):
            save(variant.scenario(plan.base), place / _file_of(number))
    return [place / name for name in names]


def files(plan: "Plan") -> list[str]:
    """Return the names of these files, the scenario first."""
    if "plan" in plan.asked:
        return [SCENARIO, PLAN]
    if plan.kind != "comparison":
        return [SCENARIO]
    long = [number for number, variant in enumerate(plan.variants) if needs_file(variant)]
    return [SCENARIO, *map(_file_of, long)]


def needs_file(variant: "Variant") -> bool:
    """Return whether a variant's changes fit on no command line, where ; stands between them."""
    text = changes_of(variant)
    return len(text) > _LONG or any(";" in str(change) for change in variant.changes)


def changes_of(variant: "Variant") -> str:
    """Return the changes of a variant in a line."""
    return "; ".join(map(str, variant.changes))


def _file_of(number: int) -> str:
    return f"variant-{number}.yaml"


def plan_text(plan: "Plan") -> tuple[str, bool]:
    """Return the plan as YAML, and whether it was cut because it is long: as it was given where it
    was a file, else what was asked, with the variants as changes."""
    if "plan" in plan.asked:
        return yaml_of({**plan.asked["plan"], "scenario": SCENARIO}), False
    plain = {name: value for name, value in plan.as_dict().items() if name != "scenario"}
    text = yaml_of(plain)
    if len(text) <= _MOST_CHARACTERS:
        return text, False
    return text[: text.rfind("\n", 0, _MOST_CHARACTERS) + 1], True
