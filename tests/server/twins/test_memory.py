"""Who sleeps when memory does not suffice."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from voltwin_server.twins.memory import Need, next_to_sleep

NEED = Need(bytes=100, is_watched=False, is_playing=False, used_at=0.0)
NEEDS = st.lists(
    st.builds(
        Need,
        bytes=st.integers(0, 100),
        is_watched=st.booleans(),
        is_playing=st.booleans(),
        used_at=st.floats(0, 10),
    )
)


def named(**needs: Need) -> list[tuple[str, Need]]:
    return list(needs.items())


def test_within_the_budget_nobody_sleeps() -> None:
    assert next_to_sleep(named(a=NEED, b=NEED), 200) is None


def test_the_longest_unused_sleeps() -> None:
    assert next_to_sleep(named(a=replace(NEED, used_at=2.0), b=NEED), 199) == "b"


def test_one_that_plays_sleeps_after_those_that_do_not() -> None:
    needs = named(a=replace(NEED, used_at=2.0), b=replace(NEED, is_playing=True))
    assert next_to_sleep(needs, 199) == "a"


def test_those_that_are_watched_never_sleep() -> None:
    watched = replace(NEED, is_watched=True)
    assert next_to_sleep(named(a=watched, b=watched), 0) is None


@given(needs=NEEDS, budget=st.integers(0, 500))
def test_they_sleep_until_it_suffices_or_all_are_watched(needs: list[Need], budget: int) -> None:
    awake = dict(enumerate(needs))
    while (sleepy := next_to_sleep(awake.items(), budget)) is not None:
        assert not awake.pop(sleepy).is_watched
    suffices = sum(need.bytes for need in awake.values()) <= budget
    assert suffices or all(need.is_watched for need in awake.values())
