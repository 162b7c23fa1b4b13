"""Passing a large NamedTuple of tables to kernels by reference.

Numba passes a tuple by value: a world of a hundred tables is many hundred machine words in every
call that is not inlined. `by_reference` puts the tuple on the stack of the entry kernel once and
hands down its address. Reading through it, `world.chargers` is a view of two words (address and
length) whose rows are indexed as they are, without Python's negative indices; a nested NamedTuple
is a reference again. To the type checker, and with NUMBA_DISABLE_JIT=1, all is as it was.

The optimiser is told what it cannot see: the tuple itself never changes (its loads are invariant),
and fields of different names or records are different memory (type-based alias analysis). Without
that, every store might have changed every address and every number read before.
"""

# Numba's extension interface has no types.
# mypy: disable-error-code="misc, untyped-decorator, import-untyped, unused-ignore"

import operator
from hashlib import blake2b
from typing import Any, TypeVar
from zlib import crc32

from llvmlite import ir
from numba import config, types
from numba.core import cgutils
from numba.core.datamodel import models
from numba.core.typing.templates import AbstractTemplate, AttributeTemplate, infer_global, signature
from numba.extending import (
    infer_getattr,
    intrinsic,
    lower_builtin,
    lower_getattr_generic,
    lower_setattr_generic,
    make_attribute_wrapper,
    register_model,
)

T = TypeVar("T")


def _short(kind: str, of: types.Type) -> str:
    """Return a name for a type: functions are named by those of their arguments, and that of a
    world, with all its fields, has twenty thousand letters."""
    return f"{kind}({blake2b(of.name.encode(), digest_size=8).hexdigest()})"


class Reference(types.Type):
    """The address of a NamedTuple."""

    def __init__(self, target: types.BaseNamedTuple) -> None:
        self.target = target
        super().__init__(name=_short("Reference", target))

    def index(self, name: str) -> int:
        """Return the place of a field."""
        return int(self.target.fields.index(name))

    def field(self, name: str) -> types.Type:
        """Return the type that reading a field gives."""
        found = self.target.types[self.index(name)]
        if isinstance(found, types.BaseNamedTuple):
            return Reference(found)
        if isinstance(found, types.Array) and found.ndim == 1 and found.layout == "C":
            return View(found.dtype)
        return found


class View(types.Type):
    """A contiguous one-dimensional array: address and length."""

    def __init__(self, row: types.Type) -> None:
        self.row = row
        super().__init__(name=_short("View", row))


class Row(types.Type):
    """A row of a view: its address."""

    def __init__(self, record: types.Record) -> None:
        self.record = record
        super().__init__(name=_short("Row", record))


@register_model(Reference)
class _ReferenceModel(models.PrimitiveModel):
    def __init__(self, manager: Any, reference: Reference) -> None:
        target = manager.lookup(reference.target).get_value_type()
        super().__init__(manager, reference, target.as_pointer())


@register_model(View)
class _ViewModel(models.StructModel):
    def __init__(self, manager: Any, view: View) -> None:
        members = [("address", types.CPointer(view.row)), ("length", types.intp)]
        super().__init__(manager, view, members)


@register_model(Row)
class _RowModel(models.PrimitiveModel):
    def __init__(self, manager: Any, row: Row) -> None:
        super().__init__(manager, row, manager.lookup(row.record).get_value_type())


make_attribute_wrapper(View, "length", "length")


@infer_getattr
class _ReferenceFields(AttributeTemplate):
    key = Reference

    def generic_resolve(self, reference: Reference, name: str) -> types.Type | None:
        return reference.field(name) if name in reference.target.fields else None


@lower_getattr_generic(Reference)
def _read_field(context: Any, builder: Any, reference: Reference, value: Any, name: str) -> Any:
    address = _member(builder, value, reference.index(name))
    kind = reference.field(name)
    if isinstance(kind, Reference):
        return address
    if not isinstance(kind, View):
        return _load_invariant(builder, address)
    array_type = reference.target.types[reference.index(name)]
    members = context.data_model_manager[array_type]
    view = context.make_helper(builder, kind)
    view.address, view.length = (
        _load_invariant(builder, _member(builder, address, members.get_field_position(member)))
        for member in ("data", "nitems")
    )
    return view._getvalue()


def _load_invariant(builder: Any, address: Any) -> Any:
    value = builder.load(address)
    value.set_metadata("invariant.load", builder.module.add_metadata([]))
    return value


