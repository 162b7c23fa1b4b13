"""What a notebook shows of a run, its KPIs, or a scenario: a headline and small tables."""

from collections.abc import Iterable
from html import escape
from typing import TYPE_CHECKING

from voltwin.wording.headline import headline_of
from voltwin.wording.totals import Block, fleet_totals, money_totals, scope, totals

if TYPE_CHECKING:
    from voltwin.kpis.kpi_tables import KpiTables
    from voltwin.results import Run

_SIDES = "display: flex; flex-wrap: wrap; gap: 0 3em; align-items: flex-start"
_NUMBER = "text-align: right; font-variant-numeric: tabular-nums"


def run_html(run: "Run") -> str:
    """Return a run: its name, its recipe in a line, and its KPIs."""
    recipe = f"seed {run.seed}, {run.record['engine']}, Voltwin {run.record['voltwin']}"
    folder = f", results in <code>{escape(str(run.folder))}</code>" if run.folder else ""
    tables = ", ".join(f"<code>{name}</code>" for name in run.tables)
    return (
        f"<h4>{escape(run.scenario.name)}</h4>{kpis_html(run.kpis)}"
        f"<p><small>{recipe}{folder}. Tables: {tables}; as data frames by "
        "<code>run.pandas(name)</code> or <code>run.polars(name)</code>.</small></p>"
    )


def kpis_html(kpis: "KpiTables") -> str:
    """Return the KPIs of the network."""
    said = headline_of(kpis)
    sides = ("".join(_block(block) for block in side) for side in totals(kpis))
    fleet, money = _beside(fleet_totals(kpis)), _beside(money_totals(kpis))
    return (
        f"<p><small>{escape(scope(kpis))}</small><br>{escape(said)}</p>"
        f"{fleet}"
        f'<div style="{_SIDES}">{"".join(f"<div>{side}</div>" for side in sides)}</div>'
        f"{money}"
    )


def _beside(blocks: Iterable[Block] | None) -> str:
    """Return blocks side by side; nothing where there are none."""
    found = "".join(f"<div>{_block(block)}</div>" for block in blocks or ())
    return f'<div style="{_SIDES}">{found}</div>' if found else ""


def _block(block: Block) -> str:
    lines = [tuple(escape(cell) for cell in line) for line in block.lines]
    return f"<b>{escape(block.title)}</b>{_rows(lines)}"


def _rows(lines: Iterable[tuple[str, ...]]) -> str:
    rows = (
        f"<tr><td>{line[0]}</td>"
        + "".join(f'<td style="{_NUMBER}">{cell}</td>' for cell in line[1:])
        + "</tr>"
        for line in lines
    )
    return f"<table>{''.join(rows)}</table>"
