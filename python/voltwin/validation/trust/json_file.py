"""A run of checks as JSON: all that the table shows, and the seeds, sizes and sources behind it."""

import json
import math
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from voltwin.report.whole_file import whole_file
from voltwin.validation.trust.effort import Effort
from voltwin.validation.trust.verdict import Sample, Status, Verdict

if TYPE_CHECKING:
    from voltwin.validation.trust.running import Validation

FORMAT = 1


def as_json(validation: "Validation") -> str:
    """Return a run of checks as JSON, with a new line at its end."""
    content = {
        "format": FORMAT,
        "voltwin": validation.voltwin,
        "effort": validation.effort.value,
        "at": validation.at.isoformat(timespec="seconds"),
        "seconds": validation.seconds,
        "platform": validation.platform,
        **{status.value: validation.count(status) for status in Status},
        "chance": validation.chance,
        "verdicts": [plain(verdict) for verdict in validation.verdicts],
    }
    return json.dumps(content, indent=1, ensure_ascii=False, allow_nan=False) + "\n"


def plain(verdict: Verdict) -> dict[str, Any]:
    """Return a verdict as plain values; a number that is none is null."""
    values = {**asdict(verdict), "sample": verdict.sample._asdict()}
    return {
        name: None if isinstance(value, float) and not math.isfinite(value) else value
        for name, value in values.items()
    }


def write_json(validation: "Validation", file: Path) -> None:
    """Write a run of checks; an earlier file of that name is replaced at once.

    Raises:
        FolderError: it cannot be written.
    """
    with whole_file(file) as partial:
        partial.write_text(as_json(validation), encoding="utf-8", newline="\n")


def read_json(file: Path) -> "Validation":
    """Return a run of checks that was written.

    Raises:
        ValueError: it is of another format.
    """
    from voltwin.validation.trust.running import Validation

    content = json.loads(file.read_text(encoding="utf-8"))
    if content.get("format") != FORMAT:
        raise ValueError(f"{file}: is no run of checks of format {FORMAT}")
    return Validation(
        Effort(content["effort"]),
        tuple(map(_verdict, content["verdicts"])),
        content["seconds"],
        datetime.fromisoformat(content["at"]),
        content["platform"],
        content["voltwin"],
    )


def _verdict(values: dict[str, Any]) -> Verdict:
    return Verdict(
        **{**values, "status": Status(values["status"]), "sample": Sample(**values["sample"])}
    )
