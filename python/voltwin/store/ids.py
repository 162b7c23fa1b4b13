"""Ids and states as callers name them: as they are, or as the text that is printed of them."""

from uuid import UUID

from voltwin.scenario.names import did_you_mean
from voltwin.store.interface import StoreError, UnknownIdError
from voltwin.store.records import AnyId, Status


def id_of(given: AnyId) -> UUID:
    """Return an id.

    Raises:
        UnknownIdError: a text is none, so there is nothing of this id.
    """
    if isinstance(given, UUID):
        return given
    try:
        return UUID(given)
    except (ValueError, AttributeError, TypeError):
        raise UnknownIdError(
            f'there is no "{given}" in the store: an id is written as in {UUID(int=0)}'
        ) from None


def id_or_none(given: AnyId | None) -> UUID | None:
    """Return an id, if one is given.

    Raises:
        UnknownIdError: a text is none.
    """
    return None if given is None else id_of(given)


def status_of(given: Status | str) -> Status:
    """Return where a run is.

    Raises:
        StoreError: no run can be there.
    """
    try:
        return Status(given)
    except ValueError:
        hint = did_you_mean(str(given), list(Status)) or f"; there are: {', '.join(Status)}"
        raise StoreError(f'there is no status "{given}"{hint}') from None
