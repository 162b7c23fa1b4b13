"""Whatever is done to a twin, it is what its recipe says: a plain run of it, on either engine."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.twin.random_twins import difference_of_logs, differences, played

SEEDS = st.integers(0, 2**24)


@given(SEEDS)
@settings(max_examples=25)
def test_a_twin_stands_where_a_plain_run_of_its_recipe_does(
    tmp_path_factory: pytest.TempPathFactory, seed: int
) -> None:
    twin = played(seed, tmp_path_factory.mktemp("twin") / "asleep")
    assert list(differences(twin)) == []


@given(SEEDS)
@settings(max_examples=8)
def test_both_engines_write_the_same_log_of_its_recipe(
    tmp_path_factory: pytest.TempPathFactory, seed: int
) -> None:
    assert difference_of_logs(played(seed, tmp_path_factory.mktemp("twin") / "asleep")) == ""
