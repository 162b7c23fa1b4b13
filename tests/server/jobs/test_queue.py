"""What waits is taken in the order of its ids; some of it later."""

import threading
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from voltwin_server.jobs.queue import Queue

IDS = st.lists(st.uuids(), unique=True, max_size=20)


@given(IDS, IDS)
def test_the_oldest_is_taken_first_and_what_is_removed_never(
    ids: list[UUID], others: list[UUID]
) -> None:
    waiting = Queue()
    for one in ids:
        waiting.put(one)
    gone = {one for one in others if waiting.remove(one)} | {
        one for one in ids[::3] if waiting.remove(one)
    }
    left = sorted(set(ids) - gone)
    assert len(waiting) == len(left)
    assert [waiting.take() for _ in left] == left


def test_what_is_put_off_waits_for_its_time() -> None:
    waiting = Queue()
    first, second = UUID(int=1), UUID(int=2)
    waiting.put(first, delay_s=0.05)
    waiting.put(second)
    assert len(waiting) == 2
    assert waiting.take() == second
    assert waiting.take() == first


def test_whoever_waits_for_nothing_is_let_go_when_it_closes() -> None:
    waiting = Queue()
    taken: list[UUID | None] = []
    thread = threading.Thread(target=lambda: taken.append(waiting.take()))
    thread.start()
    waiting.close()
    thread.join()
    assert taken == [None]


def test_whoever_waits_is_given_what_comes() -> None:
    waiting = Queue()
    taken: list[UUID | None] = []
    thread = threading.Thread(target=lambda: taken.append(waiting.take()))
    thread.start()
    waiting.put(UUID(int=3))
    thread.join()
    assert taken == [UUID(int=3)]
