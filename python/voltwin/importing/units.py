"""Units that the name of a column carries: what they are, and how they become the scenario's."""

from collections.abc import Sequence
from typing import NamedTuple

from voltwin.importing.fields import DEMAND_WORDS, FIELDS, SIDE_WORDS
from voltwin.importing.header import Header
from voltwin.importing.periods import PERIOD_OF, periods_in

_PER_PERIODS = "per hour, day, week, month, year"
_ASK = "rename the column, or leave the field out with --column"


class Unit(NamedTuple):
    """What a column is in: in the unit of the scenario a value is value x factor + offset."""

    text: str
    factor: float
    is_told: bool = True  # by the name of the column
    offset: float = 0.0
    note: str = ""  # what to mind
    problem: str = ""  # why the column cannot be taken

    @property
    def is_converted(self) -> bool:
        """Whether it is not the unit of the scenario."""
        return (self.factor, self.offset) != (1.0, 0.0)


class Quantity(NamedTuple):
    """What fields measure."""

    name: str
    fields: tuple[str, ...]
    units: dict[str, tuple[str, float, float]]  # word: (unit, factor, offset)
    beside: frozenset[str] = frozenset()  # words that may stand beside a unit

    @property
    def allowed(self) -> str:
        """The units, as people write them."""
        return ", ".join(dict.fromkeys(text for text, _, _ in self.units.values()))


def _units(*rows: tuple[str, float, float, str]) -> dict[str, tuple[str, float, float]]:
    return {
        word: (text, factor, offset)
        for text, factor, offset, words in rows
        for word in words.split()
    }


_APPARENT = ("kVA", "MVA")
POWER = Quantity(
    "power",
    ("charger_kw", "grid_limit_kw"),
    _units(
        ("W", 1e-3, 0.0, "w watt watts"),
        ("kW", 1.0, 0.0, "kw kilowatt kilowatts"),
        ("MW", 1e3, 0.0, "mw megawatt megawatts"),
        ("GW", 1e6, 0.0, "gw gigawatt gigawatts"),
        ("kVA", 1.0, 0.0, "kva"),
        ("MVA", 1e3, 0.0, "mva"),
    ),
)
DURATION = Quantity(
    "time",
    ("swap_time", "patience"),
    _units(
        ("s", 1.0, 0.0, "s sec secs second seconds sek sekunde sekunden"),
        ("min", 60.0, 0.0, "min mins minute minutes minuten"),
        ("h", 3600.0, 0.0, "h hr hrs hour hours std stunde stunden"),
    ),
    frozenset(["per", "swap", "vehicle", "visit", "je", "pro", "wechsel", "fahrzeug"]),
)
TEMPERATURE = Quantity(
    "temperature",
    ("ambient_c",),
    _units(
        ("°C", 1.0, 0.0, "°c c celsius"),
        ("°F", 1.0 / 1.8, -32.0 / 1.8, "°f f fahrenheit"),
        ("K", 1.0, -273.15, "k kelvin"),
    ),
    frozenset(["deg", "degree", "degrees", "grad", "°"]),
)
QUANTITIES = (POWER, DURATION, TEMPERATURE)

# Units of what no field measures, so that a name that ends in one is seen to.
_OTHER_POWERS = frozenset(
    ("kwp", "mwp", "wp", "va", "gva", "a", "amp", "amps", "ampere", "hp", "ps")
)
_OTHERS = _OTHER_POWERS | {
    "v", "kv", "wh", "kwh", "mwh", "gwh", "ah", "%", "percent", "d", "day", "days", "ms",
    "m", "km", "ft", "usd", "eur", "€", "$",
}  # fmt: skip
_UNIT_WORDS = _OTHERS.union(*(quantity.units for quantity in QUANTITIES))
_ELECTRIC = _OTHER_POWERS.union(POWER.units)
COUNTS = ("bays", "chargers", "batteries", "queue_places", "racks", "multiplier")
_BESIDE = frozenset(
    ("in", "max", "maximum", "maximal", "avg", "average", "mean", "mittel", "total")
)
_EACH = frozenset(["per", "je", "pro", "each", "charger", "lader"])


def measured(field: str) -> Quantity | None:
    """Return what a field measures, None if that is no power, time or temperature."""
    return next((quantity for quantity in QUANTITIES if field in quantity.fields), None)


