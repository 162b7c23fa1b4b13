"""What energy costs in each 15-minute slot, and a kW of its peak in each month."""

from datetime import date, datetime, timedelta

import numpy as np
import numpy.typing as npt

from voltwin.scenario.season import QUARTER_S, QUARTERS
from voltwin.scenario.tariff import Flat, PriceSeries, Tariff, TimeOfUse

Floats = npt.NDArray[np.float64]


def slot_prices(tariff: Tariff, start: datetime, slots: int) -> Floats:
    """Return the price of energy in each slot [currency/kWh].

    Args:
        tariff: a price series must cover all slots but those before the start and after its end.
        start: of the run, local with its offset. Slots are counted from its local hour.
        slots: how many.
    """
    if isinstance(tariff, Flat):
        return np.full(slots, tariff.price_per_kwh)
    if isinstance(tariff, TimeOfUse):
        return _by_time_of_use(tariff, start, slots)
    return _from_series(tariff, start, slots)


def _by_time_of_use(tariff: TimeOfUse, start: datetime, slots: int) -> Floats:
    first = start.hour * (3600 // QUARTER_S)  # quarters of the first day before the first slot
    days = [start.date() + timedelta(days=n) for n in range(-(-(first + slots) // QUARTERS))]
    quarters = {id(season): season.quarters() for season in tariff.seasons}
    whole_days = np.array([quarters[id(tariff.season_on(day))] for day in days])
    return whole_days.ravel()[first : first + slots]


def _from_series(series: PriceSeries, start: datetime, slots: int) -> Floats:
    into_hour = start.minute * 60 + start.second
    begin_s = series.seconds_before(start) - into_hour + QUARTER_S * np.arange(slots)
    step = (begin_s // series.step).astype(np.int64)
    prices = np.array(series.prices_per_kwh)
    # Slots of the first and last hour that lie outside the run may lie outside the series too.
    within = np.clip(step, 0, len(prices) - 1)
    return np.asarray(prices[within] + series.surcharge_per_kwh)


def demand_rate(tariff: Tariff, month: date) -> float:
    """Return the demand charge of the calendar month that begins on a day [currency/kW].

    Where it changes within the month it is the mean over the month's days.
    """
    if isinstance(tariff, Flat):
        return 0.0
    if isinstance(tariff, PriceSeries):
        return tariff.demand_charge_per_kw
    following = (month + timedelta(days=31)).replace(day=1)
    days = [month + timedelta(days=n) for n in range((following - month).days)]
    rates = [tariff.season_on(day).demand_charge_per_kw for day in days]
    least = min(rates)  # taken out first, so that equal rates have themselves as their mean
    return least + sum(rate - least for rate in rates) / len(rates)
