"""Numbers of a calibration as texts, for the terminal, the page and the documentation."""

import math
from typing import TYPE_CHECKING

from voltwin.calibration.laws import Law
from voltwin.calibration.scores import BANDS, Score
from voltwin.wording.quantities import NONE, duration, number, share

if TYPE_CHECKING:
    from voltwin.calibration.calibration import Calibration

PARAMETERS = ("Fitted", "Value", "From", "To")
SCORES = ("Held out", *(f"in {100 * band:.0f} %" for band in BANDS), "CRPS", "Difference")


def headline(found: "Calibration") -> str:
    """Return what was fitted, and how good it is, a sentence or two."""
    per_day = 24.0 * found.demand.profile.mean
    parts = [f"{few(per_day)} arrivals a day"]
    if found.demand.day_variance:
        parts.append(f"days that differ by ± {share(math.sqrt(found.demand.day_variance))} beside")
    if found.soc is not None:
        parts.append(f"batteries that come with a SoC of {found.soc.mean:.2f}")
    if found.service is not None:
        parts.append(f"service of {duration(found.service.mean)}")
    joined = parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} and {parts[-1]}"
    return f"{joined}. {verdict(found)}"


def verdict(found: "Calibration") -> str:
    """Return how the fit did on days that were held out, a sentence."""
    of_day = [score for score in found.score_list if score.measure == "day"]
    if not of_day:
        return found.not_held or "No whole day was held out."
    score = of_day[0]
    how = "as well as"
    if score.high < 0.0 or score.low > 0.0:
        how = "better than" if score.high < 0.0 else "worse than"
    told = ", as far as they can tell" if how == "as well as" else ""
    return (
        f"On {number(score.n)} days that were held out it foretells day totals {how} the mean of "
        f"each hour of the week{told}; its band of 95 % held {share(score.coverage[-1])} of them."
    )


def scope(found: "Calibration") -> str:
    """Return what the log was, a line."""
    counts = found.counts
    stations = f", {number(len(counts.stations))} stations" if counts.stations != ("",) else ""
    rows = f"{number(len(found.log))} rows"
    if counts.days == 1:
        return f"{rows}, of {counts.dates[0]} alone{stations}"
    days = f"{number(counts.days)} days from {counts.dates[0]} to {counts.dates[-1]}"
    return f"{rows}, {days}{stations}"


def parameter_rows(found: "Calibration") -> list[tuple[str, ...]]:
    """Return the rows below `PARAMETERS`."""
    return [
        (
            f"{row['what']}: {row['parameter']}",
            *(_value(row[name]) for name in ("value", "low", "high")),
        )
        for row in found.parameters.to_pylist()
    ]


def _value(value: float | None) -> str:
    return NONE if value is None else few(value)


def few(value: float) -> str:
    """Return a value with four digits, or all that stand before the point."""
    return f"{value:,.0f}" if abs(value) >= 1000.0 else f"{value:.4g}"


def score_rows(found: "Calibration") -> list[tuple[str, ...]]:
    """Return the rows below `SCORES`: of the fit, and of its rival."""
    rows = []
    for score in found.score_list:
        rows += [_ours(score), _rival(score)]
    return rows


def _ours(score: Score) -> tuple[str, ...]:
    off = f"{score.difference:+.3g} ({score.low:+.2g} to {score.high:+.2g})"
    return (
        f"{number(score.n)} {score.measure}s",
        *map(share, score.coverage),
        f"{score.crps:.3g}",
        off,
    )


def _rival(score: Score) -> tuple[str, ...]:
    return ("  mean of the hour", *map(share, score.rival_coverage), f"{score.rival_crps:.3g}", "")


def law_lines(found: "Calibration") -> list[str]:
    """Return why each law was chosen."""
    laws: tuple[tuple[str, Law | None], ...] = (
        ("Returned SoC", found.soc),
        ("Service times [s]", found.service),
    )
    return [f"{name}, of {number(law.n)}: {law.why}" for name, law in laws if law is not None]