def core(name: Header) -> str:
    """Return a name's words squashed, without the unit at their end."""
    return "".join(_apart(name)[0])


def has_unit(name: Header) -> bool:
    """Return whether a column's name ends in a unit, or has something in brackets."""
    return bool(_apart(name)[1])


def has_power_unit(name: Header) -> bool:
    """Return whether a column's name ends in a unit of power, or has one in brackets."""
    return not _ELECTRIC.isdisjoint(_apart(name)[1])


def _apart(name: Header) -> tuple[Sequence[str], Sequence[str]]:
    """Return the words before the unit, and those of the unit."""
    words = list(name.words)
    tail: list[str] = []
    while len(words) > 1 and words[-1] in _UNIT_WORDS:
        tail.insert(0, words.pop())
    if tail and len(words) > 1 and words[-1] == "in":
        words.pop()
    return words, [*tail, *name.unit]


def unit_of(field: str, name: Header) -> Unit:
    """Return the unit of a column that is known to hold a field; refused in its `problem`."""
    if field == "swaps_per_day":
        return period_unit(name)
    quantity = measured(field)
    plain = Unit(FIELDS[field][0], 1.0, is_told=False)
    if quantity is None:
        return plain._replace(problem=_no_unit(field, name))
    words = [word for word in _apart(name)[1] if not _is_beside(word, field, quantity)]
    units = {quantity.units[word] for word in words if word in quantity.units}
    unknown = [word for word in words if word not in quantity.units]
    if unknown or len(units) > 1:
        text = " ".join(unknown or words)
        problem = f'"{text}" is no unit of {quantity.name}; allowed: {quantity.allowed}; {_ASK}'
        return plain._replace(problem=f"{problem} {field}=")
    if not units:
        return plain
    text, factor, offset = units.pop()
    note = "apparent power, taken as active power: cos phi = 1" if text in _APPARENT else ""
    return Unit(text, factor, offset=offset, note=note)


def _is_beside(word: str, field: str, quantity: Quantity) -> bool:
    beside = _EACH if field == "charger_kw" else frozenset[str]()
    return word.isdigit() or word in _BESIDE | quantity.beside | beside


def _no_unit(field: str, name: Header) -> str:
    """Return why a count, or a text, cannot be in a unit, empty if its name has none."""
    given = [word for word in name.unit if word in _UNIT_WORDS]
    if not given or field not in (*COUNTS, "lon", "lat"):
        return ""
    if field in COUNTS:
        return f'"{" ".join(given)}" is a unit, and {field} is a plain number; {_ASK} {field}='
    if set(given) <= TEMPERATURE.beside:
        return ""
    return f'"{" ".join(given)}" is no unit of {field}; allowed: degrees; {_ASK} {field}='


def demand_unit(name: Header) -> Unit | None:
    """Return the unit of a column of demand, or None if its name is of none.

    A name without a period is per day, and `is_told` is false.
    """
    words = (*name.words, *name.unit)
    if DEMAND_WORDS.isdisjoint(words) or not all(map(_is_of_demand, words)):
        return None
    return period_unit(name)


def period_unit(name: Header) -> Unit:
    """Return the unit of a column that is known to hold demand."""
    day = Unit("swaps/day", 1.0, is_told=False)
    unknown = [word for word in name.unit if not _is_of_demand(word)]
    if unknown:
        text = f'"{" ".join(unknown)}" is no period of swaps; allowed: {_PER_PERIODS}'
        return day._replace(problem=f"{text}; {_ASK} swaps_per_day=")
    periods, averaged = periods_in(name)
    if len(periods) > 1:
        text = f"names two periods, {' and '.join(periods)}"
        return day._replace(problem=f'{text}; rename it, such as "swaps per {periods[0]}"')
    if not periods:
        return day
    (period,) = periods
    note = f"taken as swaps per {period}, averaged over the {averaged}" if averaged else ""
    return Unit(f"swaps/{period}", dict(PERIOD_OF.values())[period], note=note)


def _is_of_demand(word: str) -> bool:
    return word in DEMAND_WORDS or word in SIDE_WORDS or word in PERIOD_OF or word in ("1", "24")
