"""What is known of a twin without simulating anything: what it is, and where it stands."""

from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any, Literal, Self
from uuid import UUID

OriginKind = Literal["scenario", "run", "snapshot", "recipe", "twin"]


@dataclass(frozen=True)
class Origin:
    """What a twin was made from.

    Attributes:
        kind: of it.
        id: of it; None for what was sent in full.
        at_s: where the twin began to be one of its own [s]; None where that is the start.
    """

    kind: OriginKind
    id: UUID | None = None
    at_s: float | None = None


@dataclass(frozen=True)
class TwinRecord:
    """What a twin is.

    Attributes:
        id: of the twin.
        name: for people.
        by: the name of whoever made it.
        created_at: when, UTC.
        origin: what it was made from.
        seed: of all draws.
        start: when simulated time begins.
        horizon_s: where it ends [s].
        stations: how many there are.
        vehicles: of its fleet; 0 without one.
    """

    id: UUID
    name: str
    by: str
    created_at: datetime
    origin: Origin
    seed: int
    start: datetime
    horizon_s: float
    stations: int
    vehicles: int

    def as_fields(self) -> dict[str, Any]:
        """Return it as plain values."""
        origin = {**asdict(self.origin), "id": self.origin.id and str(self.origin.id)}
        times = {name: getattr(self, name).isoformat() for name in ("created_at", "start")}
        return {**asdict(self), **times, "id": str(self.id), "origin": origin}

    @classmethod
    def of_fields(cls, fields: dict[str, Any]) -> Self:
        """Return the record with these plain values.

        Raises:
            ValueError: they are those of none.
        """
        try:
            origin = fields["origin"]
            made_from = Origin(**{**origin, "id": origin["id"] and UUID(origin["id"])})
            times = {name: datetime.fromisoformat(fields[name]) for name in ("created_at", "start")}
            return cls(**{**fields, **times, "id": UUID(fields["id"]), "origin": made_from})
        except (KeyError, TypeError, AttributeError) as error:
            raise ValueError(f"is no record of a twin: {error}") from None


@dataclass(frozen=True)
class Position:
    """Where a twin stands.

    Attributes:
        now: simulated time [s].
        speed: at which it plays [simulated s/s].
        number: of the last command that has been done to it.
        reached: the furthest time that it has stood at [s].
        waking_bytes: that it takes when it is brought into memory, about; 0 if that is not known.
    """

    now: float = 0.0
    speed: float = 60.0
    number: int = 0
    reached: float = 0.0
    waking_bytes: int = 0
