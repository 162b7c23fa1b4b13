"""The state of a run to go on from in another way: with other draws from where it stands on."""

from voltwin_bindings.kept_state import FROZEN
from voltwin_bindings.kernel_state import KernelState
from voltwin_bindings.merged_log import log_buffer
from voltwin_bindings.nested import copied
from voltwin_core.record import as_array
from voltwin_core.station.drawing_again import draw_again
from voltwin_core.station.script import HOURS_BY_WEEK, OBSERVE, Line
from voltwin_core.swap import set_all_due


def drawn_again(state: KernelState, key: int) -> KernelState:
    """Return a state of its own that goes on by the draws of another key. It writes a log if the
    run does: what is under way at a station is kept in another way without one.

    docs/forecasts.md says what is drawn anew and what has been drawn already.

    Args:
        state: of a run, not written to; parameters are shared with it.
        key: see `voltwin_core.draws.other_key`.
    """
    world = copied(state.world._replace(log=log_buffer(0)), but=FROZEN)
    as_array(world.control)["key"] = key
    if state.now > 0.0:  # else nothing has been drawn yet
        draw_again(world, state.now)
        set_all_due(world)
    return state._replace(world=world)


def unforeseen(state: KernelState) -> KernelState:
    """Return a state in which no observation after its time happens: whoever stands there could not
    have known it. Its arrays are those of the other one.

    Each becomes a line that passes by: the end of what has never been in force.
    """
    script = as_array(state.world.parameters.script)
    later = (script["does"] == OBSERVE) & (script["time"] > state.now)
    if not later.any():
        return state
    script = script.copy()
    script["does"][later] = HOURS_BY_WEEK
    script["ends"][later] = script["number"][later]
    parameters = state.world.parameters._replace(script=Line.adopt(script))
    return state._replace(world=state.world._replace(parameters=parameters))
