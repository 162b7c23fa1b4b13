"""Random draws: the published answers of Philox, and that draws are uniform and independent,
whatever differs in what they are for: seed, replication, entity, stream or number."""

import itertools
import math
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy.stats import norm, poisson, uniform

from voltwin.validation.demand_checks.goodness import largest_score, of_counts, of_worst
from voltwin.validation.trust.check import Check
from voltwin.validation.trust.effort import Effort
from voltwin.validation.trust.judging import at_most, exact
from voltwin.validation.trust.power import CHANCE, SEEN
from voltwin.validation.trust.verdict import Sample, Verdict
from voltwin.validation.trust.worst import worst
from voltwin_core import draws

Floats = npt.NDArray[np.float64]

# Counter, key, answer; of the authors' file `kat_vectors`, Philox4x32 with 10 rounds.
KNOWN_ANSWERS = (
    (
        "00000000 00000000 00000000 00000000",
        "00000000 00000000",
        "6627e8d5 e169c58d bc57ac4c 9b00dbd8",
    ),
    (
        "ffffffff ffffffff ffffffff ffffffff",
        "ffffffff ffffffff",
        "408f276d 41c83b0e a20bc7c6 6d5451fd",
    ),
    (
        "243f6a88 85a308d3 13198a2e 03707344",
        "a4093822 299f31d0",
        "d16cfe09 94fdcceb 5001e420 24126ea1",
    ),
)

SEEDS, REPLICATIONS = (641, 642), (0, 1)
ENTITIES = (
    ("station", "north"),
    ("station", "north2"),
    ("vehicle", "taxi/17"),
    ("vehicle", "taxi/18"),
)
STREAMS = tuple(range(draws.BAY_FAULT + 1))  # all, and the one half of a block that none takes
NUMBERS = {Effort.QUICK: 4096, Effort.FULL: 65_536}  # of each stream, entity, replication, seed

_BITS = 52  # of a draw
_CLASSES = 32  # of each of two draws in a row
_BIRTHDAYS, _YEAR_BITS = 4096, 32


@dataclass(frozen=True)
class Drawn:
    """Draws by stream, by who draws (seed, replication, entity), and by number."""

    values: Floats  # (streams, who, numbers)

    @property
    def rows(self) -> Floats:
        """One row for each stream of each."""
        return self.values.reshape(-1, self.values.shape[2])


def drawn(count: int) -> Drawn:
    """Return draws of the numbers from 0 on, as kernels take them: of runs by seed, replication and
    entity, and last of one that goes on from the first in another way."""
    runs = [draws.run_key(*names) for names in itertools.product(SEEDS, REPLICATIONS)]
    runs.append(draws.other_key(runs[0], SEEDS[0], 0))
    keys = [(run, draws.entity_key(*entity)) for run, entity in itertools.product(runs, ENTITIES)]
    found = np.empty((len(STREAMS), len(keys), count))
    for (who, (run, entity)), stream in itertools.product(enumerate(keys), STREAMS[::2]):
        found[stream : stream + 2, who] = pairs(run, stream, entity, count)
    return Drawn(found)


