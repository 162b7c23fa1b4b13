"""What commands say about results in a store."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID


def stored_words(
    stored: Mapping[str, Any], *, run: UUID | None = None, experiment: UUID | None = None
) -> str:
    """Return where results are in a store, and how to ask for them; or that some wait for it.

    Args:
        stored: what the record of the run or experiment says.
        run: its id, or
        experiment: its id.
    """
    store = stored["store"]
    if run:
        what, sql = f"run {run}", f"SELECT * FROM kpi_stations WHERE run_id = '{run}'"
    else:
        what = f"experiment {experiment}"
        sql = f"SELECT * FROM simulation_runs WHERE experiment_id = '{experiment}'"
    where = f"Store:   {store}, {what}"
    then = stored.get("words") or f'import voltwin; voltwin.open_store("{store}").query("{sql}")'
    return "\n         ".join([where, *then.splitlines()])


def is_waiting(record: Mapping[str, Any]) -> bool:
    """Return whether the store lacks some of what a record is about."""
    return "waiting" in record.get("stored", {})
