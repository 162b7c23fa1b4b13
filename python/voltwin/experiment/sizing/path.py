"""A path of designs from nothing to much, each with the unit more that helps most for its cost."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import combinations
from typing import TypeAlias

from voltwin.experiment.sizing.levers import Design, Lever, nothing
from voltwin.experiment.sizing.parts import Parts
from voltwin.experiment.sizing.screening import Screened, in_order_of_worth
from voltwin.experiment.sizing.trials import Trial, Trials

PATH = "path"
BEYOND = 8  # steps that the path goes on where it keeps the target: designs with room to spare
_MOST_STEPS = 60  # of a block; each takes a trial for each resource and each pair of them
Move: TypeAlias = tuple[str, ...]  # resources of which a unit is added


@dataclass
class Block:
    """Stations that share levers, and the steps that they have taken.

    Other blocks do not affect them, so all blocks take their steps in the same runs.
    """

    levers: list[int]
    stations: set[int]
    steps: list[tuple[float, Design]] = field(default_factory=list)  # help per cost; as it is then
    is_done: bool = False  # no unit more helps, or there is none


def path_of(trials: Trials, parts: Parts | None, found: Screened) -> list[Design]:
    """Return designs by rising cost, the first of which adds nothing.

    Args:
        trials: run what a step needs to know.
        parts: what stations contribute, if they do not affect each other; else the effects of
            screening tell the order.
        found: by screening.
    """
    if parts is None:
        return list(_in_order(trials, in_order_of_worth(trials, found)))
    blocks = _blocks(trials, found.kept)
    path = _merged(trials, blocks)
    while not _is_long_enough(trials, parts, blocks, path):
        _step(trials, parts, blocks)
        path = _merged(trials, blocks)
    return path


def most_of_path(levers: Sequence[Lever]) -> int:
    """Return how many designs a path asks for, at most."""
    most: dict[str, int] = {}
    for lever in levers:
        most[lever.resource] = max(most.get(lever.resource, 0), lever.most)
    moves = len(most) * (len(most) + 1) // 2
    return min(_MOST_STEPS, sum(most.values())) * (moves + 2)


def _in_order(trials: Trials, order: Sequence[int]) -> Iterator[Design]:
    """Yield designs that fill lever after lever."""
    design = list(nothing(trials.levers))
    yield tuple(design)
    for number in order:
        for _ in range(trials.levers[number].most):
            design[number] += 1
            yield tuple(design)


def _blocks(trials: Trials, kept: Sequence[int]) -> list[Block]:
    """Return the finest groups of stations that no lever reaches across."""
    blocks: list[Block] = []
    for number in kept:
        stations = set(trials.levers[number].stations)
        joined = [block for block in blocks if block.stations & stations]
        levers = sorted([number, *(lever for block in joined for lever in block.levers)])
        merged = Block(levers, stations.union(*(block.stations for block in joined)))
        blocks = [*(block for block in blocks if block not in joined), merged]
    return blocks


def _step(trials: Trials, parts: Parts, blocks: Sequence[Block]) -> None:
    """Have each block add what helps it most for its cost."""
    under_way = [block for block in blocks if not block.is_done]
    now = _together(trials, under_way, ())
    resources = list(dict.fromkeys(lever.resource for lever in trials.levers))
    moves: list[Move] = [(name,) for name in resources]
    moves += list(combinations(resources, 2))
    designs = [_together(trials, under_way, move) for move in moves]
    base, *others = trials.of([now, *designs], PATH)
    for block in under_way:
        options = list(_options(trials, parts, block, base, others))
        if not options or len(block.steps) >= _MOST_STEPS:
            block.is_done = True
            continue
        ratio, design = max(options, key=lambda option: option[0])
        block.steps.append((ratio, design))


def _options(
    trials: Trials, parts: Parts, block: Block, base: Trial, others: Sequence[Trial]
) -> Iterator[tuple[float, Design]]:
    """Yield what the moves help a block for their cost, and the design of the block then."""
    stations = sorted(block.stations)
    without = parts.at(base.variant, stations).mean()
    now = _own(base.design, block)
    for trial in others:
        design = _own(trial.design, block)
        gained = trials.goal.sign * (without - parts.at(trial.variant, stations).mean())
        if design != now and gained > 0.0:
            yield float(gained) / (trials.cost(design) - trials.cost(now)), design


def _own(design: Design, block: Block) -> Design:
    """Return a design with units at the levers of a block alone."""
    own = set(block.levers)
    return tuple(units if number in own else 0 for number, units in enumerate(design))


def _together(trials: Trials, blocks: Sequence[Block], move: Move) -> Design:
    """Return the design in which all blocks have taken their steps, and a move."""
    design = list(nothing(trials.levers))
    for block in blocks:
        for number in block.levers:
            lever = trials.levers[number]
            units = block.steps[-1][1][number] if block.steps else 0
            design[number] = min(lever.most, units + (lever.resource in move))
    return tuple(design)


def _merged(trials: Trials, blocks: Sequence[Block]) -> list[Design]:
    """Return the steps of all blocks as one path: of their next steps always the one that helps
    most for its cost. It ends where the next step of a block is not known."""
    taken = [0] * len(blocks)
    path = [nothing(trials.levers)]
    while True:
        if any(n == len(b.steps) and not b.is_done for n, b in zip(taken, blocks, strict=True)):
            return path
        ahead = [n for n, block in enumerate(blocks) if taken[n] < len(block.steps)]
        if not ahead:
            return path
        best = max(ahead, key=lambda n: (blocks[n].steps[taken[n]][0], -n))
        own = set(blocks[best].levers)
        step = blocks[best].steps[taken[best]][1]
        path.append(tuple(step[n] if n in own else units for n, units in enumerate(path[-1])))
        taken[best] += 1


def _is_long_enough(
    trials: Trials, parts: Parts, blocks: Sequence[Block], path: Sequence[Design]
) -> bool:
    """Return whether the path goes some steps beyond the target, or there is nothing to add."""
    if all(block.is_done for block in blocks):
        return True
    if len(path) <= BEYOND:
        return False
    (before,) = trials.of([path[-1 - BEYOND]], PATH)
    return before.is_feasible
