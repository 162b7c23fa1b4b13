"""The commands that files of deploy/ and pages call, and the options that Voltwin has for them."""

import re
import shlex
from collections.abc import Iterator, Sequence
from typing import Any

import typer

CALL = re.compile(
    r"voltwin\"? ((?:sweep|run|compare|optimise|merge|monitor|serve|db|token)\b[^`'\n]*)"
)


def commands_in(text: str) -> Iterator[list[str]]:
    """Yield the words of each call of voltwin, its name left out."""
    joined = re.sub(r"\\\n[# ]*", " ", text)
    for found in CALL.finditer(joined):
        yield shlex.split(found[1].replace("'", ""))


def called(words: Sequence[str]) -> Any:
    """Return the command that words call, of a group the one that is named next."""
    from voltwin.cli.app import app

    command: Any = typer.main.get_command(app)
    for word in words:
        command = command.commands[word]
        if not hasattr(command, "commands"):
            return command
    return command


def options_of(words: Sequence[str]) -> set[str]:
    """Return the options that a call may have, by its first words."""
    return {option for parameter in called(words).params for option in parameter.opts}


def options_in(words: Sequence[str]) -> set[str]:
    """Return the long options that a call has."""
    return {word.partition("=")[0] for word in words if word.startswith("--")}


def variables_of(words: Sequence[str]) -> set[str]:
    """Return the environment variables that stand for options of a call."""
    return {
        parameter.envvar
        for parameter in called(words).params
        if isinstance(getattr(parameter, "envvar", None), str)
    }
