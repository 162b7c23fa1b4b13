"""Pages for people where there is no other: the page is not built, or there is nothing there."""

from html import escape

_PAGE = """\
<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>{title}</title>
<style>
  :root {{ color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif; }}
  body {{ max-width: 40rem; margin: 15vh auto 0; padding: 0 1.5rem; }}
  code {{ font-family: ui-monospace, monospace; }}
</style>
<h1>{title}</h1>
{text}
</html>
"""
_NOT_BUILT = """\
<p>This Voltwin was installed from its sources, and its page has not been built yet.
In the folder of the sources say</p>
<pre><code>make page</code></pre>
<p>and load this address again. The server itself works:
<a href="/api/health">/api/health</a>, <a href="/api/openapi.json">/api/openapi.json</a>.</p>
"""
_NOTHING = """\
<p>There is nothing at <code>{path}</code>. Its address may have a typing error, or what was there
has been deleted.</p>
<p><a href="/">To the city</a></p>
"""


def not_built() -> str:
    """Return the page that says how the page is built."""
    return _PAGE.format(title="The page is not built yet", text=_NOT_BUILT)


def nothing_at(path: str) -> str:
    """Return the page that says that there is nothing.

    Args:
        path: that was asked for.
    """
    return _PAGE.format(title="Nothing here", text=_NOTHING.format(path=escape(path)))
