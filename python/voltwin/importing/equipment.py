"""What the table does not tell of a station: chargers, batteries and bays, sized from demand."""

from collections.abc import Sequence
from typing import Any

from voltwin.importing.columns import DEMAND
from voltwin.importing.drafts import Draft
from voltwin.importing.options import Options
from voltwin.scenario.battery_type import BatteryType, CcCv, CoolDown
from voltwin.scenario.distributions import Beta, Fixed
from voltwin.scenario.profiles import NAMES, named_profile
from voltwin.scenario.sizing import Size, batteries_for, charge_hours, sized
from voltwin.scenario.station import Chargers, Station

SIZED = ("bays", "chargers", "batteries")


def battery_type(made: Sequence[Draft], options: Options) -> BatteryType:
    """Return the one battery type: it takes what the strongest charger gives."""
    powers = [draft.values.get("charger_kw") for draft in made]
    strongest = max([kw for kw in powers if isinstance(kw, int | float)] or [options.charger_kw])
    curve = CcCv(power_kw=strongest)
    return BatteryType(id="standard", capacity_kwh=options.battery_kwh, charge_curve=curve)


def charger(draft: Draft, options: Options) -> Chargers:
    """Return one of the station's chargers."""
    return Chargers(count=1, power_kw=draft.values.get("charger_kw", options.charger_kw))


def hours_of_charge(kind: BatteryType, one: Chargers) -> float:
    """Return how long a battery of the mean arrival is on a charger [h]."""
    assert isinstance(kind.arrival_soc, Beta)
    assert isinstance(kind.cool_down, CoolDown)
    return charge_hours(kind, one, kind.arrival_soc.mean or 0.0)


def mean_swap_s() -> float:
    """Return the swap time that stations have by default [s]."""
    law = Station.model_fields["swap_time"].default
    assert isinstance(law, Fixed)
    return law.value


def equipped(
    draft: Draft, kind: BatteryType, options: Options
) -> tuple[dict[str, Any], frozenset[str]]:
    """Return a right draft's fields with what the table does not tell, and what was sized."""
    fields = {name: value for name, value in draft.values.items() if name != "charger_kw"}
    one = charger(draft, options)
    size = _size(draft, kind, one, options)
    count = fields.get("chargers", size.chargers)
    needed: dict[str, Any] = {
        "bays": size.bays,
        "chargers": {"count": count, "power_kw": one.power_kw} if count else 0,
        "batteries": batteries_for(count),
    }
    told: dict[str, Any] = {name: fields[name] for name in ("bays", "batteries") if name in fields}
    return {**fields, **needed, **told}, frozenset(SIZED) - set(draft.values)


def _size(draft: Draft, kind: BatteryType, one: Chargers, options: Options) -> Size:
    profile = draft.values.get("profile", options.profile)
    peak = peak_factor(profile if profile in NAMES else options.profile)
    per_hour = draft.values[DEMAND] / 24.0 * peak
    return sized(per_hour, hours_of_charge(kind, one), mean_swap_s())


def peak_factor(profile: str) -> float:
    """Return the highest hour of the week over the mean hour, of a named profile."""
    return max(named_profile(profile))
