"""Nodes on which our code is not, or not the same, are sent it."""

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest
from tests.experiment.clusters import chunks, cluster, on_ray

from voltwin.experiment.on_ray.node_record import package_folders
from voltwin.experiment.spans import Chunk


@pytest.fixture(scope="module")
def head_alone() -> Iterator[Any]:
    """A head that does no work."""
    with cluster(0) as made:
        yield made


class WhereItIs:
    """Tells where on a node our code is."""

    def run(self, chunk: Chunk, threads: int) -> pa.Table:
        import voltwin_core

        return pa.table({"file": [voltwin_core.__file__]})


def without_it(folder: Path) -> None:
    (folder / "voltwin").mkdir()
    (folder / "voltwin" / "__init__.py").write_text("raise ImportError('not here')\n")


def another(folder: Path) -> None:
    for package in package_folders():
        shutil.copytree(package, folder / package.name)
    (folder / "voltwin_core" / "new.py").write_text("# a line that is not here\n")


@pytest.mark.parametrize("made", [without_it, another])
def test_a_node_without_our_code_is_sent_it(made: Any, head_alone: Any, tmp_path: Path) -> None:
    made(tmp_path)
    node = head_alone.add_node(num_cpus=1, env_vars={"PYTHONPATH": str(tmp_path)})
    work: Any = WhereItIs()
    with on_ray(head_alone.address) as of:
        rows = [found for _, found in of.results(work, iter(chunks(1)))]
    head_alone.remove_node(node)
    (file,) = rows[0].column("file").to_pylist()
    assert "py_modules_files" in str(file)
