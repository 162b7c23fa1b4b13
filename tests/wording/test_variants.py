import pytest

from voltwin.experiment.variant import Variant
from voltwin.scenario.changes import Change
from voltwin.wording.variants import difference_of


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ("stations[*].chargers+=2", "two more chargers at each station"),
        ("stations[region=North].chargers+=1", "one more charger at each station of North"),
        ("stations[region=N|S].bays+=3", "three more bays at each station of N and S"),
        ("stations[s1].batteries-=12", "12 fewer batteries at station s1"),
        ("stations[policy=wait].bays-=1", "one less bay at each station with policy=wait"),
        ("demand.multiplier*=1.2", "20 % more demand"),
        ("demand.multiplier*=0.925", "7.5 % less demand"),
        ("demand.multiplier=1.2", '"it"'),
        ("stations[*].chargers=2", '"it"'),
        ("stations[*].policy=wait", '"it"'),
    ],
)  # fmt: skip
def test_a_change_in_words(change: str, words: str) -> None:
    assert difference_of(Variant("it", (Change.parse(change),))) == words


def test_several_changes_are_called_by_their_name() -> None:
    changes = tuple(map(Change.parse, ["stations[*].chargers+=2", "stations[*].bays+=1"]))
    assert difference_of(Variant("both", changes)) == '"both"'
