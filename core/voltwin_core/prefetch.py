"""Rows of a table fetched into the cache before they are read."""

# Numba's extension interface has no types.
# mypy: disable-error-code="misc, untyped-decorator, import-untyped, unused-ignore"

from typing import Any

from llvmlite import ir
from numba import config, types
from numba.core import cgutils
from numba.extending import intrinsic

from voltwin_core.record import Table

_READ, _KEEP, _DATA = 0, 3, 1


def prefetch(table: Table[Any], row: int) -> None:
    """Have a row of a table passed by reference fetched; one that does not exist does no harm."""


if not config.DISABLE_JIT:

    @intrinsic  # type: ignore[no-redef]
    def prefetch(typing: Any, table: Any, row: Any) -> Any:
        """Have a row of a table passed by reference fetched, by the processor's instruction."""

        def lower(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
            view = context.make_helper(builder, signature.args[0], arguments[0])
            place = context.cast(builder, arguments[1], signature.args[1], types.intp)
            address = builder.bitcast(builder.gep(view.address, [place]), cgutils.voidptr_t)
            how = [ir.Constant(ir.IntType(32), number) for number in (_READ, _KEEP, _DATA)]
            kind = ir.FunctionType(ir.VoidType(), [address.type, *(number.type for number in how)])
            function = cgutils.get_or_insert_function(builder.module, kind, "llvm.prefetch.p0")
            builder.call(function, [address, *how])
            return context.get_dummy_value()

        return types.none(table, row), lower
