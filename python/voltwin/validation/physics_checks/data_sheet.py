"""A battery type from the data sheet of its cell, and from nothing else.

A sheet has the energy and mean voltage of a standard discharge, the voltage of a full cell, a
resistance, and the currents of a charge by constant current and constant voltage. Of these:

1. The charge that the cell holds is energy over mean voltage.
2. Its open-circuit voltage is taken as a straight line over the charge in it: its mean is that of
   the discharge and what the resistance takes away there, its end the voltage of a full cell.
3. The voltage of a charge is the open-circuit voltage and current times resistance, until it is
   that of a full cell; from there on the current is what the rest of the voltage drives through the
   resistance, down to the cut-off.

The twin counts energy: its state of charge is the energy that a standard discharge would give, over
that of a full cell, and what the resistance takes in charge and discharge is 1 - efficiency.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]

CELLS = 1000  # of a battery: watts of a cell are kilowatts
_KNOTS = 33  # of the straight part of a curve, and of its end


@dataclass(frozen=True)
class DataSheet:
    """What the sheet of a cell says."""

    energy_wh: float  # nominal, of the standard discharge
    nominal_v: float  # mean of the standard discharge
    full_v: float  # limit of a charge
    empty_v: float  # end of a discharge
    charge_a: float  # standard
    discharge_a: float  # standard
    cut_off_a: float  # at which a charge ends
    resistance_ohm: float  # DC, at half charge

    @property
    def capacity_ah(self) -> float:
        """The charge that the cell holds [Ah]."""
        return self.energy_wh / self.nominal_v

    @property
    def mean_v(self) -> float:
        """Mean of the open-circuit voltage [V]."""
        return self.nominal_v + self.discharge_a * self.resistance_ohm

    @property
    def capacity_kwh(self) -> float:
        """Energy of a battery of such cells [kWh]."""
        return self.energy_wh * CELLS / 1000.0

    def open_circuit_v(self, charge: Floats) -> Floats:
        """Return the open-circuit voltage over the share of the charge held [V]."""
        return self.mean_v + (self.full_v - self.mean_v) * (2.0 * charge - 1.0)

    def soc(self, charge: Floats) -> Floats:
        """Return the twin's state of charge over the share of the charge held: the mean voltage of
        the rest of a discharge, times the charge."""
        rest_v = 0.5 * (self.open_circuit_v(charge) + self.open_circuit_v(0.0 * charge))
        return charge * (rest_v - self.discharge_a * self.resistance_ohm) / self.nominal_v

    def current(self, charge: Floats, charge_a: float) -> Floats:
        """Return the current of a charge that begins with `charge_a` [A]."""
        driven = (self.full_v - self.open_circuit_v(charge)) / self.resistance_ohm
        return np.clip(driven, self.cut_off_a, charge_a)

    def points(self, charge_a: float) -> list[tuple[float, float]]:
        """Return the curve of a charge as (SoC, power [kW]) of a battery."""
        knee, end = self._held_at(charge_a), self._held_at(self.cut_off_a)
        parts = np.linspace(0.0, knee, _KNOTS), np.linspace(knee, end, _KNOTS), [1.0]
        charge = np.unique(np.concatenate(parts))
        amperes = self.current(charge, charge_a)
        volts = self.open_circuit_v(charge) + amperes * self.resistance_ohm
        kw = amperes * volts * CELLS / 1000.0
        return list(zip(self.soc(charge).tolist(), kw.tolist(), strict=True))

    def knee_soc(self, charge_a: float) -> float:
        """Return the twin's state of charge at which a charge comes to the limit of voltage."""
        return float(self.soc(np.array(self._held_at(charge_a))))

    def _held_at(self, charge_a: float) -> float:
        """Return the share of charge at which a current brings a cell to its limit of voltage."""
        open_v = self.full_v - charge_a * self.resistance_ohm
        return 0.5 + 0.5 * (open_v - self.mean_v) / (self.full_v - self.mean_v)

    def efficiency(self, charge_a: float) -> float:
        """Return what part of the energy of a charge a standard discharge gives back."""
        return self.nominal_v / (self.mean_v + charge_a * self.resistance_ohm)


# LG Chem, product specification of the rechargeable lithium-ion cell INR21700 M50, 18.20 Wh,
# tentative, 2016-08-23: nominal energy and voltage; standard discharge of 0.2C to 2.5 V; charge to
# 4.2 V and 50 mA; DC resistance of 30 ± 6 mohm at half charge, 0.5C for 30 s, 25 °C. Its C is the
# least capacity, 4.85 Ah: the standard charge is 0.3C, the largest 0.7C.
LG_M50 = DataSheet(18.20, 3.63, 4.2, 2.5, 1.455, 0.970, 0.050, 0.030)
LARGEST_CHARGE_A = 3.395
