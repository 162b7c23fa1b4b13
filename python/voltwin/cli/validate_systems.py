"""The systems of theory as commands, each with parameters of one's own."""

from typing import Annotated

import typer

Arrival = Annotated[float, typer.Option(help="Vehicles per minute.")]
ChargeRate = Annotated[float, typer.Option(help="Of a charger, per minute; times exponential.")]
SwapRate = Annotated[float, typer.Option(help="Of a bay, per minute; times exponential.")]
Chargers = Annotated[int, typer.Option(min=1, help="Of a station.")]
Batteries = Annotated[int, typer.Option(min=1, help="Of a station.")]
Bays = Annotated[int, typer.Option(min=1, help="Of a station.")]
Spares = Annotated[int, typer.Option(min=1, help="Full batteries at the start.")]
Room = Annotated[int, typer.Option(min=1, help="For vehicles, those in bays included.")]
Servers = Annotated[int, typer.Option(min=1, help="Batteries, each with a charger.")]
Load = Annotated[float, typer.Option(help="Arrivals in the mean time that a battery is away.")]
Replications = Annotated[int, typer.Option(min=10, help="Independent stations.")]
Arrivals = Annotated[float, typer.Option(min=1000, help="At each of them.")]
Seed = Annotated[int, typer.Option(min=0, help="Of all random draws.")]
Json = Annotated[bool, typer.Option("--json", help="Print JSON instead of a table.")]

_MANY, _LONG = 64, 20_000.0


def add_to(app: typer.Typer) -> None:
    """Add the commands."""
    app.command("erlang-b")(erlang_b)
    app.command("swap-lost")(swap_lost)
    app.command("swap-queue")(swap_queue)
    app.command("erlang-c")(erlang_c)
    app.command("mmck")(mmck)
    app.command("pollaczek-khinchine")(pollaczek_khinchine)
    app.command("window-fill")(window_fill)
    app.command("bscs")(bscs)
    app.command("closed-fleet")(closed_fleet)


def erlang_b(
    servers: Servers = 10,
    load: Load = 7.0,
    law: Annotated[
        str,
        typer.Option(help="Of that time: curve, fixed, exponential, mixed or long-swaps."),
    ] = "curve",
    replications: Replications = _MANY,
    arrivals: Arrivals = _LONG,
    seed: Seed = 1,
    json: Json = False,
) -> None:
    """Vehicles lost where each battery has a charger: Erlang's B formula, for any law."""
    from voltwin.cli.validate_system import Asked, ask
    from voltwin.validation.theory_checks.erlang_b import ErlangB

    ask(lambda: ErlangB(servers, load, law), Asked("erlang-b", replications, arrivals, seed, json))


def swap_lost(
    arrival: Arrival = 3.0,
    charge_rate: ChargeRate = 1.0,
    chargers: Chargers = 4,
    batteries: Batteries = 6,
    replications: Replications = _MANY,
    arrivals: Arrivals = _LONG,
    seed: Seed = 1,
    json: Json = False,
) -> None:
    """Vehicles lost where chargers are few: M/M/C/S."""
    from voltwin.cli.validate_system import Asked, ask
    from voltwin.validation.theory_checks.swap_lost import SwapLost

    asked = Asked("swap-lost", replications, arrivals, seed, json)
    ask(lambda: SwapLost(arrival, charge_rate, chargers, batteries), asked)


def swap_queue(  # noqa: PLR0913, PLR0917 - each is an option
    arrival: Arrival = 3.0,
    charge_rate: ChargeRate = 1.0,
    chargers: Chargers = 4,
    batteries: Batteries = 6,
    places: Annotated[int, typer.Option(min=1, help="For vehicles that wait.")] = 5,
    replications: Replications = _MANY,
    arrivals: Arrivals = _LONG,
    seed: Seed = 1,
    json: Json = False,
) -> None:
    """Vehicles that wait for batteries in a line with a bound: M/M/C/(S+Q)."""
    from voltwin.cli.validate_system import Asked, ask
    from voltwin.validation.theory_checks.swap_queue import SwapQueue

    asked = Asked("swap-queue", replications, arrivals, seed, json)
    ask(lambda: SwapQueue(arrival, charge_rate, chargers, batteries, places), asked)


def erlang_c(
    servers: Servers = 10,
    load: Load = 7.0,
    replications: Replications = _MANY,
    arrivals: Arrivals = _LONG,
    seed: Seed = 1,
    json: Json = False,
) -> None:
    """Vehicles that wait for batteries in a line without bound: Erlang's C formula."""
    from voltwin.cli.validate_system import Asked, ask
    from voltwin.validation.theory_checks.swap_queue import ErlangC

    ask(lambda: ErlangC(servers, load), Asked("erlang-c", replications, arrivals, seed, json))