def pairs(run: int, stream: int, entity: int, count: int) -> Floats:
    """Return so many draws of an even stream and of the one after it, shape (2, count)."""
    found, several = np.empty((2, count)), np.empty(2 * draws.AHEAD)
    key: Any = np.uint64(run)  # as it stands in the tables: a bare int is taken as int64
    who: Any = np.uint64(entity)
    for first in range(0, count, draws.AHEAD):
        draws.uniforms_ahead(key, stream // 2, who, first, several, 0)
        found[:, first : first + draws.AHEAD] = several.reshape(2, -1)
    return found


def random_draws(effort: Effort) -> Iterator[Verdict]:
    """Yield the verdicts on the generator, and on its draws."""
    yield exact("differing words of Philox", 0.0, float(wrong_words()), 0.0)
    yield from verdicts_on(drawn(NUMBERS[effort]))


def wrong_words() -> int:
    """Return how many words of the known answers are others."""
    wrong = 0
    for counter, key, answer in KNOWN_ANSWERS:
        words = [np.uint64(int(word, 16)) for word in f"{counter} {key}".split()]
        found = draws.philox(*words)
        wrong += sum(
            int(word) != int(text, 16) for word, text in zip(found, answer.split(), strict=True)
        )
    return wrong


def verdicts_on(found: Drawn) -> Iterator[Verdict]:
    """Yield the verdicts on draws."""
    streams, who, count = found.values.shape
    seeds = " and ".join(map(str, SEEDS))
    sizes = f"{streams} streams x {who} x {count:,} draws, seeds {seeds}"
    sample, of_stream = Sample(SEEDS[0], sizes), math.sqrt(who * count)
    by_stream = [values.ravel() for values in found.values]
    yield of_worst("uniform, distance of law", by_stream, uniform.cdf, sample)
    yield largest_score("share of a bit, off 1/2", _bits(found), 0.5 / of_stream, sample)
    yield _pairs_in_a_row(found, sample)
    yield largest_score("correlation of two rows", _correlated(found), count**-0.5, sample)
    yield _largest_wave(found, sample)
    yield _birthdays(found, sample)


def _bits(found: Drawn) -> Floats:
    """Return how often each bit of each stream is set, as scores."""
    scores = []
    for values in found.values:
        whole = np.floor(values.ravel() * 2.0**_BITS).astype(np.uint64)
        for bit in range(_BITS):
            ones = int(np.count_nonzero(whole & np.uint64(1 << bit)))
            scores.append((2.0 * ones - whole.size) / math.sqrt(whole.size))
    return np.array(scores)


def _pairs_in_a_row(found: Drawn, sample: Sample) -> Verdict:
    """Two draws of a stream in a row are uniform in the square."""
    squares = _CLASSES * _CLASSES
    counted = np.zeros((len(found.values), squares))
    for of_stream, values in zip(counted, found.values, strict=True):
        place = np.floor(values * _CLASSES).astype(np.int64)
        cell = _CLASSES * place[:, ::2] + place[:, 1::2]
        of_stream[:] = np.bincount(cell.ravel(), minlength=squares)
    expected = np.full(counted.size, found.values[0].size / 2.0 / squares)
    what = "pairs in a row, chi-square"
    return of_counts(what, counted.ravel(), expected, sample, sums=len(counted))


def _correlated(found: Drawn) -> Floats:
    """Return the correlations of all pairs of rows as scores: of the draws, which are their own
    ranks, and of how far they are from the middle."""
    scores = []
    for values in (found.rows - 0.5, np.abs(found.rows - 0.5) - 0.25):
        products = values @ values.T
        lengths = np.sqrt(np.diagonal(products))
        correlation = products / np.outer(lengths, lengths)
        above = np.triu_indices(len(values), 1)
        scores.append(correlation[above] * math.sqrt(values.shape[1]))
    return np.concatenate(scores)


def _largest_wave(found: Drawn, sample: Sample) -> Verdict:
    """No row has a period: the parts of its variance by frequency are exponential, and the largest
    of so many is known (Fisher 1929). It is told as the amplitude of a wave."""
    count, most_power = found.values.shape[2], 0.0
    for row in found.rows:
        parts = np.abs(np.fft.rfft(row - 0.5)[1:-1]) ** 2 * (12.0 / count)
        most_power = worst((most_power, float(parts.max())))
    limit = math.log(len(found.rows) * (count // 2 - 1) / CHANCE)
    seen = (math.sqrt(limit) + float(norm.ppf(SEEN)) * math.sqrt(0.5)) ** 2  # wave and noise
    largest, most, caught = (math.sqrt(part / (3.0 * count)) for part in (most_power, limit, seen))
    what = "wave in a row, amplitude"
    return replace(at_most(what, largest, most, sample=sample, chance=CHANCE), catches=caught)


def _birthdays(found: Drawn, sample: Sample) -> Verdict:
    """Spacings of birthdays repeat about as often as they do by chance (Marsaglia 1985; L'Ecuyer
    and Simard 2001): birthdays are the draws of all, number by number."""
    years, repeated = 0, 0
    for first in range(0, found.values.shape[2], _BIRTHDAYS):
        mixed = found.rows[:, first : first + _BIRTHDAYS].T.ravel()
        of_part = len(mixed) // _BIRTHDAYS
        days = np.floor(mixed[: of_part * _BIRTHDAYS] * 2.0**_YEAR_BITS).reshape(of_part, -1)
        spacings = np.sort(np.diff(np.sort(days, axis=1), axis=1), axis=1)
        repeated += int((np.diff(spacings, axis=1) == 0.0).sum())
        years += of_part
    mean = years * _BIRTHDAYS**3 / 2.0 ** (_YEAR_BITS + 2)
    limit = float(poisson.isf(CHANCE / 2.0, mean)) / mean - 1.0
    told = sample._replace(sizes=f"{years} years of {_BIRTHDAYS:,} birthdays, {mean:,.0f} expected")
    verdict = at_most(
        "birthday spacings, off by",
        abs(repeated / mean - 1.0),
        limit,
        sample=told,
        chance=CHANCE,
    )
    return replace(verdict, catches=limit + float(norm.ppf(SEEN)) / math.sqrt(mean))


CHECK = Check(
    "draws",
    "demand",
    "random draws of all streams, by seed, replication, entity and number",
    "Salmon et al. (2011), known answers; tests of Knuth, vol. 2, and Marsaglia (1985)",
    random_draws,
    seconds=7.0,
)
