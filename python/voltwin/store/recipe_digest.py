"""The digest of all that a run's numbers follow from: equal digests, equal numbers."""

import hashlib
import json
from collections.abc import Mapping

_BYTES = 16  # enough against accident among all runs that will ever be stored


def recipe_digest(
    scenario_digest: str,
    *,
    seed: int,
    until_s: float,
    fingerprint: Mapping[str, str],
    engine: str = "kernel",
) -> str:
    """Return the digest of a run's recipe, hexadecimal.

    Replications are no part of it: each is the same whatever others there are.

    Args:
        scenario_digest: of what is simulated, see `ScenarioRecord`.
        seed: of all draws.
        until_s: where it ends [s].
        fingerprint: of engine and platform, see `experiment.fingerprint`.
        engine: "kernel" or "reference", whose sums may differ in their last bits.
    """
    recipe = [scenario_digest, seed, float(until_s), dict(fingerprint), engine]
    text = json.dumps(recipe, sort_keys=True)
    return hashlib.blake2b(text.encode(), digest_size=_BYTES).hexdigest()
