"""Of what kinds the parts of random networks are: so that it shows which none of them has had."""

from collections.abc import Iterable, Iterator
from dataclasses import fields, is_dataclass
from itertools import chain
from typing import Any

from voltwin.validation.laws import Law
from voltwin.validation.network import Arrivals, Network, Site, Type
from voltwin_core.ageing import LFP_250AH, SCHMALSTIEG
from voltwin_core.distributions import (
    EMPIRICAL,
    EXPONENTIAL,
    FIXED,
    LOGNORMAL,
    NORMAL,
    TABLE,
    TRIANGULAR,
    UNIFORM,
)
from voltwin_core.fleet.parameters import LEAST_TIME, NEAREST, NEAREST_READY
from voltwin_core.station.parameters import (
    ADMIT,
    DIVERT,
    FIFO,
    HIGHEST_SOC,
    LOSE,
    LOWEST_SOC,
    NO_RESERVE,
    SHARE,
    UNLIMITED_PLACES,
    WAIT,
)
from voltwin_core.station.script import SEEN_IDLE, SEEN_OUT

_POLICIES = {LOSE: "who finds no battery is lost", WAIT: "waits", DIVERT: "is diverted"}
_ORDERS = {
    FIFO: "charged in turn",
    LOWEST_SOC: "lowest SoC charged first",
    HIGHEST_SOC: "highest SoC charged first",
}
_RULES = {ADMIT: "limit by admission", SHARE: "limit by sharing"}
_CHOICES = {NEAREST: "to the nearest", NEAREST_READY: "nearest ready", LEAST_TIME: "least time"}
_AGEING = {float(LFP_250AH): "ageing of LFP", float(SCHMALSTIEG): "ageing of NMC"}
_LAWS = {
    FIXED: "fixed",
    UNIFORM: "uniform",
    EXPONENTIAL: "exponential",
    NORMAL: "normal",
    LOGNORMAL: "lognormal",
    TRIANGULAR: "triangular",
    EMPIRICAL: "empirical",
    TABLE: "by table",
}
_STREAMS = (
    "no arrivals",
    "Poisson arrivals",
    "renewal arrivals",
    "a trace",
    "a day factor",
    "an hour jitter",
    "surges",
    "an hourly profile",
)
_OF_TYPES = ("a cool-down", "a thermal model", "heat", "derating", "worn at the start")
_OF_SITES = (
    "no chargers",
    "faults of chargers",
    "faults of bays",
    "a limit that changes",
    "hours that change",
    "an ambient that changes",
    "patience",
    "a reserve",
    "racks not given",
    "queue places without bound",
)
_SCRIPTED = (
    *("charger_out", "charger_in", "bay_out", "bay_in"),
    *("limit_kw", "limit_factor", "close", "open"),
)
_SEEN = ("ready", "not ready", "waiting", "a charger out", "a charger idle", "a battery's SoC")

KINDS = (
    *(f"law: {law}" for law in _LAWS.values()),
    *_POLICIES.values(),
    *_ORDERS.values(),
    *_RULES.values(),
    *_CHOICES.values(),
    *_AGEING.values(),
    *_STREAMS,
    *_OF_TYPES,
    *_OF_SITES,
    *(f"script: {what}" for what in _SCRIPTED),
    *(f"observed: {what}" for what in _SEEN),
    "a truck",
    "prices",
)


def kinds_of(network: Network) -> set[str]:
    """Return of what kinds the parts of a network are, see `KINDS`."""
    found = {f"law: {_LAWS[law.kind]}" for law in _laws(network)}
    found.update(chain.from_iterable(map(_of_type, network.types)))
    found.update(chain.from_iterable(map(_of_site, network.sites)))
    found.update(chain.from_iterable(_of_stream(site.arrivals) for site in network.sites))
    if network.city:
        found.update(_CHOICES[drivers.choice] for drivers in network.city.classes)
    found.update(f"script: {what.kind}" for what in network.interventions)
    found.update(f"observed: {what}" for what in _seen(network))
    found.update(_named(("a truck", "prices"), (network.hauls, network.prices)))
    return found


def _laws(part: Any) -> Iterator[Law]:
    """Yield all laws within a part of a network, whatever they are of."""
    if isinstance(part, Law):
        yield part
    elif is_dataclass(part):
        yield from chain.from_iterable(_laws(getattr(part, f.name)) for f in fields(part))
    elif isinstance(part, tuple):
        yield from chain.from_iterable(map(_laws, part))


def _of_type(kind: Type) -> Iterator[str]:
    yield from _named(
        _OF_TYPES,
        (
            kind.cool_minimum_s,
            kind.cool_tau_s,
            kind.heat_c_per_kw2,
            kind.derating,
            kind.soh < 1.0,
        ),
    )
    if kind.ageing:
        yield _AGEING[kind.ageing[0]]


def _of_site(site: Site) -> Iterator[str]:
    yield _POLICIES[site.policy]
    yield _ORDERS[site.charge_order]
    yield _RULES[site.grid_rule]
    yield from _named(
        _OF_SITES,
        (
            not site.chargers,
            site.charger_faults,
            site.bay_faults,
            len(site.limit_kw) > 1,
            len(site.hours) > 1,
            len(site.ambient_c) > 1,
            site.patience_s,
            site.reserve != NO_RESERVE,
            site.more_racks is None,
            site.places == UNLIMITED_PLACES,
        ),
    )


def _of_stream(stream: Arrivals) -> Iterator[str]:
    poisson = stream.times is None and stream.gap is None
    yield from _named(
        _STREAMS,
        (
            poisson and not stream.per_s,
            poisson and stream.per_s,
            stream.gap,
            stream.times,
            stream.day_factor,
            stream.hour_jitter,
            stream.surges,
            len(set(stream.profile)) > 1,
        ),
    )


def _seen(network: Network) -> Iterator[str]:
    for what in network.observations:
        socs = [soc for _, soc in what.chargers]
        yield from _named(
            _SEEN,
            (
                what.ready is not None,
                what.not_ready is not None,
                what.waiting is not None,
                SEEN_OUT in socs,
                SEEN_IDLE in socs,
                any(soc >= 0.0 for soc in socs),
            ),
        )


def _named(names: Iterable[str], is_so: Iterable[object]) -> Iterator[str]:
    """Yield the names of what is so."""
    return (name for name, so in zip(names, is_so, strict=True) if so)
