"""What a process keeps of what it was asked about: so much, and the least asked for goes first."""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import Generic, TypeVar

T = TypeVar("T")


class Kept(Generic[T]):
    """Things made when they are first asked for."""

    def __init__(self, most: int) -> None:
        """Have none.

        Args:
            most: that are kept.
        """
        self._most = most
        self._things: OrderedDict[Hashable, T] = OrderedDict()

    def get(self, key: Hashable, make: Callable[[], T]) -> T:
        """Return the thing of a key, which is made if it is not kept."""
        thing = self._things[key] if key in self._things else make()
        self._things[key] = thing
        self._things.move_to_end(key)
        while len(self._things) > self._most:
            self._things.popitem(last=False)
        return thing
