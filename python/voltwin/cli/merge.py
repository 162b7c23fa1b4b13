"""`voltwin merge`: shards of an experiment put together."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from voltwin.cli.experiment_options import Doing
from voltwin.cli.experiments import do
from voltwin.experiment.experiment import Experiment
from voltwin.experiment.merge import merge


def merge_folders(folders: Sequence[Path], doing: Doing) -> None:
    """Put the shards in these folders together, and show what came out."""

    def call(folder: Path, **how: Any) -> Experiment:
        return merge(folders, folder, **how)

    do(call, "merged", doing)
