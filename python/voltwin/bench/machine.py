"""The machine that figures are measured on."""

import os
import platform
from pathlib import Path


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
