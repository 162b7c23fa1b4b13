"""The order of events: (time, rank, entity), and whole consequences before the next one."""

import math
from collections.abc import Generator
from random import Random
from typing import Any

import pytest
from simpy import Interrupt, Process
from simpy.events import Event

from voltwin.reference.environment import Environment


def note(env: Environment, seen: list[Any], what: Any, time: float, rank: int, entity: int) -> None:
    """Have it noted when an event happens."""
    env.at(time, rank, entity).callbacks.append(lambda _: seen.append(what))


def test_events_come_by_time_then_rank_then_entity() -> None:
    keys = [(time, rank, entity) for time in (0.0, 1.5) for rank in range(3) for entity in range(4)]
    shuffled = Random(1).sample(keys, len(keys))
    env, seen = Environment(), list[Any]()
    for key in shuffled:
        note(env, seen, key, *key)
    env.run_before(math.inf)
    assert seen == keys


def test_the_rank_outweighs_any_entity() -> None:
    env, seen = Environment(), list[Any]()
    note(env, seen, "rank 3", 0.0, 3, 0)
    note(env, seen, "rank 2", 0.0, 2, 2**31 - 1)
    env.run_before(1.0)
    assert seen == ["rank 2", "rank 3"]


def test_an_event_lands_on_its_very_float() -> None:
    source = Random(7)
    env, seen = Environment(), list[Any]()
    times = sorted(10.0 ** source.uniform(-60.0, 60.0) for _ in range(200))

    def walk() -> Generator[Event, Any, None]:
        for time in times:
            yield env.at(time, 0, 0)
            seen.append(env.now)

    env.process(walk())
    env.run_before(math.inf)
    assert seen == times
    steps = zip(times, times[1:], strict=False)
    assert any(now + (time - now) != time for now, time in steps)  # SimPy's own way would miss


def test_consequences_come_before_the_next_event_and_the_last_one_after_them() -> None:
    env, seen = Environment(), list[Any]()

    def consequence() -> Generator[Event, Any, None]:
        seen.append("process")
        yield env.timeout(0)
        seen.append("timeout")

    def last(_: Event) -> None:
        seen.append("last")
        env.process(consequence())

    def cause(_: Event) -> None:
        env.finish_with(last)
        env.process(consequence())
        note(env, seen, "event of a lower rank", 1.0, 0, 0)

    env.at(1.0, 5, 0).callbacks.append(cause)
    note(env, seen, "next event", 1.0, 6, 0)
    env.run_before(2.0)
    assert seen == [
        *("process", "timeout", "last", "process", "timeout"),
        "event of a lower rank",
        "next event",
    ]


def test_a_cancelled_event_has_no_consequence() -> None:
    env, seen = Environment(), list[Any]()
    note(env, seen, "kept", 1.0, 0, 0)
    cancelled = env.at(0.5, 0, 0)
    cancelled.callbacks.append(lambda _: seen.append("cancelled"))
    cancelled.cancel()
    env.run_before(2.0)
    assert seen == ["kept"]


def test_cancelling_what_has_happened_changes_nothing() -> None:
    env, seen = Environment(), list[Any]()
    event = env.at(0.5, 0, 0)
    event.callbacks.append(lambda _: seen.append("happened"))
    env.run_before(1.0)
    event.cancel()
    assert event.processed
    assert seen == ["happened"]


def test_the_next_event_of_the_same_key_may_follow_at_once() -> None:
    env, seen = Environment(), list[Any]()
    cause = env.at(1.0, 4, 2)
    cause.callbacks.append(lambda _: note(env, seen, "again", 1.0, 4, 2))
    env.run_before(2.0)
    assert seen == ["again"]


@pytest.mark.parametrize(("until", "expected"), [(1.0, []), (math.nextafter(1.0, 2.0), ["at 1"])])
def test_an_event_at_the_end_is_not_before_it(until: float, expected: list[str]) -> None:
    env, seen = Environment(), list[Any]()
    note(env, seen, "at 1", 1.0, 0, 0)
    env.run_before(until)
    assert seen == expected


def test_an_event_at_infinity_never_happens() -> None:
    env, seen = Environment(), list[Any]()
    note(env, seen, "never", math.inf, 0, 0)
    env.run_before(math.inf)
    assert seen == []
    assert env.peek() == math.inf


def test_a_process_that_fails_fails_the_run() -> None:
    env = Environment()

    def failing() -> Generator[Event, Any, None]:
        yield env.at(1.0, 0, 0)
        raise ArithmeticError("on purpose")

    env.process(failing())
    with pytest.raises(ArithmeticError, match="on purpose"):
        env.run_before(2.0)


def test_who_waits_until_all_is_obeyed_goes_on_after_interrupts_and_new_processes() -> None:
    env, seen = Environment(), list[str]()

    def sleeper() -> Generator[Event, Any, None]:
        try:
            yield env.at(math.inf, 0, 0)
        except Interrupt:
            seen.append("woken")

    def begin() -> Generator[Event, Any, None]:
        seen.append("begun")
        yield env.event()

    def teller(sleeping: Process) -> Generator[Event, Any, None]:
        yield env.at(1.0, 0, 0)
        sleeping.interrupt()
        env.process(begin())
        yield env.once_obeyed()
        seen.append("told")

    env.process(teller(env.process(sleeper())))
    env.run_before(2.0)
    assert seen == ["woken", "begun", "told"]
