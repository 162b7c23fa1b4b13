"""The model's physics: primitives and whole runs against slow twins, published values and
measurements. Each verdict is exact: the largest deviation of many cases, within a tolerance.

- slow twins, which know no closed form of the engine: `slow_charging`, `slow_cooling`,
  `slow_ageing`; random cases: `random_charges`;
- `charging`, `cooling`, `water_filling`, `energy`, `tariffs`, `ageing`: one check each, two of
  charging; `charging_run`, `warm_run`, `ageing_run` and `shared_run` ask the same of whole runs;
- `measured_curves`: a measured Leaf, and cars; `cell`: a cell's data sheet against
  electrochemistry.
"""

from voltwin.validation.physics_checks import (
    ageing,
    cell,
    charging,
    cooling,
    energy,
    measured_curves,
    tariffs,
    water_filling,
)

CHECKS = (
    charging.CHECK,
    charging.CHECK_HELD,
    cooling.CHECK,
    water_filling.CHECK,
    energy.CHECK,
    tariffs.CHECK,
    ageing.CHECK,
    measured_curves.CHECK,
    measured_curves.CHECK_OF_CARS,
    cell.CHECK,
)
