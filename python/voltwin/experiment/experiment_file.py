"""experiment.json: what is run, by which engine, on what platform; written before the first run."""

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from voltwin.experiment.fingerprint import differences, fingerprint
from voltwin.experiment.plan import Plan
from voltwin.run_folder.folder_error import FolderError
from voltwin.scenario.differing import differing_values
from voltwin.scenario.text_files import write_at_once

EXPERIMENT = "experiment.json"
_MOST_NAMED = 3


def write_experiment(folder: Path, plan: Plan, shard: tuple[int, int] | None) -> None:
    """Write what is run; the folder exists."""
    record = {
        "experiment": fingerprint(),
        "written_at": datetime.now(UTC).isoformat(timespec="seconds"),
        "shard": list(shard) if shard else None,
        "plan": plan.as_dict(),
    }
    write_at_once(folder / EXPERIMENT, json.dumps(record, ensure_ascii=False) + "\n")


def read_experiment(folder: Path) -> dict[str, Any]:
    """Return what experiment.json holds.

    Raises:
        FolderError: there is none, or it is damaged.
    """
    file = folder / EXPERIMENT
    try:
        record = json.loads(file.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise FolderError(f"{folder}: holds no experiment: {EXPERIMENT} is missing") from None
    except OSError as error:
        raise FolderError(f"{file}: cannot be read: {error.strerror or error}") from None
    except (ValueError, RecursionError) as error:
        raise FolderError(f"{file}: is damaged: {error}") from None
    if not isinstance(record, dict) or not {"experiment", "plan"} <= set(record):
        raise FolderError(f"{file}: is no record of an experiment of Voltwin")
    return record


def refuse_other(
    folder: Path,
    record: Mapping[str, Any],
    plan: Plan,
    shard: tuple[int, int] | None,
    *,
    mixed: bool = False,
) -> None:
    """Refuse to go on with an experiment that is another one.

    Args:
        folder: of the experiment.
        record: what its experiment.json holds.
        plan: what is to be run now.
        shard: which part of it.
        mixed: another engine or platform will do.

    Raises:
        FolderError: the plan has changed; or the engine or the platform has.
    """
    now = json.loads(json.dumps(plan.as_dict()))
    is_same = record["plan"] == now  # the same in a moment, where to find differences takes long
    changed = [] if is_same else list(differing_values(record["plan"], now))
    changed = [one for one in changed if not one.startswith("asked.")] or changed
    if changed:
        said = "; ".join(changed[:_MOST_NAMED])
        more = f"; and {len(changed) - _MOST_NAMED} more" if len(changed) > _MOST_NAMED else ""
        raise FolderError(
            f"{folder}: holds another plan: {said}{more}; give the former plan to go on, or "
            "another folder to begin"
        )
    if record.get("shard") != (list(shard) if shard else None):
        raise FolderError(
            f"{folder}: holds {_shard_in_words(record.get('shard'))}, not "
            f"{_shard_in_words(shard)}; name the folder of this one"
        )
    other = differences(record["experiment"], fingerprint())
    if other and not mixed:
        raise FolderError(
            f"{folder}: was begun by another engine or on another platform: {'; '.join(other)}. "
            "Its numbers may differ in their last digits. Begin again in another folder, or go on "
            "with --mixed"
        )


def _shard_in_words(shard: Any) -> str:
    return f"shard {shard[0]}/{shard[1]}" if shard else "the whole experiment"
