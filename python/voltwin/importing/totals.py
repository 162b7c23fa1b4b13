"""Rows of a table that are no stations: sums below the column, and rows alone without a place."""

from collections.abc import Sequence
from math import isclose

from voltwin.importing.columns import DEMAND, Use
from voltwin.importing.drafts import Draft

_TOTALS = frozenset(
    (
        "total", "totals", "grand total", "subtotal", "sum", "summe", "gesamt", "gesamtsumme",
        "insgesamt", "zwischensumme", "total général", "total general", "somme", "suma", "totale",
        "totaal", "合计", "总计", "小计",
    )
)  # fmt: skip
_REMEDY = "delete it, or leave it out with --skip-bad-rows"


def refuse_totals(made: Sequence[Draft], uses: Sequence[Use]) -> None:
    """Tell rows of totals, and the only row without coordinates, that they are no stations."""
    has_places = {"lon", "lat"} <= {use.field for use in uses}
    placeless = [draft for draft in made if not _has_place(draft)]
    for draft in made:
        name = next((text for text in _names(draft) if _is_total(text)), None)
        if name is not None and (draft in placeless or _is_sum(draft, made)):
            draft.wrong.insert(
                0, f'{draft.place}: "{name}" is a row of totals, no station; {_REMEDY}'
            )
        elif has_places and placeless == [draft] and len(made) > 2:
            why = "has no coordinates, where all other rows have them: a row of totals?"
            draft.wrong.insert(0, f"{draft.place}: {why} Give it a place, {_REMEDY}")


def _names(draft: Draft) -> list[str]:
    return [draft.texts[field] for field in ("name", "id", "region") if field in draft.texts]


def _is_total(text: str) -> bool:
    return " ".join(text.casefold().strip(" :.*-=0123456789()").split()) in _TOTALS


def _has_place(draft: Draft) -> bool:
    return "lon" in draft.texts or "lat" in draft.texts


def _is_sum(draft: Draft, made: Sequence[Draft]) -> bool:
    """Return whether a draft's demand is that of all others together."""
    demands = [
        value for other in made if isinstance(value := other.values.get(DEMAND), int | float)
    ]
    own = draft.values.get(DEMAND)
    return isinstance(own, int | float) and isclose(2.0 * own, sum(demands), rel_tol=1e-3)
