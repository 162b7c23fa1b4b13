"""What all commands about experiments do: progress, results in a folder, a page, what came out."""

import json
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from typer import BadParameter

from voltwin.cli.experiment_options import Doing
from voltwin.cli.failures import CHECK_FAILED, INTERRUPTED
from voltwin.cli.progress import announce_compilation, counting
from voltwin.cli.sigterm import interrupted_by_sigterm
from voltwin.cli.stored import is_waiting, stored_words
from voltwin.cli.suggestions import program
from voltwin.experiment.errors import TooMuchError
from voltwin.experiment.experiment import Experiment
from voltwin.experiment.folder import REPORT, free_folder
from voltwin.experiment.monitor import progress_of
from voltwin.scenario.errors import ScenarioError

Call = Callable[..., Experiment]  # takes what `conduct.How` says


def do(call: Call, name: str, doing: Doing) -> Experiment:
    """Have an experiment done, and show what came out.

    Args:
        call: does it.
        name: of its folder, unless one is given.
        doing: how.

    Raises:
        BadParameter: an option has a value that is not allowed.
    """
    folder = _folder(name, doing)
    with _in_plain_words(folder), counting("Running", "runs") as tell:
        experiment = call(
            folder=folder,
            resume=doing.resume,
            threads=doing.threads,
            ray=doing.ray,
            shard=doing.shard,
            mixed=doing.mixed,
            no_limit=doing.no_limit,
            progress=tell,
            begin=announce_compilation,
            announce=_announce,
            finish=_report if doing.report else _nothing_more,
            store=None if doing.shard else doing.store,  # parts are written when they are merged
        )
    _show(experiment, folder, doing)
    if is_waiting(experiment.record):
        sys.exit(CHECK_FAILED)
    return experiment


def _folder(name: str, doing: Doing) -> Path:
    if doing.out is not None:
        return doing.out
    if doing.resume:
        raise BadParameter("needs the folder to go on with: --out FOLDER", param_hint="--resume")
    return free_folder(Path("results") / name)


def _announce(words: str) -> None:
    print(words, file=sys.stderr, flush=True)


def _nothing_more(experiment: Experiment, folder: Path) -> None:
    """Write no report."""


def _report(experiment: Experiment, folder: Path) -> None:
    from voltwin.report.experiments.html import write_html

    write_html(experiment, folder / REPORT)


@contextmanager
def _in_plain_words(folder: Path) -> Iterator[None]:
    """Say of what is wrong with options that it is that, and of an interrupt what is kept."""
    try:
        with interrupted_by_sigterm():
            yield
    except (ScenarioError, TooMuchError):
        raise
    except ValueError as error:
        raise BadParameter(str(error)) from error
    except KeyboardInterrupt:
        if (folder / "experiment.json").exists():
            done = progress_of(folder).done
            print(
                f"{done:,} finished runs are kept in {folder}: go on by giving the same command "
                f"with --out {folder} --resume",
                file=sys.stderr,
            )
        sys.exit(INTERRUPTED)


def _show(experiment: Experiment, folder: Path, doing: Doing) -> None:
    if doing.shard:
        part, parts = doing.shard
        print(f"Shard {part}/{parts}: {experiment.record['runs']:,} runs in {folder}")
        if not doing.as_json:
            store = f" --store {doing.store}" if doing.store else ""
            print(f"When all are there: {program()} merge FOLDER ... --out FOLDER{store}")
        return
    if doing.as_json:
        from voltwin.report.experiments.plain import as_json

        json.dump(as_json(experiment), sys.stdout, default=str)
        sys.stdout.write("\n")
        return
    from voltwin.report.experiments.terminal import render

    render(experiment)
    record: dict[str, Any] = dict(experiment.record)
    new = "" if record["new_runs"] == record["runs"] else f", {record['new_runs']:,} of them now"
    print(f"\n{record['runs']:,} runs{new}, in {record['seconds']:.1f} s.\nResults: {folder}")
    if doing.report:
        print(f"Report:  {folder / REPORT}")
    if experiment.experiment_id:
        print(stored_words(record["stored"], experiment=experiment.experiment_id))
