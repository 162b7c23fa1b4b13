"""A server does not start for a Ray cluster that is not there."""

from dataclasses import replace
from unittest.mock import Mock

import pytest

from voltwin.experiment.errors import ClusterError
from voltwin.experiment.on_ray import finding
from voltwin_server.serving import ServingError, serve
from voltwin_server.settings import Settings


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("127.0.0.1:1", "--ray 127.0.0.1:1: nobody answers at 127.0.0.1, port 1; is the head"),
        ("nonsense.invalid:1", "nobody answers at nonsense.invalid, port 1"),
        ("nonsense", "is no address; give auto, local, HOST:PORT of a head such as 10.0.0.5:6379"),
    ],
)
def test_a_cluster_that_is_not_there_is_one_message(
    settings: Settings, address: str, said: str
) -> None:
    pytest.importorskip("ray", reason='Ray is not installed: pip install "voltwin[cluster]"')
    with pytest.raises(ServingError) as refused:
        serve(replace(settings, ray=address), say=pytest.fail)
    assert said in str(refused.value)


@pytest.mark.parametrize("where", [None, "auto"])
def test_a_cluster_that_ray_is_to_find_is_tried_before_anything_is_accepted(
    settings: Settings, monkeypatch: pytest.MonkeyPatch, where: str | None
) -> None:
    pytest.importorskip("ray", reason='Ray is not installed: pip install "voltwin[cluster]"')
    asked: list[str] = []

    def nobody(address: str, threads: int, *, mixed: bool) -> None:
        asked.append(address)
        raise ClusterError("--ray auto: this machine belongs to no Ray cluster")

    monkeypatch.setattr(finding, "DriverProcess", nobody)
    monkeypatch.delenv("RAY_ADDRESS", raising=False)
    if where:
        monkeypatch.setenv("RAY_ADDRESS", where)
    with pytest.raises(ServingError, match="this machine belongs to no Ray cluster"):
        serve(replace(settings, ray="auto"), say=pytest.fail)
    assert asked == ["auto"]


def test_a_cluster_that_the_environment_names_is_knocked_at(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    pytest.importorskip("ray", reason='Ray is not installed: pip install "voltwin[cluster]"')
    monkeypatch.setattr(finding, "DriverProcess", pytest.fail)
    monkeypatch.setenv("RAY_ADDRESS", "127.0.0.1:1")
    with pytest.raises(ServingError, match=r"nobody answers at 127\.0\.0\.1, port 1"):
        serve(replace(settings, ray="auto"), say=pytest.fail)


def test_the_cluster_that_was_tried_is_left_again(monkeypatch: pytest.MonkeyPatch) -> None:
    driver = Mock()
    monkeypatch.setattr(finding, "DriverProcess", driver)
    monkeypatch.delenv("RAY_ADDRESS", raising=False)
    finding.refuse_if_there_is_none("local")
    assert not driver.called
    finding.refuse_if_there_is_none("auto")
    driver.return_value.close.assert_called_once_with()
