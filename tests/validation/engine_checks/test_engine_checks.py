"""The engines against each other, as checks; and that they find engines that differ."""

from collections.abc import Iterable
from dataclasses import replace

import pytest

from voltwin.kpis.cells import Cells
from voltwin.kpis.from_world import cells_from_world
from voltwin.reference.environment import Environment, Pending
from voltwin.validation import engines
from voltwin.validation.engine_checks import CHECKS, plain_python, random_scenarios
from voltwin.validation.engine_checks.plain_python import Size
from voltwin.validation.engine_checks.random_scenarios import Tally
from voltwin.validation.engines import LOGS, QUESTIONS, RESTORED, RULES, SUMS, Outcome
from voltwin.validation.network import Arrivals, Network, Site, Type, parameters
from voltwin.validation.scope import Scope
from voltwin.validation.trust.effort import Effort
from voltwin.validation.trust.verdict import Status, Verdict
from voltwin_bindings.kernel_state import KernelState, state_of
from voltwin_bindings.snapshot_file import Content
from voltwin_core.draws import run_key
from voltwin_core.record import as_array
from voltwin_core.station.events import LIMIT
from voltwin_core.station.world import World


def failed(found: Iterable[Verdict]) -> list[str]:
    return [verdict.what for verdict in found if verdict.status is Status.FAILED]


def verdicts_of(scenarios: range) -> list[Verdict]:
    return list(random_scenarios.verdicts_on(random_scenarios.tally_of(scenarios)))


def test_each_part_has_scenarios_of_its_own_and_a_line_for_each_question() -> None:
    parts = [check for check in CHECKS if check.name.startswith("engines-")]
    found = [list(check.run(Effort.QUICK)) for check in parts[:2]]
    assert [failed(verdicts) for verdicts in found] == [[], []]
    assert [len(verdicts) for verdicts in found] == [len(QUESTIONS)] * 2
    assert found[0][0].sample.sizes != found[1][0].sample.sizes
    assert len({check.name for check in parts}) == random_scenarios.PARTS


def test_engines_that_differ_are_found(monkeypatch: pytest.MonkeyPatch) -> None:
    def at_wrong_rank(env: Environment, time: float, of: int, entity: int) -> Pending:
        return at(env, time, 18 if of == LIMIT else of, entity)

    at = Environment.at
    monkeypatch.setattr(Environment, "at", at_wrong_rank)
    found = [v for v in verdicts_of(range(20)) if v.status is Status.FAILED]
    assert LOGS in [verdict.what for verdict in found]
    assert "row " in found[0].reason


def test_a_snapshot_that_forgets_something_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    def forgetful(content: Content) -> KernelState:
        state = state_of(content)
        as_array(state.world.demand.states)["ordinal"] += 1
        return state

    monkeypatch.setattr(engines, "state_of", forgetful)
    assert failed(verdicts_of(range(6))) == [RESTORED]


def made_tally(*outcomes: Outcome) -> Tally:
    tally = Tally()
    for n, outcome in enumerate(outcomes):
        tally.add(Scope(f"made/{n}"), outcome)
    return tally


WHOLE = Outcome(100, "", (), frozenset({"a fleet"}), frozenset({"arrival"}), QUESTIONS)
CUT_SHORT = replace(WHOLE, rows=20, asked=(LOGS, RULES))


def test_a_question_counts_the_scenarios_that_it_was_asked_of() -> None:
    found = list(random_scenarios.verdicts_on(made_tally(WHOLE, CUT_SHORT, CUT_SHORT)))
    assert failed(found) == []
    sizes = {verdict.what: verdict.sample.sizes for verdict in found}
    for question in QUESTIONS:
        of = "3 random scenarios, 140 rows" if question in (LOGS, RULES) else "1 random scenarios"
        assert sizes[question].startswith(of)


def test_a_question_that_was_asked_of_nothing_shows_nothing() -> None:
    cut_short = random_scenarios.verdicts_on(made_tally(CUT_SHORT))
    assert failed(cut_short) == [what for what in QUESTIONS if what not in CUT_SHORT.asked]
    without_rows = random_scenarios.verdicts_on(made_tally(replace(WHOLE, rows=0)))
    assert failed(without_rows) == list(QUESTIONS)


def test_a_ring_that_runs_empty_leaves_questions_open() -> None:
    site = Site(inventory=((0.9,),), ring=(2,), shares=(1.0,), arrivals=Arrivals(per_s=0.01))
    network = Network((Type(),), (site,), horizon_s=86400.0)
    assert engines.compare_engines(parameters(network), 1).asked == (LOGS, RULES)


def test_what_no_scenario_has_is_found() -> None:
    tally = random_scenarios.tally_of(range(3))
    few = random_scenarios.verdict_on_seen(tally)
    assert few.status is Status.FAILED
    assert few.reason.startswith("never seen: ")
    tally.seen.update(random_scenarios.TO_SEE)
    assert random_scenarios.verdict_on_seen(tally).status is Status.PASSED
    tally.seen.remove("row: towed")
    assert random_scenarios.verdict_on_seen(tally).reason == "never seen: row: towed"


def test_nothing_is_seen_that_is_not_looked_for() -> None:
    assert len(set(random_scenarios.TO_SEE)) == len(random_scenarios.TO_SEE)
    assert random_scenarios.tally_of(range(20)).seen <= set(random_scenarios.TO_SEE)


def test_sums_that_are_off_are_found(monkeypatch: pytest.MonkeyPatch) -> None:
    right = cells_from_world

    def off(world: World, end_s: float) -> Cells:
        cells = right(world, end_s)
        cells.wait_bins[0, 0] += 1
        return cells

    monkeypatch.setattr(engines, "cells_from_world", off)
    assert SUMS in failed(verdicts_of(range(2)))


def test_engines_agree_uncompiled_and_no_index_is_out_of_bounds() -> None:
    found = list(plain_python.verdicts_on(Size(8, 20, 1.0)))
    assert failed(found) == []
    rows = int(found[0].sample.sizes.partition(", ")[2].split()[0].replace(",", ""))
    assert rows > 5000


def test_an_uncompiled_kernel_that_differs_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(plain_python, "_KEY", run_key(plain_python.SEED + 1, 0))
    assert failed(plain_python.verdicts_on(Size(1, 2, 0.2))) == [
        "scenarios with another log uncompiled than compiled",
        "scenarios with another log uncompiled than that of the reference",
    ]


def test_a_kernel_that_is_compiled_after_all_is_an_error() -> None:
    with pytest.raises(RuntimeError, match="NUMBA_DISABLE_JIT is not set"):
        plain_python.run_uncompiled(".", "1", "1", "1.0")