def mmck(
    arrival: Arrival = 3.0,
    swap_rate: SwapRate = 1.0,
    bays: Bays = 4,
    room: Room = 10,
    replications: Replications = _MANY,
    arrivals: Arrivals = _LONG,
    seed: Seed = 1,
    json: Json = False,
) -> None:
    """Vehicles that wait for bays in a line with a bound: M/M/c/K."""
    from voltwin.cli.validate_system import Asked, ask
    from voltwin.validation.theory_checks.bays import MMcK

    asked = Asked("mmck", replications, arrivals, seed, json)
    ask(lambda: MMcK(arrival, swap_rate, bays, room), asked)


def pollaczek_khinchine(
    arrival: Arrival = 0.7,
    swap: Annotated[float, typer.Option(help="Mean time of a swap, in minutes.")] = 1.0,
    variation: Annotated[
        float, typer.Option(help="Of swap times: standard deviation by mean; 0: all alike.")
    ] = 0.0,
    replications: Replications = _MANY,
    arrivals: Arrivals = _LONG,
    seed: Seed = 1,
    json: Json = False,
) -> None:
    """Vehicles that wait for one bay, with any law of swap times: M/G/1."""
    from voltwin.cli.validate_system import Asked, ask
    from voltwin.validation.theory_checks.bays import OneBay

    asked = Asked("pollaczek-khinchine", replications, arrivals, seed, json)
    ask(lambda: OneBay(arrival, swap, variation), asked)


def window_fill(  # noqa: PLR0913, PLR0917 - each is an option
    arrival: Arrival = 6.0,
    repair: Annotated[float, typer.Option(help="Mean time of a charge, in minutes.")] = 1.0,
    spares: Spares = 8,
    window: Annotated[
        list[float] | None,
        typer.Option(help="Served within this time, in minutes; may be repeated."),
    ] = None,
    law: Annotated[str, typer.Option(help="Of charge times: fixed or exponential.")] = "fixed",
    replications: Replications = _MANY,
    arrivals: Arrivals = 5000.0,
    seed: Seed = 1,
    json: Json = False,
) -> None:
    """Vehicles served within a window, by what ample chargers do: Dreyfuss and Giat."""
    from voltwin.cli.validate_system import Asked, ask
    from voltwin.validation.theory_checks.window_fill import Store

    windows = tuple(window or (0.0, 0.25, 0.5))
    asked = Asked("window-fill", replications, arrivals, seed, json)
    ask(lambda: Store(arrival, repair, spares, windows, law), asked)


def bscs(  # noqa: PLR0913, PLR0917 - each is an option
    arrival: Arrival = 10.0,
    swap_rate: SwapRate = 12.0,
    charge_rate: ChargeRate = 1.0,
    room: Room = 5,
    bays: Bays = 1,
    chargers: Chargers = 13,
    batteries: Batteries = 13,
    replications: Replications = _MANY,
    arrivals: Arrivals = _LONG,
    seed: Seed = 1,
    json: Json = False,
) -> None:
    """A swap station where bays, chargers and batteries all bind: its exact Markov chain."""
    from voltwin.cli.validate_system import Asked, ask
    from voltwin.validation.theory_checks.bscs import MixedStation

    asked = Asked("bscs", replications, arrivals, seed, json)
    sizes = room, bays, chargers, batteries
    ask(lambda: MixedStation(arrival, swap_rate, charge_rate, *sizes), asked)


def closed_fleet(  # noqa: PLR0913, PLR0917 - each is an option
    vehicles: Annotated[int, typer.Option(min=1, help="Of the fleet.")] = 100,
    spares: Spares = 15,
    chargers: Chargers = 12,
    trip_rate: Annotated[
        float, typer.Option(help="Per minute, at which a vehicle that drives comes to swap.")
    ] = 0.1,
    charge_rate: ChargeRate = 1.0,
    replications: Replications = 32,
    swaps: Annotated[float, typer.Option(min=1000, help="In each of them.")] = _LONG,
    seed: Seed = 1,
    json: Json = False,
) -> None:
    """A fleet that drives, swaps and charges: machine repair with spares."""
    from voltwin.cli.validate_system import Asked, ask
    from voltwin.validation.theory_checks.closed_fleets import Fleet

    asked = Asked("closed-fleet", replications, swaps, seed, json)
    ask(lambda: Fleet(vehicles, spares, chargers, trip_rate, charge_rate), asked)
