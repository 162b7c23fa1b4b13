"""Small road graphs, as texts."""

from hypothesis import strategies as st

from voltwin.travel.road_graph import Roads, as_text, parsed


def square() -> list[str]:
    """Return four corners with a one-way ring a, b, c, d of 100 m and 10 s a side, a slow short cut
    from a to c, two parallel links from a to b, and e, which nobody can leave."""
    nodes = [(10.0, 53.0), (10.001, 53.0), (10.001, 53.001), (10.0, 53.001), (10.0, 53.0004)]
    ring = [(i, (i + 1) % 4, 100.0, 10.0) for i in range(4)]
    return as_text(nodes, [*ring, (0, 1, 50.0, 30.0), (0, 2, 120.0, 25.0), (0, 4, 10.0, 1.0)])


@st.composite
def graphs(draw: st.DrawFn) -> Roads:
    """Return a random graph in which each node can be reached from each, with parallel links."""
    nodes = draw(st.integers(2, 9))
    lengths, times = st.integers(0, 900), st.integers(1, 60)
    links = [(i, (i + 1) % nodes, draw(lengths), draw(times)) for i in range(nodes)]
    for _ in range(draw(st.integers(0, 25))):
        a, b = (draw(st.integers(0, nodes - 1)) for _ in range(2))
        links.append((a, b, draw(lengths), draw(times)))
    places = [(10.0 + 0.001 * i, 53.0) for i in range(nodes)]
    return parsed(*as_text(places, links))
