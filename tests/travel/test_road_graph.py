"""Road graphs as text: there and back, and what is refused."""

import pytest
from tests.travel.graphs import square

from voltwin.travel.road_graph import as_text, parsed


def test_what_is_written_is_read() -> None:
    nodes = [(-73.9600437, 40.7980478), (10.0, 53.5)]
    roads = parsed(*as_text(nodes, [(0, 1, 86.258, 7.7), (1, 0, 0.0, 0.3)]))
    assert list(zip(roads.lon.tolist(), roads.lat.tolist(), strict=True)) == nodes
    assert roads.source.tolist() == [0, 1]
    assert roads.km.tolist() == [0.086258, 0.0]
    assert roads.seconds.tolist() == [7.7, 0.3]


@pytest.mark.parametrize(
    ("nodes", "links", "message"),
    [
        ("", "0 0 1 1\n", "has no nodes; one line each is expected: lon lat"),
        ("10 53\n", "", "has no links; one line each is expected: from to metres seconds"),
        ("10 53\n10 x\n", "0 0 1 1\n", 'nodes, line 2: "10 x" is not lon lat'),
        ("10 53 7\n10\n", "0 0 1 1\n", 'nodes, line 1: "10 53 7" is not lon lat'),
        ("10 nan\n", "0 0 1 1\n", 'nodes, line 1: "10 nan" is not lon lat'),
        ("10 93\n", "0 0 1 1\n", "nodes, line 1: must be degrees east and north"),
        ("10 53\n", "0 1 5 5\n", "links, line 1: must be numbers of nodes, 0 to 0"),
        ("10 53\n", "0 0 5 5\n0 0.5 5 5\n", "links, line 2: must be numbers of nodes, 0 to 0"),
        ("10 53\n", "0 0 5 0\n", "links, line 1: must be metres, 0 or more, and seconds above 0"),
    ],
)
def test_a_wrong_line_is_told(nodes: str, links: str, message: str) -> None:
    with pytest.raises(ValueError, match=r".") as error:
        parsed(nodes, links)
    assert str(error.value) == message


def test_the_same_texts_are_read_once() -> None:
    assert parsed(*square()) is parsed(*square())
