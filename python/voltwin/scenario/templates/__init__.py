"""Scenario files that the package ships: where to start, and the demo city."""

from importlib.resources import files


def first_scenario() -> str:
    """Return the text of a small commented scenario."""
    return _text("first.yaml")


def first_fleet() -> str:
    """Return the text of a small commented scenario with a fleet."""
    return _text("first_fleet.yaml")


def moving_city() -> str:
    """Return the text of the demo city with a fleet."""
    return _text("moving_city.yaml")


def demo_city() -> str:
    """Return the text of the demo city."""
    return _text("demo_city.yaml")


def _text(name: str) -> str:
    return files(__package__).joinpath(name).read_text(encoding="utf-8")
