"""Both engines on random scenarios, small enough for plain Python: run on mutants, by its path.

The property test of `tests/validation/test_engines.py` asks the same of some hundred larger ones.
"""

import pytest

from voltwin.validation.engines import compare_scope
from voltwin.validation.scope import Scope

SCENARIOS = 96


@pytest.mark.parametrize("n", range(SCENARIOS))
def test_engines_agree_and_are_right(n: int) -> None:
    scope = Scope(f"mutants/{n}", stations=1 + n % 4, arrivals=0.05)
    outcome = compare_scope(scope)
    assert outcome.ok, outcome.message
