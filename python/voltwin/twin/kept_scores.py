"""Scores in a file: forecasts that may still be met, and the sums so far."""

import json
import os
from io import BytesIO
from pathlib import Path

import numpy as np

from voltwin.twin.bands import LEVELS, PROBABILITIES
from voltwin.twin.scores import LEADS_H, MOST_BYTES, SUMS, Kept, Scores

FORMAT = 1  # higher with every change of what is written
_ABOUT = {
    "voltwin_scores": FORMAT,
    "levels": list(LEVELS),
    "leads_h": list(LEADS_H),
    "sums": list(SUMS),
    "probabilities": list(PROBABILITIES),
}


class ScoresError(ValueError):
    """A file that no scores can be read from."""


def save_scores(scores: Scores, file: Path) -> None:
    """Write scores to a file, in place of what was in it; what is interrupted leaves that."""
    about = json.dumps({**_ABOUT, "stations": scores.stations})
    arrays = {"about": np.frombuffer(about.encode(), np.uint8), "sums": scores.sums}
    for number, kept in enumerate(scores.kept):
        for name in ("instants_s", "bands", "rival"):
            arrays[f"{number}.{name}"] = getattr(kept, name)
    data = BytesIO()
    np.savez_compressed(data, **arrays)  # type: ignore[arg-type]  # its own flag is a keyword, too
    partial = file.with_name(f".{file.name}")
    partial.write_bytes(data.getvalue())
    os.replace(partial, file)


def load_scores(file: Path, most_bytes: int = MOST_BYTES) -> Scores:
    """Return the scores in a file.

    Args:
        file: that `save_scores` has written.
        most_bytes: as of `Scores`.

    Raises:
        ScoresError: it cannot be read, is damaged, or of another version.
    """
    try:
        with np.load(BytesIO(file.read_bytes()), allow_pickle=False) as arrays:
            about = json.loads(arrays["about"].tobytes())
            stations = about.pop("stations")
            if about != _ABOUT:
                raise ScoresError(f"{file}: scores of another version of Voltwin")
            scores = Scores(stations, most_bytes)
            scores.sums = arrays["sums"]
            count = sum(name.endswith(".bands") for name in arrays)
            for n in range(count):
                instants, bands, rival = (arrays[f"{n}.{name}"] for name in Kept._fields[1:])
                scores.kept.append(Kept(float(instants[0]), instants, bands, rival))
    except ScoresError:
        raise
    except Exception as error:  # NumPy, zlib and zipfile raise many kinds for a damaged file
        raise ScoresError(f"{file}: holds no scores, or they are damaged ({error})") from None
    return scores
