"""The check of more chargers finds a model that charges one battery after the other."""

from tests.validation.known_errors.verdicts import Spoil, asked

from voltwin.reference.battery import Battery
from voltwin.reference.chargers import Chargers
from voltwin.validation.known_errors import more_chargers


def test_batteries_charged_one_after_the_other_are_found(spoiled: Spoil) -> None:
    def one_at_a_time(right: Spoil, self: Chargers, i: int, battery: Battery) -> bool:
        return not self.charges and bool(right(self, i, battery))

    spoiled(Chargers, "_may_draw", one_at_a_time)
    assert asked(more_chargers.CHECK) == [
        "stations that lose as many with 4 chargers as with 1",
        "stations that lose as many with 10 chargers as with 4",
    ]
