"""Where a cluster is, and what is said where there is none."""

import socket
from pathlib import Path

import pytest
from tests.experiment.clusters import by_run, chunks, here, on_ray, ray, work

from voltwin.experiment.errors import ClusterError
from voltwin.experiment.on_ray import OnRay


def free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


@pytest.mark.parametrize("address", ["nowhere", "host:", ":6379", "host:99999", "ray://host", ""])
def test_what_is_no_address_is_refused(address: str) -> None:
    with pytest.raises(ClusterError, match="give auto, local, HOST:PORT"):
        OnRay(address)
    assert not ray.is_initialized()


@pytest.mark.parametrize("protocol", ["", "ray://"])
def test_where_nobody_answers_that_is_said_at_once(protocol: str) -> None:
    address = f"{protocol}127.0.0.1:{free_port()}"
    with pytest.raises(ClusterError, match=r"nobody answers.*ray start --head"):
        OnRay(address)


@pytest.mark.parametrize("threads", [0, -1, 1.5])
def test_threads_are_a_whole_number(threads: int) -> None:
    with pytest.raises(ValueError, match="threads"):
        OnRay("local", threads)


def test_a_private_ray_gives_what_threads_give_and_leaves_nothing() -> None:
    before = set(Path("/tmp").glob("voltwin-ray-*"))
    wanted = chunks(6)
    with on_ray("local") as of:
        assert set(Path("/tmp").glob("voltwin-ray-*")) - before
        found = by_run(rows for _, rows in of.results(work(), iter(wanted)))
        with pytest.raises(ClusterError, match="connected to a cluster"):
            OnRay("local")
        with on_ray("auto") as other:  # shares the connection, and leaves it
            assert other.threads == of.threads
        assert ray.is_initialized()
    assert found == here(wanted)
    assert not ray.is_initialized()
    assert set(Path("/tmp").glob("voltwin-ray-*")) <= before


def test_where_no_cluster_runs_auto_says_how_to_start_one(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.delenv("RAY_ADDRESS", raising=False)
    monkeypatch.setenv("RAY_TMPDIR", str(tmp_path))  # others may run one on this machine
    with pytest.raises(ClusterError, match=r"belongs to no Ray cluster.*ray start --head"):
        OnRay("auto")
    assert not ray.is_initialized()
