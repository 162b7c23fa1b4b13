"""The figures as a Markdown page: the machine, a table, and the command that made it."""

import os
import platform
from collections.abc import Iterable
from importlib.metadata import version
from pathlib import Path

from voltwin.bench.measurement import Measurement

_PACKAGES = ("voltwin", "numba", "numpy", "simpy", "pyarrow")


def write_report(measurements: Iterable[Measurement], path: Path) -> None:
    """Write figures to a Markdown file; it names no paths and no host."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(report(measurements), encoding="utf-8")


def report(measurements: Iterable[Measurement]) -> str:
    """Return figures as Markdown."""
    return "\n".join(
        [
            "# Benchmarks",
            "",
            f"Machine: {machine()}.  ",
            f"Versions: {_versions()}.",
            "",
            "| figure | what | value | bar | met |",
            "|---|---|---:|---:|---|",
            *(_row(measurement) for measurement in measurements),
            "",
            "Minima of several runs, rivals taking turns. Seconds are wall-clock times.",
            "Ratios without files compare the processor's time, which other load distorts less.",
            "Measured by",
            "",
            "    voltwin bench --write docs/benchmarks.md",
            "",
        ]
    )


def machine() -> str:
    """Return cores and processor in words."""
    return f"{cores()} cores, {_processor()}, {platform.system()}"


def cores() -> int:
    """Return how many cores this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def busy() -> str:
    """Return a warning if the machine has more to do than cores to do it, else nothing."""
    load = os.getloadavg()[0] if hasattr(os, "getloadavg") else 0.0
    if load <= cores():
        return ""
    return f"This machine is busy (load {load:.1f} on {cores()} cores): expect times too long."


def _processor() -> str:
    """Return the processor's model as far as the system tells."""
    info = Path("/proc/cpuinfo")
    if info.is_file():
        for line in info.read_text(encoding="utf-8", errors="replace").splitlines():
            name, _, value = line.partition(":")
            if name.strip() == "model name":
                return value.strip()
    return platform.processor() or platform.machine()


def _versions() -> str:
    packages = ", ".join(f"{name} {version(name)}" for name in _PACKAGES)
    return f"Python {platform.python_version()}, {packages}"


def _row(of: Measurement) -> str:
    value = f"{of.value:,.0f}" if of.value >= 1000 else f"{of.value:.3g}"
    met = "yes" if of.ok else "**no**"
    return f"| `{of.name}` | {of.detail} | {value} {of.unit} | {of.bar} | {met} |"
