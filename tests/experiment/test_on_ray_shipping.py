"""Nodes on which our code is not, or not the same, are sent it."""

import os
import shutil
from pathlib import Path
from typing import Any

from tests.experiment.clusters import ROOT, WhereItIs, chunks, cluster, on_ray

from voltwin.experiment.on_ray.node_record import package_folders


def without_it(folder: Path) -> None:
    (folder / "voltwin").mkdir()
    (folder / "voltwin" / "__init__.py").write_text("raise ImportError('not here')\n")


def another(folder: Path) -> None:
    for package in package_folders():
        shutil.copytree(package, folder / package.name)
    (folder / "voltwin_core" / "new.py").write_text("# a line that is not here\n")


def test_nodes_without_our_code_are_sent_it(tmp_path: Path) -> None:
    with cluster(0) as made:
        for make in (without_it, another):
            folder = tmp_path / make.__name__
            folder.mkdir()
            make(folder)
            path = f"{folder}{os.pathsep}{ROOT}"
            made.add_node(num_cpus=1, env_vars={"PYTHONPATH": path})
        work: Any = WhereItIs()
        with on_ray(made.address) as of:
            assert of.threads == 2
            rows = [found for _, found in of.results(work, iter(chunks(4)))]
    files = [file for found in rows for file in found.column("file").to_pylist()]
    assert len(files) == 4
    assert all("py_modules_files" in str(file) for file in files)
