from uuid import RFC_4122

from hypothesis import given
from hypothesis import strategies as st

from voltwin.store.uuid7 import derived, uuid7


def test_an_identity_is_a_uuid_of_version_7() -> None:
    one = uuid7()
    assert one.version == 7
    assert one.variant == RFC_4122


def test_identities_are_all_different_and_never_older_than_those_before() -> None:
    made = [uuid7() for _ in range(1_000)]
    assert len(set(made)) == len(made)
    times = [one.int >> 80 for one in made]
    assert times == sorted(times)


@given(st.lists(st.text(), max_size=3), st.lists(st.text(), max_size=3))
def test_what_is_derived_follows_from_its_names_and_keeps_the_time(
    names: list[str], others: list[str]
) -> None:
    one = uuid7()
    found = derived(one, *names)
    assert found.version == 7
    assert found.variant == RFC_4122
    assert found.int >> 80 == one.int >> 80
    assert (found == derived(one, *others)) == (names == others)
