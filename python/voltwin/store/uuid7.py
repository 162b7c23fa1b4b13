"""Identities that sort by the time of their making: UUID version 7 (RFC 9562, section 5.7)."""

import hashlib
import secrets
import time
from uuid import UUID

_VERSION, _VARIANT = 0x7, 0b10


def uuid7() -> UUID:
    """Return a new identity: 48 bits of Unix time [ms], the rest random but version and variant."""
    return _made(time.time_ns() // 1_000_000, secrets.randbits(74))


def derived(one: UUID, *names: object) -> UUID:
    """Return the identity that belongs to another one and to names: always the same, of the same
    time."""
    text = "\0".join([str(one), *map(str, names)])
    digest = hashlib.blake2b(text.encode(), digest_size=10).digest()
    return _made(one.int >> 80, int.from_bytes(digest, "big") >> 6)


def _made(milliseconds: int, bits: int) -> UUID:
    """Return a UUID of a time and 74 more bits."""
    high, low = bits >> 62, bits & (1 << 62) - 1
    return UUID(int=milliseconds << 80 | _VERSION << 76 | high << 64 | _VARIANT << 62 | low)
