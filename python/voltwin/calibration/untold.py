"""What a log cannot tell, and what it tells but no scenario can say, in plain sentences."""

import math
from collections.abc import Iterator

import numpy as np

from voltwin.calibration.counts import HOURS, Counts
from voltwin.calibration.demand import Demand
from voltwin.calibration.log import Log
from voltwin.calibration.profile import WEEKDAYS, hour_ranges

LEAST_WEEKS = 2  # of which a week's shape is believed
_UNUSUAL = 1e-4  # chance of a day that is named
_MOST_NAMED = 5
_NORMAL = 1.96


def untold(log: Log, kind: str, counts: Counts, demand: Demand) -> list[str]:
    """Return sentences, the most important first.

    Args:
        log: that was read.
        kind: what its rows are, `arrivals` or `swaps`.
        counts: of the log.
        demand: that was fitted.
    """
    return [
        *_lost(kind),
        *_short(counts),
        *demand.profile.filled,
        *_thin_days(counts, demand),
        *_zero_hours(counts, demand),
        *_days(counts, demand),
        *_stations(demand),
        *_drift(counts, demand),
        *_unusual_days(counts, demand),
        *_columns(log),
    ]


def _lost(kind: str) -> Iterator[str]:
    if kind == "swaps":
        yield (
            "A log of swaps does not have the vehicles that were lost: where stations were full, "
            "empty or closed, more wanted to come than it shows. With a log of all that came: "
            "--kind arrivals."
        )


def _short(counts: Counts) -> Iterator[str]:
    if counts.days == 1:
        yield (
            "One day tells nothing of a week: every day gets its hours, and no day factor can be "
            "told."
        )
    elif counts.days < 7 * LEAST_WEEKS:
        yield (
            f"{counts.days} days are less than two weeks: what is usual of a day of the week and "
            "what was chance on one date cannot be told apart."
        )


def _thin_days(counts: Counts, demand: Demand) -> Iterator[str]:
    """Yield how well the thinnest day of the week is known."""
    if counts.days < 7:
        return
    seen = np.bincount(counts.weekday, counts.seen.mean(axis=1), 7)
    usual = demand.profile.rate.reshape(7, HOURS).sum(axis=1)
    spread = demand.whole.variance if demand.whole.is_noticed else 0.0
    with np.errstate(divide="ignore"):
        half = _NORMAL * np.sqrt((1.0 / np.maximum(usual, 1e-9) + spread) / seen)
    some = np.flatnonzero((seen > 0.0) & (usual > 0.0))
    if not len(some):
        return
    day = int(some[np.argmax(half[some])])
    own = 100.0 * float(np.median(demand.profile.own[demand.profile.counted > 0]))
    yield (
        f"Only {seen[day]:.0f} {WEEKDAYS[day]}s: their mean total is known to ± "
        f"{100 * half[day]:.0f} %. An hour of the week follows its own counts to {own:.0f} % in "
        f"the middle case, and the same hour of other {'working days' if day < 5 else 'days'} "
        "for the rest."
    )


def _zero_hours(counts: Counts, demand: Demand) -> Iterator[str]:
    """Yield the hours at which nobody ever came."""
    for name, days in (("Monday to Friday", slice(0, 5)), ("at weekends", slice(5, 7))):
        came = demand.profile.counted.reshape(7, HOURS)[days].sum(axis=0)
        seen = demand.profile.seen_h.reshape(7, HOURS)[days].sum(axis=0)
        none = np.flatnonzero((came == 0) & (seen > 0.0))
        if len(none):
            most = float(demand.profile.high.reshape(7, HOURS)[days][:, none].max())
            yield (
                f"Nobody came {hour_ranges(none.tolist())} {name}: the profile is 0 there, though "
                f"up to {most:.2g} an hour could have stayed unseen."
            )


