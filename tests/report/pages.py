"""An HTML page as a tree, read strictly: every element that is opened is closed."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser

_VOID = {"meta", "link", "br", "hr", "img", "input"}


@dataclass
class Element:
    tag: str
    attributes: dict[str, str]
    children: "list[Element | str]" = field(default_factory=list)

    def all(self, tag: str | None = None) -> "Iterator[Element]":
        for child in self.children:
            if isinstance(child, Element):
                if tag in (None, child.tag):
                    yield child
                yield from child.all(tag)

    @property
    def text(self) -> str:
        return "".join(c if isinstance(c, str) else c.text for c in self.children)

    def by_id(self, name: str) -> "Element":
        found = [element for element in self.all() if element.attributes.get("id") == name]
        assert len(found) == 1, name
        return found[0]

    def has(self, name: str) -> bool:
        return any(element.attributes.get("id") == name for element in self.all())


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.open = [Element("", {})]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert len({name for name, _ in attrs}) == len(attrs), self.get_starttag_text()
        element = Element(tag, {name: value or "" for name, value in attrs})
        self.open[-1].children.append(element)
        if tag not in _VOID:
            self.open.append(element)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.open[-1].children.append(Element(tag, {name: value or "" for name, value in attrs}))

    def handle_endtag(self, tag: str) -> None:
        assert self.open[-1].tag == tag, f"</{tag}> within <{self.open[-1].tag}>"
        self.open.pop()

    def handle_data(self, data: str) -> None:
        self.open[-1].children.append(data)


def read(page: str) -> Element:
    """Return the root of a page."""
    reader = _Reader()
    reader.feed(page)
    reader.close()
    assert len(reader.open) == 1, f"<{reader.open[-1].tag}> is not closed"
    return reader.open[0]


def rows(table: Element) -> list[dict[str, str]]:
    """Return the rows of a table by the names of its columns, without units."""
    heads = [next((c for c in head.children if isinstance(c, str)), "") for head in table.all("th")]
    bodies = list(table.all("tbody"))
    return [
        dict(zip(heads, (cell.text for cell in row.all("td")), strict=True))
        for row in bodies[0].all("tr")
    ]