def _member(builder: Any, address: Any, index: int) -> Any:
    zero, place = ir.Constant(ir.IntType(32), 0), ir.Constant(ir.IntType(32), index)
    return builder.gep(address, [zero, place], inbounds=True)


def _tagged(builder: Any, access: Any, place: str) -> Any:
    """Mark a load or store: places of different names are never the same memory."""
    add, zero = builder.module.add_metadata, ir.Constant(ir.IntType(64), 0)
    kind = add([place, add(["voltwin"]), zero])
    access.set_metadata("tbaa", add([kind, kind, zero]))
    return access


@infer_getattr
class _RowFields(AttributeTemplate):
    key = Row

    def generic_resolve(self, row: Row, name: str) -> types.Type | None:
        return row.record.typeof(name) if name in row.record.fields else None


@lower_getattr_generic(Row)
def _get_field(context: Any, builder: Any, row: Row, value: Any, name: str) -> Any:
    address = _field_address(context, builder, row, value, name)
    return _tagged(builder, builder.load(address), _field_place(row, name))


@lower_setattr_generic(Row)
def _set_field(context: Any, builder: Any, sig: Any, args: Any, name: str) -> None:
    row = sig.args[0]
    address = _field_address(context, builder, row, args[0], name)
    value = context.cast(builder, args[1], sig.args[1], row.record.typeof(name))
    _tagged(builder, builder.store(value, address), _field_place(row, name))


def _field_address(context: Any, builder: Any, row: Row, value: Any, name: str) -> Any:
    kind = context.get_data_type(row.record.typeof(name))
    return cgutils.get_record_member(builder, value, row.record.offset(name), kind)


def _field_place(row: Row, name: str) -> str:
    return f"{name} of {crc32(row.record.name.encode()):x}"


@infer_global(operator.getitem)
class _ViewGet(AbstractTemplate):
    def generic(self, args: Any, kws: Any) -> Any:
        if isinstance(args[0], View) and isinstance(args[1], types.Integer):
            row = args[0].row
            found = Row(row) if isinstance(row, types.Record) else row
            return signature(found, args[0], args[1])
        return None


@infer_global(operator.setitem)
class _ViewSet(AbstractTemplate):
    def generic(self, args: Any, kws: Any) -> Any:
        if isinstance(args[0], View) and isinstance(args[1], types.Integer):
            return signature(types.none, args[0], args[1], args[0].row)
        return None


@infer_global(len)
class _ViewLength(AbstractTemplate):
    def generic(self, args: Any, kws: Any) -> Any:
        return signature(types.intp, args[0]) if isinstance(args[0], View) else None


def _row_address(context: Any, builder: Any, kinds: Any, args: Any) -> Any:
    view = context.make_helper(builder, kinds[0], args[0])
    index = context.cast(builder, args[1], kinds[1], types.intp)
    return builder.gep(view.address, [index], inbounds=True)


@lower_builtin(operator.getitem, View, types.Integer)
def _get(context: Any, builder: Any, sig: Any, args: Any) -> Any:
    row, address = sig.args[0].row, _row_address(context, builder, sig.args, args)
    if isinstance(row, types.Record):
        return builder.bitcast(address, context.get_value_type(row))
    return _tagged(builder, builder.load(address), str(row))


@lower_builtin(operator.setitem, View, types.Integer, types.Any)
def _set(context: Any, builder: Any, sig: Any, args: Any) -> Any:
    row, address = sig.args[0].row, _row_address(context, builder, sig.args, args)
    value = context.cast(builder, args[2], sig.args[2], row)
    _tagged(builder, builder.store(value, address), str(row))
    return context.get_dummy_value()


@lower_builtin(len, View)
def _length(context: Any, builder: Any, sig: Any, args: Any) -> Any:
    return context.make_helper(builder, sig.args[0], args[0]).length


def _by_reference(typing_context: Any, world: types.BaseNamedTuple) -> Any:
    def put_on_stack(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        with builder.goto_entry_block():
            address = builder.alloca(arguments[0].type)
        builder.store(arguments[0], address)
        # Through an empty instruction: loads that count as invariant must not move above the store.
        kind = ir.FunctionType(address.type, [address.type])
        return builder.asm(kind, "", "=r,0,~{memory}", [address], side_effect=True)

    return Reference(world)(world), put_on_stack


def _itself(world: T) -> T:
    return world


# Within the kernel that calls it, and those that it calls, the address stays valid.
by_reference = _itself if config.DISABLE_JIT else intrinsic(_by_reference)