def _days(counts: Counts, demand: Demand) -> Iterator[str]:
    """Yield where no factor of days or hours was found."""
    if counts.days < 7:
        if counts.days > 1:
            yield "Fewer than seven days tell nothing of how days differ: no day factor is set."
        return
    if not demand.day.is_noticed:
        whose = "Day totals" if len(demand.stations) == 1 else "Day totals of each station"
        yield (
            f"{whose} differ no more than chance makes them: no day factor is set, though a "
            f"variance up to {demand.day.high:.2g} could have stayed unseen."
        )
    if math.isnan(demand.hour.high):
        yield "Fewer than two weeks tell nothing of how hours differ beside their day: no jitter."
    elif not demand.hour.is_noticed:
        yield (
            "Hours differ no more than their day and chance make them: no hour jitter is set, "
            f"though a variance up to {demand.hour.high:.2g} could have stayed unseen."
        )


def _stations(demand: Demand) -> Iterator[str]:
    """Yield whether good days are good at all stations, which no scenario can say."""
    if len(demand.stations) < 2:
        return
    yield (
        "All stations get one profile; that some are busy at other hours than others is not looked "
        "at."
    )
    apart = demand.day_variance * float((demand.share**2).sum())
    if demand.whole.is_noticed and demand.whole.low > 1.5 * apart:
        yield (
            "Days are good or bad for all stations together: the factor of all has a variance of "
            f"{demand.whole.variance:.2g}, and factors of stations apart from each other would "
            f"make {apart:.2g}. A scenario draws them apart, so its bands of the whole network are "
            "too narrow; to have those right, take the log as one station: --column station="
        )


def _drift(counts: Counts, demand: Demand) -> Iterator[str]:
    """Yield whether there is a trend, which the model has not."""
    if counts.days < 14:
        return
    usual = demand.expected(counts).sum(axis=1)
    came = counts.hours.sum(axis=1)
    spread = demand.whole.variance if demand.whole.is_noticed else 0.0
    half = counts.days // 2
    logs, errors = [], []
    for part in (slice(0, half), slice(half, None)):
        mean, total = float(usual[part].sum()), float(came[part].sum())
        if mean <= 0.0 or total <= 0.0:
            return
        logs.append(math.log(total / mean))
        errors.append((mean + spread * float((usual[part] ** 2).sum())) / mean**2)
    change, error = logs[1] - logs[0], math.sqrt(sum(errors))
    if abs(change) > 2.58 * error:
        low, high = (100.0 * math.expm1(change + side * _NORMAL * error) for side in (-1, 1))
        yield (
            f"Demand {'rose' if change > 0 else 'fell'} from the first half of the log to the "
            f"second by {100 * abs(math.expm1(change)):.0f} % ({low:+.0f} to {high:+.0f} %): a "
            "scenario has no trend, and days to come may be elsewhere."
        )


def _unusual_days(counts: Counts, demand: Demand) -> Iterator[str]:
    """Yield days that are no sample of such days: holidays, events, gaps of the log."""
    from scipy.stats import nbinom, poisson

    usual, came = demand.expected(counts).sum(axis=1), counts.hours.sum(axis=1)
    spread = demand.whole.variance if demand.whole.is_noticed else 0.0
    if spread:
        law = nbinom(1.0 / spread, 1.0 / (1.0 + spread * np.maximum(usual, 1e-9)))
    else:
        law = poisson(np.maximum(usual, 1e-9))
    chance = np.minimum(law.cdf(came), law.sf(came - 1))
    found = np.flatnonzero(chance < _UNUSUAL)
    if len(found):
        order = found[np.argsort(chance[found])][:_MOST_NAMED]
        named = ", ".join(
            f"{counts.dates[d]} ({came[d]:,} of {usual[d]:,.0f})" for d in sorted(order)
        )
        more = f" and {len(found) - len(order)} more" if len(found) > len(order) else ""
        yield (
            f"Days unlike their day of the week: {named}{more}. Holidays and gaps of a log are "
            "taken for chance, and make the day factor larger; --leave-out DATE leaves a day out."
        )


def _columns(log: Log) -> Iterator[str]:
    if log.soc is None:
        yield "No column of states of charge: the default of returned batteries is kept."
    if log.service_s is None:
        yield "No column of service times: the default swap time is kept."
