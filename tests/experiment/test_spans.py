"""Runs and chunks: whatever is finished is not asked for again, and nothing is left out."""

from hypothesis import given
from hypothesis import strategies as st

from voltwin.experiment.shards import share
from voltwin.experiment.spans import Span, chunks, keys_of, missing
from voltwin.experiment.variant import Variant

VARIANTS = [Variant(f"v{number}") for number in range(4)]
spans = st.lists(
    st.builds(Span, st.integers(0, 3), st.integers(0, 30), st.integers(1, 20)), max_size=5
)


def runs_of(found: list[Span]) -> list[tuple[int, int]]:
    return [(one.variant, number) for one in found for number in range(one.first, one.end)]


@given(spans, spans)
def test_missing_are_those_that_are_wanted_and_not_finished(
    wanted: list[Span], done: list[Span]
) -> None:
    finished = set(runs_of(done))
    keys = keys_of(done)
    keys.sort()
    expected = [run for run in runs_of(wanted) if run not in finished]
    assert runs_of(missing(wanted, keys)) == expected


@given(spans, st.integers(1, 9))
def test_chunks_are_all_runs_in_their_order_in_pieces_of_the_size_asked_for(
    wanted: list[Span], size: int
) -> None:
    found = list(chunks(wanted, VARIANTS, lambda left: size))
    parts = [[span for _, span in chunk] for chunk in found]
    assert runs_of([span for part in parts for span in part]) == runs_of(wanted)
    assert all(sum(span.runs for span in part) == size for part in parts[:-1])
    assert all(VARIANTS[span.variant] is variant for chunk in found for variant, span in chunk)


def test_the_size_of_a_chunk_is_asked_anew_and_told_what_is_left() -> None:
    told: list[int] = []

    def half(left: int) -> int:
        told.append(left)
        return -(-left // 2)

    assert len(list(chunks([Span(0, 0, 10)], VARIANTS, half))) == 4
    assert told == [10, 5, 2, 1]


@given(spans, st.integers(1, 7))
def test_shards_are_all_runs_and_no_run_twice(wanted: list[Span], parts: int) -> None:
    found = [share(wanted, (part, parts)) for part in range(1, parts + 1)]
    assert [run for part in found for run in runs_of(part)] == runs_of(wanted)
    sizes = [len(runs_of(part)) for part in found]
    assert max(sizes) - min(sizes) <= 1
