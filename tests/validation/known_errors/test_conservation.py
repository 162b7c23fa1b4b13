"""The check of conservation finds models that lose batteries."""

from tests.validation.known_errors.verdicts import Spoil, asked

from voltwin.reference.battery import Battery, Pool
from voltwin.reference.chargers import Chargers
from voltwin.validation.known_errors import conservation


def test_a_battery_that_is_forgotten_on_a_charger_that_fails_is_found(spoiled: Spoil) -> None:
    def forgetful(right: Spoil, self: Chargers, battery: Battery, whole: bool, key: float) -> None:
        if whole:
            right(self, battery, whole, key)

    spoiled(Chargers, "_queue_up", forgetful)
    assert asked(conservation.CHECK) != []


def test_a_ready_battery_that_is_not_put_in_the_rack_is_found(spoiled: Spoil) -> None:
    def elsewhere(right: Spoil, pool: Pool, battery: Battery) -> None:
        right(pool, battery)
        battery.state = -2

    spoiled(Pool, "put_in_rack", elsewhere)
    assert any("elsewhere" in what for what in asked(conservation.CHECK))
