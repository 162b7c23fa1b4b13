"""From Python all can be asked for that the API answers: whoever adds a route adds a method."""

from typing import Any

import pytest

from voltwin.client.client import Client
from voltwin.client.experiments import Experiments, RemoteExperiment
from voltwin.client.runs import RemoteRun, Runs
from voltwin.client.scenarios import RemoteScenario, Scenarios
from voltwin.client.twin import RemoteTwin
from voltwin.client.twins import Twins
from voltwin_server.app import create_app
from voltwin_server.description import described
from voltwin_server.settings import Settings

EXPERIMENTS = (
    ("create_{}", Experiments, "start"),
    ("list_{}s", Experiments, "list"),
    ("get_{}", Experiments, "get"),
    ("get_{}_table", RemoteExperiment, "table"),
    ("cancel_{}", RemoteExperiment, "cancel"),
    ("delete_{}", RemoteExperiment, "delete"),
)
# What asks for an operation.
BY: dict[str, tuple[type, str]] = {
    "health": (Client, "check"),
    "get_me": (Client, "me"),
    "get_measures": (Client, "measures"),
    "get_demo": (Client, "demo"),
    "what_if": (Client, "what_if"),
    "list_scenarios": (Scenarios, "list"),
    "create_scenario": (Scenarios, "add"),
    "get_scenario_schema": (Scenarios, "schema"),
    "get_scenario": (Scenarios, "get"),
    "delete_scenario": (RemoteScenario, "delete"),
    "create_child": (RemoteScenario, "derive"),
    "get_scenario_file": (RemoteScenario, "scenario"),
    "get_stations": (RemoteScenario, "stations"),
    "get_map": (RemoteScenario, "map"),
    "get_levers": (RemoteScenario, "levers"),
    "get_changes": (RemoteScenario, "changes_to"),
    "list_runs": (Runs, "list"),
    "create_run": (Runs, "start"),
    "get_run": (Runs, "get"),
    "delete_run": (RemoteRun, "delete"),
    "cancel_run": (RemoteRun, "cancel"),
    "get_kpis": (RemoteRun, "kpis"),
    "get_fleet": (RemoteRun, "kpis"),
    "get_regions": (RemoteRun, "kpis"),
    "get_stations_kpis": (RemoteRun, "kpis"),
    "get_hours": (RemoteRun, "kpis"),
    "get_vehicle_classes": (RemoteRun, "kpis"),
    "get_fleet_hours": (RemoteRun, "kpis"),
    "explain_run": (RemoteRun, "explain"),
    "get_events": (RemoteRun, "events"),
    "list_twins": (Twins, "list"),
    "create_twin": (Twins, "create"),
    "get_twin": (Twins, "get"),
    "delete_twin": (RemoteTwin, "delete"),
    "rename_twin": (RemoteTwin, "rename"),
    "fork_twin": (RemoteTwin, "fork"),
    "list_snapshots": (RemoteTwin, "snapshots"),
    "create_snapshot": (RemoteTwin, "take_snapshot"),
    "delete_snapshot": (RemoteTwin, "delete_snapshot"),
    "list_commands": (RemoteTwin, "commands"),
    "command_twin": (RemoteTwin, "command"),
    "list_made": (RemoteTwin, "made"),
    "get_recipe": (RemoteTwin, "recipe"),
    "get_twin_scenario": (RemoteTwin, "scenario"),
    "get_twin_kpis": (RemoteTwin, "kpis"),
    "get_twin_stations": (RemoteTwin, "stations"),
    "observe": (RemoteTwin, "observe"),
    "get_forecast": (RemoteTwin, "forecast"),
    "order_forecast": (RemoteTwin, "forecast"),
    "get_scores": (RemoteTwin, "scores"),
    "get_marks": (RemoteTwin, "marks"),
    "get_next_mark": (RemoteTwin, "next_mark"),
    "get_history": (RemoteTwin, "history"),
    "explain_twin": (RemoteTwin, "explain"),
    "get_twin_map": (RemoteTwin, "map"),
    "get_twin_levers": (RemoteTwin, "levers"),
    "get_twin_changes": (RemoteTwin, "changes_to"),
    **{
        name.format(kind): (where, method)
        for kind in ("comparison", "sweep")
        for name, where, method in EXPERIMENTS
    },
}
# What is not asked for from Python, and why.
NOT_ASKED = {
    "ready": "for whatever watches over the server",
    "metrics": "for Prometheus",
    "openapi": "of the API itself",
    "problem": "explains an error to people",
    "validate_scenario": "a scenario is checked here before it is sent",
    "delete_experiment": "comparisons, sweeps and runs delete themselves; others are of no client",
    "create_ticket": "for browsers, which cannot show a token to a socket",
}


@pytest.fixture(scope="module")
def operations(tmp_path_factory: pytest.TempPathFactory) -> set[str]:
    """Return the ids of all operations of the API."""
    app = create_app(Settings(tmp_path_factory.mktemp("data")))
    paths: dict[str, Any] = described(app)["paths"]
    return {one["operationId"] for path in paths.values() for one in path.values()}


def test_all_that_is_answered_can_be_asked_for(operations: set[str]) -> None:
    assert operations - BY.keys() - NOT_ASKED.keys() == set()


def test_all_that_is_listed_is_there(operations: set[str]) -> None:
    assert (BY.keys() | NOT_ASKED.keys()) - operations == set()
    assert [name for name, (where, method) in BY.items() if not hasattr(where, method)] == []
