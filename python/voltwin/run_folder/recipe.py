"""What run.json holds: the recipe of a run, where and how it ran, and what came out."""

import json
import os
import platform
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any

from voltwin.kpis.balances import Balances
from voltwin.kpis.tables import Kpis
from voltwin.scenario.defaults import with_defaults_found
from voltwin.simulation import Simulation


def run_record(
    simulation: Simulation, kpis: Kpis, balances: Balances, rows: int | None, **times: float
) -> dict[str, Any]:
    """Return all that run.json holds, as plain values.

    Args:
        simulation: that has run.
        kpis: of the run.
        balances: of the run.
        rows: of its event log; None if no log was asked for.
        times: how long each part of the work took [s].
    """
    plain = simulation.scenario.model_dump(mode="json", by_alias=True)
    return {
        "voltwin": version("voltwin"),
        "scenario": with_defaults_found(plain),
        "seed": simulation.seed,
        "replication": simulation.replication,
        "engine": simulation.engine_name,
        "until_s": simulation.now,
        "written_at": datetime.now(UTC).isoformat(timespec="seconds"),
        "platform": platform_record(),
        "times": rounded(**times),
        "log_rows": rows,
        "log_from_s": simulation.log_from,
        "balances": {"ok": balances.ok, "worst_residual": balances.worst},
        "total": kpis.total.to_pylist()[0],
    }


def rounded(**times: float) -> dict[str, float]:
    """Return times [s] by name, to a tenth of a millisecond."""
    return {name: round(seconds, 4) for name, seconds in times.items()}


def platform_record() -> dict[str, Any]:
    """Return what decides the last bit of a result: processor family and math library, versions."""
    return {
        "machine": platform.machine(),
        "processor": _processor(),
        "system": platform.system(),
        "math_library": " ".join(platform.libc_ver()).strip(),
        "cores": os.cpu_count(),
        "python": platform.python_version(),
        **{name: version(name) for name in ("numpy", "numba", "llvmlite", "simpy", "pyarrow")},
    }


def _processor() -> str:
    try:
        for line in Path("/proc/cpuinfo").read_text().splitlines():
            if line.startswith("model name"):
                return line.partition(":")[2].strip()
    except OSError:
        pass
    return platform.processor()


def write_json(file: Path, record: dict[str, Any]) -> None:
    """Write a record as JSON that people can read."""
    file.write_text(json.dumps(record, indent=1, default=str) + "\n")
