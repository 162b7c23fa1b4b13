"""Scores in a folder: each forecast in a file that is written once, and the sums in another."""

import json
import os
from io import BytesIO
from pathlib import Path
from typing import Any

import numpy as np

from voltwin import disk
from voltwin.twin.bands import LEVELS, PROBABILITIES
from voltwin.twin.scores import LEADS_H, MOST_BYTES, SUMS, KeptForecast, Scores

FORMAT = 1  # higher with every change of what is written
_SUMS, _FORECAST = "sums.npz", "forecast-*.npz"
_ABOUT = {
    "voltwin_scores": FORMAT,
    "levels": list(LEVELS),
    "leads_h": list(LEADS_H),
    "sums": list(SUMS),
    "probabilities": list(PROBABILITIES),
}


class ScoresError(ValueError):
    """A folder that no scores can be read from."""


def save_sums(scores: Scores, folder: Path) -> None:
    """Write how forecasts were met so far; what is interrupted leaves what was there.

    Args:
        scores: of which the sums are written.
        folder: of them; made if there is none.

    Raises:
        OSError: it cannot be written.
    """
    about = np.frombuffer(json.dumps({**_ABOUT, "stations": scores.stations}).encode(), np.uint8)
    data = BytesIO()
    np.savez(data, about=about, sums=scores.sums)
    _write(folder / _SUMS, data)


def save_forecasts(scores: Scores, folder: Path) -> None:
    """Write the forecasts that are kept and not in the folder yet, and delete those that are there
    and not kept any more. Raises, and takes, what `save_sums` does."""
    files = {_file(folder, kept.number): kept for kept in scores.kept}
    for file, kept in files.items():
        if not file.exists():
            data = BytesIO()
            arrays: dict[str, Any] = kept._asdict()
            np.savez_compressed(data, **arrays)
            _write(file, data)
    for file in folder.glob(_FORECAST):
        if file not in files:
            file.unlink(missing_ok=True)


def load_scores(folder: Path, most_bytes: int = MOST_BYTES) -> Scores:
    """Return the scores in a folder.

    Args:
        folder: that `save_sums` and `save_forecasts` have written.
        most_bytes: as of `Scores`.

    Raises:
        ScoresError: a file cannot be read, is damaged, or of another version.
    """
    file = folder / _SUMS
    try:
        scores = _with_sums(file, most_bytes)
        kept: dict[float, KeptForecast] = {}
        for file in sorted(folder.glob(_FORECAST)):  # later ones replace those of their time
            one = _forecast_in(file)
            kept.pop(one.issued_s, None)
            kept[one.issued_s] = one
    except ScoresError:
        raise
    except Exception as error:  # NumPy, zlib and zipfile raise many kinds for a damaged file
        raise ScoresError(f"{file}: holds no scores, or they are damaged ({error})") from None
    scores.put(kept.values())
    return scores


def _with_sums(file: Path, most_bytes: int) -> Scores:
    with np.load(BytesIO(file.read_bytes()), allow_pickle=False) as arrays:
        about = json.loads(arrays["about"].tobytes())
        stations = about.pop("stations")
        if about != _ABOUT:
            raise ScoresError(f"{file}: scores of another version of Voltwin")
        scores = Scores(stations, most_bytes)
        scores.sums = arrays["sums"].reshape(scores.sums.shape)
    return scores


def _forecast_in(file: Path) -> KeptForecast:
    with np.load(BytesIO(file.read_bytes()), allow_pickle=False) as arrays:
        found = KeptForecast(**{name: arrays[name] for name in KeptForecast._fields})
    return found._replace(number=int(found.number), replications=int(found.replications))


def _file(folder: Path, number: int) -> Path:
    return folder / _FORECAST.replace("*", f"{number:09d}")


def _write(file: Path, data: BytesIO) -> None:
    """Replace a file as a whole, on the disk when this returns."""
    file.parent.mkdir(exist_ok=True)
    partial = file.with_name(f".{file.name}")
    partial.write_bytes(data.getvalue())
    disk.sync(partial)
    os.replace(partial, file)
