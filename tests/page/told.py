"""Numbers that the page shows, held against those that the server tells."""

import re
from dataclasses import dataclass
from typing import Any

from playwright.sync_api import Locator

from voltwin.wording.vocabulary import vocabulary

_UNITS = {word.name: word.unit for word in vocabulary()}
# Of what is shown in it, in the unit of the API.
_IN_UNIT = {
    **{"%": 0.01, "points": 0.01},
    **{"s": 1.0, "min": 60.0, "h": 3600.0, "days": 86_400.0},
    **{"kWh": 1.0, "MWh": 1e3, "GWh": 1e6, "kW": 1.0, "MW": 1e3, "GW": 1e6},
}
_NUMBER = re.compile(r"(?P<sign>[+-]?)(?P<less><?)(?P<digits>[\d,]+(?:\.(?P<decimals>\d+))?)")
_READ = """(root) => [...root.querySelectorAll("[data-measure]")].map((one) => ({
  measure: one.dataset.measure,
  of: one.dataset.of,
  value: one.dataset.value,
  unit: one.dataset.unit ?? null,
  text: one.innerText,
}))"""


@dataclass(frozen=True)
class Shown:
    """A number on the page.

    Attributes:
        measure: name of the KPI.
        of: which number of it.
        value: that the page was told; None for none.
        text: that is read.
        unit: in which it is written, if that stands elsewhere.
    """

    measure: str
    of: str
    value: float | None
    text: str
    unit: str | None

    @property
    def is_read_right(self) -> bool:
        """Whether what is read is the value, as exactly as its digits say; a dash where there is
        none."""
        if self.value is None:
            return self.text.startswith("\N{EN DASH}") and len(self.text.strip()) > 1
        return reads(self.text, self.value, self.unit, told=_UNITS.get(self.measure))


def shown_in(place: Locator) -> list[Shown]:
    """Return the numbers in a part of the page, in their order."""
    told: list[dict[str, Any]] = place.evaluate(_READ)
    return [
        Shown(
            measure=one["measure"],
            of=one["of"],
            value=float(one["value"]) if one["value"] else None,
            text=plain(one["text"]),
            unit=one["unit"],
        )
        for one in told
    ]


def plain(text: str) -> str:
    """Return a text with a plain minus and plain spaces."""
    return text.replace("\N{MINUS SIGN}", "-").replace("\N{NO-BREAK SPACE}", " ").strip()


def reads(text: str, value: float, unit: str | None = None, *, told: str | None = None) -> bool:
    """Return whether a text begins with a value, rounded to the digits that it shows.

    Args:
        text: such as "4.12 %", "-0.44 points (-0.58 to -0.29)", "<0.1 %".
        value: in the unit of the API.
        unit: of the number, where the text does not say it.
        told: the unit of the API, if it is known.
    """
    found = _NUMBER.match(text)
    if found is None:
        return False
    words = text[found.end() :].split()
    last = words[0] if words[:1] and words[0] not in ("±", "to") else words[-1] if words else ""
    shown = unit if unit is not None else last
    factor = 1.0 if shown == told else _IN_UNIT.get(shown, 1.0)
    step = 10.0 ** -len(found["decimals"] or "")
    size = float(found["digits"].replace(",", ""))
    if found["less"]:
        return 0.0 < abs(value) / factor <= size
    number = -size if found["sign"] == "-" else size
    return abs(number - value / factor) <= 0.5 * step + 1e-9 * abs(number)


def interval_in(text: str) -> tuple[str, str, str]:
    """Return both ends of an interval that is read, and their unit."""
    found = re.search(r"([+-]?[<\d.,]+) to ([+-]?[<\d.,]+)\s*(\S*)", plain(text))
    assert found, text
    return found[1], found[2], found[3]


def expect_interval(text: str, low: float, high: float) -> None:
    """Check that an interval that is read has these ends."""
    first, last, unit = interval_in(text)
    assert reads(f"{first} {unit}", low), (text, low)
    assert reads(f"{last} {unit}", high), (text, high)
