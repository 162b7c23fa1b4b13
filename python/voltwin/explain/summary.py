"""What an explanation says of the whole network, in a few sentences."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from voltwin.explain.words import NOT_TRIED
from voltwin.wording.quantities import number

if TYPE_CHECKING:
    from voltwin.explain.explanation import Explanation

_PLACES = {
    "bays": "bays",
    "chargers": "chargers",
    "batteries": "batteries",
    "grid": "the grid limit",
    "hours": "opening hours",
    "price": "the price rule",
    "unclear": "unclear",
}


def network_summary(explanation: "Explanation") -> str:
    """Return how many stations bind on what, and what the best next units would save."""
    stations, worst = explanation.table.num_rows, explanation.worst
    if not worst:
        return f"{_of(0, stations)} loses or delays vehicles."
    of_all = len(worst) + explanation.left_out
    verb = "loses or delays" if of_all == 1 else "lose or delay"
    text = f"{_of(of_all, stations)} {verb} vehicles"
    if explanation.left_out:
        text += f"; the {number(len(worst))} worst are explained"
    text += f". What binds: {_binding(explanation.binding)}."
    if explanation.coupled and not explanation.tried:
        return f"{text} {NOT_TRIED}"
    return text + _best_units(explanation)


def _of(some: int, stations: int) -> str:
    if stations == 1:
        return "The station" if some else "The station never"
    return f"{number(some) if some else 'None'} of {number(stations)} stations"


def _best_units(explanation: "Explanation") -> str:
    best = explanation.best_units()
    if not best:
        return ""
    units = f"{len(best)} best next units, each at another station,"
    lost = sum(row["lost"] for row in explanation.worst)
    saved = sum(found.saved for found in best)
    return (
        f" The {'best next unit' if len(best) == 1 else units} would save {number(saved)} of "
        f"{number(lost)} vehicles lost."
    )


def _binding(binding: Mapping[str, int]) -> str:
    return ", ".join(
        f"{' and '.join(_PLACES[part] for part in what.split(' and '))} at {number(stations)}"
        for what, stations in binding.items()
    )
