"""Factors of a sweep: what is varied, and how.

A factor varies one place of the scenario, or several together, by one operation: it adds to what
stands there, multiplies it, or sets it. A factor with `levels` has a list of changes for each.
"""

from collections.abc import Mapping
from typing import Annotated, Any, Literal, Self, TypeAlias

from pydantic import (
    AfterValidator,
    BeforeValidator,
    Discriminator,
    Field,
    PlainSerializer,
    PlainValidator,
    Tag,
    model_validator,
)
from pydantic_core import PydanticCustomError

from voltwin.experiment.levels import LevelNumber, level_text, short_text
from voltwin.experiment.ranges import Range
from voltwin.scenario.changes import Change
from voltwin.scenario.changes.change import Operation
from voltwin.scenario.model import Name, Value, plain_number
from voltwin.scenario.names import did_you_mean

Way: TypeAlias = Literal["add", "multiply", "set", "levels"]
_OPERATIONS: Mapping[Way, Operation] = {"add": "+=", "multiply": "*=", "set": "=", "levels": "="}
_NEUTRAL: Mapping[Way, int] = {"add": 0, "multiply": 1}  # the level that changes nothing


def _list_or_range(value: Any) -> Any:
    value = value.tolist() if hasattr(value, "tolist") else value
    value = list(value) if isinstance(value, range) else value
    if isinstance(value, list | tuple):
        texts = [level_text(level) for level in value]
        twice = next((text for i, text in enumerate(texts) if text in texts[:i]), None)
        if not texts:
            raise ValueError("must hold at least one level")
        if twice is not None:
            raise ValueError(f"must hold each level once, and {twice} stands twice")
    elif not isinstance(value, Mapping | Range):
        raise ValueError("must be a list of levels, or a range {from: ..., to: ...}")
    return value


def _form(value: Any) -> str:
    return "list" if isinstance(value, list | tuple) else "range"


def _change(value: Any) -> Change:
    if isinstance(value, Change):
        return value
    if not isinstance(value, str):
        raise ValueError("must be the text of a change, such as stations[*].chargers+=2")
    return Change.parse(value)


def _one_spelling(path: str) -> str:
    return Change(path, "=", None).path


def _plain_text(level: Any) -> str:
    return level if isinstance(level, str) else level_text(level)


_Range = Annotated[Range, Tag("range")]
Numbers = Annotated[
    Annotated[tuple[LevelNumber, ...], Tag("list")] | _Range,
    Discriminator(_form),
    BeforeValidator(_list_or_range),
]
Values = Annotated[
    Annotated[tuple[Annotated[Any, BeforeValidator(plain_number)], ...], Tag("list")] | _Range,
    Discriminator(_form),
    BeforeValidator(_list_or_range),
]
Written = Annotated[Change, PlainValidator(_change), PlainSerializer(str, when_used="json")]
Path = Annotated[str, Field(strict=True, min_length=1), AfterValidator(_one_spelling)]


class Factor(Value):
    """What is varied; by exactly one of `add`, `multiply`, `set`, `levels`."""

    path: Path | None = Field(None, description="of what is varied, such as demand.multiplier")
    paths: Annotated[tuple[Path, ...], Field(min_length=1)] | None = Field(
        None, description="of several places that are varied together"
    )
    add: Numbers | None = Field(None, description="levels, or a range, added to what is there")
    multiply: Numbers | None = Field(None, description="levels, or a range, as factors of it")
    set: Values | None = Field(None, description="levels, or a range, instead of it")
    levels: Annotated[dict[Name, tuple[Written, ...]], Field(min_length=1)] | None = Field(
        None, description="changes by the name of the level; no path is given then"
    )

    @model_validator(mode="after")
    def _one_way(self) -> Self:
        ways = [way for way in _OPERATIONS if getattr(self, way) is not None]
        if len(ways) != 1:
            raise PydanticCustomError("levels", f"must have one of {', '.join(_OPERATIONS)}")
        given = [name for name in ("path", "paths") if getattr(self, name) is not None]
        if self.levels is not None and given:
            raise PydanticCustomError("paths", "must have no path: the changes of levels have them")
        if self.levels is None and len(given) != 1:
            raise PydanticCustomError("paths", "must have path, or paths")
        return self

    @property
    def way(self) -> Way:
        """The name of the field with the levels."""
        if self.add is not None:
            return "add"
        if self.multiply is not None:
            return "multiply"
        return "set" if self.set is not None else "levels"

    @property
    def places(self) -> tuple[str, ...]:
        """The paths that are varied together."""
        if self.levels is not None:
            every = (change.path for changes in self.levels.values() for change in changes)
            return tuple(dict.fromkeys(every))
        return self.paths or (str(self.path),)

    @property
    def overwritten(self) -> tuple[str, ...]:
        """The paths at which nothing is left of what was there."""
        if self.levels is None:
            return self.places if self.set is not None else ()
        every = (change for changes in self.levels.values() for change in changes)
        return tuple(dict.fromkeys(one.path for one in every if one.operation == "="))

    @property
    def values(self) -> tuple[Any, ...] | Range:
        """All levels, in their order."""
        if self.levels is not None:
            return tuple(self.levels)
        given: tuple[Any, ...] | Range = getattr(self, self.way)
        return given

    def at(self, share: float) -> Any:
        """Return the level at a share from 0 to 1; those of a list have equal parts of it."""
        values = self.values
        if isinstance(values, Range):
            return values.at(share)
        return values[min(int(share * len(values)), len(values) - 1)]

    def level(self, given: Any) -> Any:
        """Return the level that a value of a listed point is.

        Raises:
            ValueError: it is none; the message says what would be.
        """
        if isinstance(self.values, Range):
            if self.values.holds(plain_number(given)):
                return plain_number(given)
            raise ValueError(f"must be one of the {self.values}")
        exactly = {level_text(level): level for level in self.values}
        if level_text(given) in exactly:
            return exactly[level_text(given)]
        by_text = {_plain_text(level): level for level in self.values}
        if _plain_text(given) in by_text:  # Tables do not tell the text "2" from the number.
            return by_text[_plain_text(given)]
        hint = did_you_mean(given if isinstance(given, str) else "", by_text)
        raise ValueError(f"must be one of its levels{hint}")

    def left_out(self) -> Any:
        """Return the level of a point that does not give one: that which changes nothing.

        Raises:
            ValueError: there is none.
        """
        if self.way in _NEUTRAL:
            return _NEUTRAL[self.way]
        if self.levels is not None:
            for name, changes in self.levels.items():
                if not changes:
                    return name
        raise ValueError("is missing")

    def changes(self, level: Any) -> tuple[Change, ...]:
        """Return what a level changes in the scenario."""
        if self.levels is not None:
            return self.levels[level]
        if self.way in _NEUTRAL and level == _NEUTRAL[self.way]:
            return ()
        if self.add is not None and level < 0:
            return tuple(Change(path, "-=", -level) for path in self.places)
        return tuple(Change(path, _OPERATIONS[self.way], level) for path in self.places)

    def label(self, name: str, level: Any, *, in_full: bool = False) -> str:
        """Return what a factor of this name is at, such as `chargers+=2`."""
        text = level_text(level) if in_full else short_text(level)
        return f"{name}{_OPERATIONS[self.way]}{text}"

    def tried(self) -> tuple[Any, ...]:
        """Return the levels that show whether all can be: of numbers the ends."""
        if isinstance(self.values, Range):
            return self.values.start, self.values.end
        if all(isinstance(level, int | float) for level in self.values):
            return tuple(dict.fromkeys((min(self.values), max(self.values))))
        return self.values
