"""How batteries lose capacity: published laws, whose parameters are fields.

`voltwin_core.ageing` has the formulas.
"""

from typing import Annotated, Any, Literal, TypeAlias

from pydantic import BeforeValidator, Field

from voltwin.scenario.model import Number, Positive, PositiveFraction, Value, sourced

_GASPER = "Gasper et al. (2023), doi:10.1016/j.est.2023.109042, as in NREL's BLAST-Lite"
_SCHMALSTIEG = "Schmalstieg et al. (2014), doi:10.1016/j.jpowsour.2014.02.012"

Celsius = Annotated[Number, Field(ge=-40, le=80)]
TEMPERATURE = sourced(
    25.0,
    "[°C] at which batteries age, in vehicles and at stations alike",
    "the usual reference temperature; where vehicles go is not simulated",
)


class Lfp250Ah(Value):
    """Large prismatic LFP-graphite cells, by time and by use.

    By time: a exp(b/T) exp(c Ua/T) days^p, with the potential Ua of graphite at the mean SoC. By
    use: (d + e depth + f C-rate) (exp(g/T) + exp(-h/T)) cycles^p.
    """

    kind: Literal["lfp_250ah"] = "lfp_250ah"
    temperature_c: Celsius = TEMPERATURE
    calendar_factor: Positive = sourced(8.37e4, "a: of the loss by time", _GASPER)
    calendar_kelvin: Number = sourced(-5.21e3, "b: [K] by temperature", _GASPER)
    calendar_kelvin_per_v: Number = sourced(-3.56e3, "c: [K/V] by potential", _GASPER)
    calendar_power: PositiveFraction = sourced(0.526, "power of the days", _GASPER)
    cycling_base: Positive = sourced(4.38e-8, "d: of the loss by use", _GASPER)
    cycling_per_depth: Number = sourced(1.55e-8, "e: by depth of discharge", _GASPER)
    cycling_per_rate: Number = sourced(1.68e-7, "f: [h] by C-rate", _GASPER)
    cycling_kelvin: Number = sourced(2.19e3, "g: [K] by temperature", _GASPER)
    cycling_hot_kelvin: Number = sourced(1.55e5, "h: [K] by temperature, when hot", _GASPER)
    cycling_power: PositiveFraction = sourced(0.828, "power of the cycles", _GASPER)

    def numbers(self) -> tuple[float, ...]:
        """Return the parameters as `voltwin_core.ageing` takes them, but for the form."""
        return (
            self.temperature_c + 273.15,
            self.calendar_factor,
            self.calendar_kelvin,
            self.calendar_kelvin_per_v,
            self.calendar_power,
            self.cycling_base,
            self.cycling_per_depth,
            self.cycling_per_rate,
            self.cycling_kelvin,
            self.cycling_hot_kelvin,
            self.cycling_power,
        )


class Schmalstieg2014(Value):
    """NMC-graphite cells of 2 Ah, by time and by use.

    By time: (a V + b) 1e6 exp(c/T) days^p, with the cell's mean voltage V. By use:
    (d (V - e)^2 + f + g depth) Ah^p.
    """

    kind: Literal["schmalstieg2014"] = "schmalstieg2014"
    temperature_c: Celsius = TEMPERATURE
    voltage_v: Annotated[Number, Field(ge=3.2, le=4.2)] = sourced(
        3.7, "V: [V] mean voltage of the cell", "of the cells at half their charge"
    )
    cell_ah: Positive = sourced(
        2.15, "[Ah] of the cell, which turns cycles into charge", "Sanyo UR18650E, as in BLAST-Lite"
    )
    calendar_per_v: Number = sourced(7.543, "a: [1/V] by voltage", _SCHMALSTIEG)
    calendar_base: Number = sourced(-23.75, "b: of the loss by time", _SCHMALSTIEG)
    calendar_kelvin: Number = sourced(-6976.0, "c: [K] by temperature", _SCHMALSTIEG)
    calendar_power: PositiveFraction = sourced(0.75, "power of the days", _SCHMALSTIEG)
    cycling_per_v2: Number = sourced(7.348e-3, "d: [1/V^2] by voltage", _SCHMALSTIEG)
    cycling_best_v: Number = sourced(3.667, "e: [V] at which use costs least", _SCHMALSTIEG)
    cycling_base: Number = sourced(7.6e-4, "f: of the loss by use", _SCHMALSTIEG)
    cycling_per_depth: Number = sourced(4.081e-3, "g: by depth of discharge", _SCHMALSTIEG)
    cycling_power: PositiveFraction = sourced(0.5, "power of the charge", _SCHMALSTIEG)

    def numbers(self) -> tuple[float, ...]:
        """Return the parameters as `voltwin_core.ageing` takes them, but for the form."""
        return (
            self.temperature_c + 273.15,
            self.voltage_v,
            self.cell_ah,
            self.calendar_per_v,
            self.calendar_base,
            self.calendar_kelvin,
            self.calendar_power,
            self.cycling_per_v2,
            self.cycling_best_v,
            self.cycling_base,
            self.cycling_per_depth,
            self.cycling_power,
        )


_NAMES = ("lfp_250ah", "schmalstieg2014")


def _with_kind(value: Any) -> Any:
    """Let the name of a law stand for the law with all its defaults."""
    if isinstance(value, Lfp250Ah | Schmalstieg2014) or (
        isinstance(value, dict) and "kind" in value
    ):
        return value
    if value not in _NAMES:
        raise ValueError(f"must be {' or '.join(_NAMES)}, or a mapping with one as its kind")
    return {"kind": value}


_Given: TypeAlias = Lfp250Ah | Schmalstieg2014 | Literal["lfp_250ah", "schmalstieg2014"]
Ageing = Annotated[
    Lfp250Ah | Schmalstieg2014,
    Field(discriminator="kind"),
    BeforeValidator(
        _with_kind,
        json_schema_input_type=_Given,
    ),
]
