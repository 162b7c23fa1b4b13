"""What `voltwin db delete` does: it finds what an id is of, asks, and deletes."""

from collections.abc import Callable
from contextlib import closing
from uuid import UUID

import typer

from voltwin.cli.command_error import CommandError
from voltwin.cli.import_ import is_terminal
from voltwin.store.interface import Store, StoreError, UnknownIdError
from voltwin.store.opening import open_store
from voltwin.store.records import RunRecord, Status

_MOST_RUNS = 10**9  # of an experiment: all of them


def delete(url: str, which: str, *, yes: bool) -> None:
    """Delete an experiment or the run that stands alone, with all results, or a scenario that
    nothing needs, once it is said so.

    Args:
        url: of the store.
        which: the id.
        yes: delete without asking; who cannot be asked is told how.

    Raises:
        CommandError: it is no id.
        StoreError: it is a part of something larger, being written, or needed by others; nothing
            is deleted.
        UnknownIdError: there is nothing of this id.
    """
    own = _id(which)
    with closing(open_store(url, create=False)) as store:
        store.check()
        what, more, delete_it = _found(store, own)
        if yes or (is_terminal() and typer.confirm(f"{what}\nDelete{more}?")):
            delete_it()
            print(f"{what}: deleted")
        else:
            print(f"{what}\nNothing was deleted; with --yes it is.")


def _id(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise CommandError(
            f'ID: given "{text}", must be written as in 0190c5a1-5f00-7000-8000-000000000000; '
            "commands with --store tell it at their end, run.json and store.json of their results "
            "keep it, and voltwin.open_store(URL).runs() and .scenarios() list all there are"
        ) from None


def _found(store: Store, which: UUID) -> tuple[str, str, Callable[[], None]]:
    """Return what has an id, in words; what goes with it; and what deletes it.

    Raises:
        StoreError: it cannot be deleted.
        UnknownIdError: nothing has it.
    """
    runs = _runs(store, which)
    if runs:
        experiment = runs[0].experiment_id
        count = "1 run" if len(runs) == 1 else f"{len(runs):,} runs"
        statuses = ", ".join(sorted({run.status.value for run in runs}))
        what = f"{experiment}: {count}, {statuses}"
        return what, " with all results", lambda: store.delete_experiment(experiment)
    try:
        scenario = store.scenario_record(which)
    except UnknownIdError:
        text = f"there is no run, experiment or scenario {which} in {store.url}"
        raise UnknownIdError(text) from None
    stations = "1 station" if scenario.stations == 1 else f"{scenario.stations:,} stations"
    what = f'{which}: scenario "{scenario.name}", {stations}'
    return what, "", lambda: store.delete_scenario(which)


def _runs(store: Store, which: UUID) -> list[RunRecord]:
    """Return all runs of an experiment, or the run that stands alone; none of another id.

    Raises:
        StoreError: it is a part of something larger, or being written.
    """
    found = store.runs(experiment=which, limit=_MOST_RUNS)
    if not found:
        try:
            experiment = store.run(which).experiment_id
        except UnknownIdError:
            return []
        found = store.runs(experiment=experiment, limit=_MOST_RUNS)
        if len(found) > 1:
            raise StoreError(
                f"{which}: is a variant of an experiment, which is deleted as a whole: "
                f"voltwin db delete {experiment}"
            )
    if any(run.status is Status.RUNNING for run in found):
        raise StoreError(
            f"{which}: is being written; if its writer is gone, fail it with: voltwin db clean"
        )
    return found
