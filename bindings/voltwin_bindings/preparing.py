"""Which kernels apart a network needs."""

from voltwin_bindings.components import has_drivers
from voltwin_bindings.disturbing import is_disturbed
from voltwin_core.apart import prepare
from voltwin_core.fleet.life import live_on
from voltwin_core.station.interventions import on_disturbance
from voltwin_core.station.world import World
from voltwin_core.swap import advance_component


def prepare_kernels(world: World) -> None:
    """Have the kernels apart that a world's runs may call, compiled or from the cache."""
    prepare(advance_component, world)
    if is_disturbed(world.parameters):
        prepare(on_disturbance, world)
    if has_drivers(world.parameters):
        prepare(live_on, world)
