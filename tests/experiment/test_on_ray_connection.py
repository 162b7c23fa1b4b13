"""Where a cluster is, and what is said where there is none."""

import socket
from contextlib import ExitStack
from pathlib import Path
from threading import Event
from typing import Any

import pytest
from tests.experiment.clusters import TOKEN, by_run, chunks, cluster, here, on_ray, work

from voltwin.experiment.errors import ClusterError
from voltwin.experiment.on_ray import OnRay
from voltwin.experiment.on_ray.address import answers
from voltwin.experiment.on_ray.connection import Wanted, connect

NO_RAY = 'Ray is not installed: pip install "voltwin[cluster]"'


def free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


@pytest.mark.parametrize("address", ["nowhere", "host:", ":6379", "host:99999", "ray://host", ""])
def test_what_is_no_address_is_refused(address: str) -> None:
    with pytest.raises(ClusterError, match="give auto, local, HOST:PORT"):
        OnRay(address)


@pytest.mark.parametrize("protocol", ["", "ray://"])
def test_where_nobody_answers_that_is_said_at_once(protocol: str) -> None:
    address = f"{protocol}127.0.0.1:{free_port()}"
    with pytest.raises(ClusterError, match=r"nobody answers.*ray start --head"):
        OnRay(address)


@pytest.mark.parametrize("threads", [0, -1, 1.5])
def test_threads_are_a_whole_number(threads: int) -> None:
    with pytest.raises(ValueError, match="threads"):
        OnRay("local", threads)


def test_a_private_ray_gives_what_threads_give_and_leaves_nothing(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    pytest.importorskip("ray", reason=NO_RAY)
    for name in TOKEN:  # it makes one of its own
        monkeypatch.delenv(name)
    before = set(Path("/tmp").glob("voltwin-ray-*"))
    wanted = chunks(6)
    with on_ray("local") as of:
        (folder,) = set(Path("/tmp").glob("voltwin-ray-*")) - before
        assert by_run(rows for _, rows in of.results(work(), iter(wanted))) == here(wanted)
    assert not folder.exists()


@pytest.mark.filterwarnings("ignore:.*ray_client_server:pytest.PytestUnraisableExceptionWarning")
def test_a_client_of_a_head_gives_what_threads_give() -> None:
    port, wanted = free_port(), chunks(4)
    with cluster(1, ray_client_server_port=port):
        while not answers(("127.0.0.1", port)):  # it is up some time after the head
            Event().wait(0.1)
        with on_ray(f"ray://127.0.0.1:{port}") as of:
            assert by_run(rows for _, rows in of.results(work(), iter(wanted))) == here(wanted)


def test_where_no_cluster_runs_auto_says_how_to_start_one(monkeypatch: pytest.MonkeyPatch) -> None:
    ray = pytest.importorskip("ray", reason=NO_RAY)

    def none(**options: Any) -> None:  # others may run one on this machine, and Ray would find it
        raise ConnectionError("Could not find any running Ray instance.")

    monkeypatch.setattr(ray, "init", none)
    with pytest.raises(ClusterError, match=r"belongs to no Ray cluster.*ray start --head"):
        connect(Wanted("auto", 1, mixed=False, folder=""))


@pytest.mark.parametrize("late", [2, 3])
def test_a_head_that_is_slow_to_start_a_server_is_asked_again(
    late: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    ray = pytest.importorskip("ray", reason=NO_RAY)
    asked = []

    def busy(**options: Any) -> None:
        asked.append(options["address"])
        if len(asked) <= late:
            raise ConnectionAbortedError("Proxy failed to Connect to backend!")

    monkeypatch.setattr(ray, "init", busy)
    wanted = Wanted("ray://10.0.0.5:10001", 1, mixed=False, folder="")
    with ExitStack() as refused:
        if late == 3:
            refused.enter_context(pytest.raises(ClusterError, match="Proxy failed to Connect"))
        assert connect(wanted) == ("10.0.0.5", 10001)
    assert asked == 3 * ["ray://10.0.0.5:10001"]


def test_auto_is_where_the_environment_says(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RAY_ADDRESS", f"127.0.0.1:{free_port()}")
    with pytest.raises(ClusterError, match="nobody answers"):
        OnRay("auto")


def test_without_ray_that_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("voltwin.experiment.on_ray.driver_process.find_spec", lambda name: None)
    with pytest.raises(ClusterError, match=r"pip install .voltwin\[cluster\]"):
        OnRay("local")
