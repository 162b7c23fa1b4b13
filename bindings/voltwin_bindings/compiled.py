"""Whether the engine has been compiled before, for those who would otherwise wonder at the wait."""

from voltwin_core.jit import cache_folder


def is_compiled() -> bool:
    """Return whether the cache holds the compiled `advance` of this version."""
    return any(cache_folder().rglob("swap.advance-*.nbc"))
