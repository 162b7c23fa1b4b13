"""The answer of a sizing, as reports need it."""

from typing import TYPE_CHECKING

from voltwin.report.experiments.select import Row, rows_where

if TYPE_CHECKING:
    from voltwin.experiment.experiment import Experiment


def levers_of(experiment: "Experiment") -> list[str]:
    """Return the names of the levers: columns of the tables of designs."""
    columns = experiment.tables["trials"].column_names
    return columns[columns.index("phase") + 1 : columns.index("cost")]


def answer(experiment: "Experiment") -> Row | None:
    """Return the confirmed design, if there is one."""
    if "confirmed" not in experiment.tables:
        return None
    rows = experiment.tables["confirmed"].to_pylist()
    return rows[-1] if rows and rows[-1]["confirmed"] else None


def shown_design(experiment: "Experiment") -> Row | None:
    """Return the design whose places are shown: the answer, or else the last one that was tried
    for it; of a front none, as each of its designs is an answer."""
    if "confirmed" not in experiment.tables:
        return None
    rows = experiment.tables["confirmed"].to_pylist()
    return answer(experiment) or (rows[-1] if rows else None)


def where_rows(experiment: "Experiment", rank: int) -> list[Row]:
    """Return what a design adds and where."""
    return rows_where(experiment.tables["where"], rank=rank)


def cost_unit(experiment: "Experiment") -> str:
    """Return the unit of costs, such as EUR/year."""
    about = experiment.tables["trials"].schema.field("cost").metadata or {}
    unit: str = about.get(b"unit", b"").decode()
    return unit
