"""The rule that each route states: who may call it."""

from dataclasses import dataclass
from typing import Annotated, Any

from fastapi import Depends
from starlette.requests import HTTPConnection

from voltwin_server.access.callers import Caller, Role
from voltwin_server.problems import NOT_ALLOWED, WHO, ProblemError

CALLER = "caller"  # in the state of a request

__all__ = ["Caller", "CallerOf", "Role", "Rule", "caller_of", "needs", "open_to_all", "rule_of"]


def caller_of(connection: HTTPConnection) -> Caller | None:
    """Return who calls; None for somebody unknown."""
    caller: Caller | None = getattr(connection.state, CALLER, None)
    return caller


CallerOf = Annotated[Caller, Depends(caller_of)]  # in a route that not everybody may call


@dataclass(frozen=True)
class Rule:
    """Who may call a route: those of a role at least, or everybody."""

    role: Role | None

    def check(self, connection: HTTPConnection) -> None:
        """Refuse whoever may not.

        Raises:
            ProblemError: nobody known calls, or their role is too small.
        """
        self.check_caller(caller_of(connection))

    def check_caller(self, caller: Caller | None) -> None:
        """Refuse somebody who may not.

        Args:
            caller: who calls; None for somebody unknown.

        Raises:
            ProblemError: they are unknown, or their role is too small.
        """
        if self.role is None:
            return
        if caller is None:
            raise ProblemError(WHO, WHO.meaning, headers={"WWW-Authenticate": "Bearer"})
        if caller.role < self.role:
            raise ProblemError(
                NOT_ALLOWED,
                f'This needs the role {self.role.word}; the token "{caller.name}" has the role '
                f"{caller.role.word}.",
            )

    async def __call__(self, connection: HTTPConnection) -> None:
        """Refuse whoever may not, as a dependency of a route."""
        self.check(connection)


def needs(role: Role) -> Any:
    """Return the dependency of a route that people of a role, or of a greater one, may call."""
    return Depends(Rule(role))


open_to_all = Depends(Rule(None))  # the dependency of a route that everybody may call


def rule_of(route: Any) -> Rule | None:
    """Return the rule that a route states; None if it states none."""
    rules = [
        depends.dependency
        for depends in getattr(route, "dependencies", ())
        if isinstance(depends.dependency, Rule)
    ]
    return rules[0] if len(rules) == 1 else None
