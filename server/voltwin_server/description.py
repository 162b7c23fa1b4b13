"""The description of the API (OpenAPI 3.1): what every route has in common is added here once."""

from collections.abc import Iterator
from importlib.metadata import version
from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi
from fastapi.routing import APIRoute
from pydantic.json_schema import models_json_schema

from voltwin_server import problems
from voltwin_server.access.roles import rule_of
from voltwin_server.links import add_links
from voltwin_server.models.common import Answer
from voltwin_server.models.what_if import Effects
from voltwin_server.problems import ErrorItem, Kind, Problem
from voltwin_server.problems import problems as declared

TITLE = "Voltwin"
ABOUT = """\
Scenarios, runs and experiments of battery-swap networks.

Who calls a server that others can reach sends `Authorization: Bearer vt_...`; each operation says
in `x-role` which role it needs: viewer, planner or admin, each of which may do what those before
may. What goes wrong is told as problem details (RFC 9457, `application/problem+json`); the path in
`type` explains the kind of problem."""
TAGS = {
    "health": "Whether the server is alive and can do its work, and its figures.",
    "description": "What the server can be asked, and the problems that it tells.",
    "scenarios": "What is simulated.",
    "runs": "Replications of a scenario and their results.",
    "comparisons": "Scenarios held against each other on the same random numbers.",
    "sweeps": "Many variants of a scenario.",
    "experiments": "Comparisons, sweeps and replications in the store, whoever had them computed.",
    "twins": "Paced simulations that live on the server: played, sought, changed, watched.",
    "what-if": "What a difference would change, at once.",
    "page": "What the page asks for besides: who calls, the demo, maps, levers, KPIs in words.",
}

_TOKEN = "token"
_SECURITY = {
    _TOKEN: {"type": "http", "scheme": "bearer", "description": "Made by `voltwin token create`."}
}
_EVERYWHERE = (
    problems.OTHER_SITE,
    problems.BEHIND_PROXY,
    problems.URL_TOO_LONG,
    problems.HEADERS_TOO_LARGE,
    problems.CRASHED,
    problems.AWAY,
)
_WITH_RULE = (problems.WHO, problems.NOT_ALLOWED)
_WITH_BODY = (problems.MALFORMED, problems.TOO_SLOW, problems.TOO_LARGE, problems.WRONG_TYPE)


def described(app: FastAPI) -> dict[str, Any]:
    """Return the description of an application, made once."""
    if app.openapi_schema is None:
        schema = get_openapi(
            title=TITLE,
            version=version("voltwin"),
            description=ABOUT,
            routes=app.routes,
            tags=[{"name": name, "description": about} for name, about in TAGS.items()],
        )
        components = schema.setdefault("components", {})
        components["securitySchemes"] = _SECURITY
        components["schemas"] = _schemas(components.get("schemas", {}))
        for route, operation in _operations(app, schema):
            _complete(route, operation)
            for content in _contents(operation):
                _add_example(content, components["schemas"])
        app.openapi_schema = schema
    return app.openapi_schema


def api_routes(app: FastAPI) -> list[APIRoute]:
    """Return the routes of an application that its description tells of."""
    return [one for one in app.routes if isinstance(one, APIRoute) and one.include_in_schema]


def _schemas(schemas: dict[str, Any]) -> dict[str, Any]:
    """Return the schemas with those of problems and of streamed lines, without those of the
    framework's own errors."""
    template = "#/components/schemas/{model}"
    _, ours = models_json_schema(
        [(model, "serialization") for model in (Problem, ErrorItem, Effects)], ref_template=template
    )
    own = {"HTTPValidationError", "ValidationError"}
    kept = {name: schema for name, schema in schemas.items() if name not in own}
    found = dict(sorted((kept | ours["$defs"]).items()))
    for model in Answer.__subclasses__():  # the framework leaves out nulls, in examples, too
        extra = model.model_config.get("json_schema_extra")
        if isinstance(extra, dict) and model.__name__ in found:
            found[model.__name__] |= extra
    return found


def _operations(app: FastAPI, schema: dict[str, Any]) -> Iterator[tuple[APIRoute, dict[str, Any]]]:
    for route in api_routes(app):
        for method in route.methods or ():
            yield route, schema["paths"][route.path_format][method.lower()]


def _contents(operation: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Yield what an operation answers when all goes well, by its type."""
    for status, answer in operation["responses"].items():
        if status.startswith("2"):
            yield from answer.get("content", {}).values()


def _add_example(content: dict[str, Any], schemas: dict[str, Any]) -> None:
    """Add the example of an answer's model, unless it has one of its own or is a file."""
    schema = content["schema"]
    if "example" not in content and schema.get("format") != "binary":
        content["example"] = _example_of(schema, schemas)


def _example_of(schema: dict[str, Any], schemas: dict[str, Any]) -> Any:
    """Return the example of a model, of a list of them, or of a page."""
    if "items" in schema:
        return [_example_of(schema["items"], schemas)]
    model = schemas[schema["$ref"].rpartition("/")[2]]
    if "examples" in model:
        return model["examples"][0]
    return {"items": _example_of(model["properties"]["items"], schemas), "next": None}


def _complete(route: APIRoute, operation: dict[str, Any]) -> None:
    """Add who may call, the problems that it may be answered with, and what may be asked next."""
    rule = rule_of(route)
    kinds: list[Kind] = [*_EVERYWHERE]
    if rule is not None and rule.role is not None:
        operation["security"] = [{_TOKEN: []}]
        operation["x-role"] = rule.role.word
        kinds += _WITH_RULE
    if "requestBody" in operation:
        kinds += _WITH_BODY
    if "parameters" in operation or "requestBody" in operation:
        kinds.append(problems.INVALID)
    answers = operation["responses"]
    for status, answer in declared(*kinds).items():
        own = answers.get(str(status), {})
        if "content" not in own or "application/json" in own["content"]:  # the framework's own
            answers[str(status)] = answer
    add_links(operation)
    operation["responses"] = dict(sorted(answers.items()))
