"""Kernels apart: compiled on their own, only where a run needs them, and called by address.

What an entry calls is compiled with it, needed or not. A kernel apart is not: whoever calls it
jumps to the address that stands in the kernel's slot, eight bytes of memory that compiled code
knows by name. `prepare` compiles the kernel, or loads it from the cache, and fills the slot; a call
before that ends the process. To those who call it, and with NUMBA_DISABLE_JIT=1, it is a function
like any other, of a world by reference and numbers of 64 bits.
"""

# Numba's compiler has no types.
# mypy: disable-error-code="misc, untyped-decorator, import-untyped, unused-ignore"

import ctypes
import inspect
import os
import sys
from collections.abc import Callable
from typing import Any, ParamSpec, TypeVar, cast

import numba
import numpy as np
from llvmlite import binding, ir
from numba import config, types
from numba.core.ccallback import CFunc
from numba.core.typing.templates import AbstractTemplate
from numba.extending import lower_builtin

from voltwin_core.by_reference import Reference
from voltwin_core.jit import OPTIONS, QuickCache, cached_in_the_house
from voltwin_core.uninterrupted import uninterrupted

P = ParamSpec("P")
R = TypeVar("R")

_NUMBERS = {int: types.int64, float: types.float64, None: types.void}


class Apart:
    """A function of a world by reference and numbers, compiled when it is prepared."""

    def __init__(self, function: Callable[..., Any]) -> None:
        self._function = function
        self._jumped_to: Any = ctypes.CFUNCTYPE(None)(self._refuse)  # owns the code
        self._slot = ctypes.c_void_p(ctypes.cast(self._jumped_to, ctypes.c_void_p).value)
        self._world: types.Type | None = None  # whose kernel is in the slot
        signature = inspect.signature(function)
        _, *numbers = signature.parameters.values()
        self._numbers = tuple(_NUMBERS[parameter.annotation] for parameter in numbers)
        self._result = _NUMBERS[signature.return_annotation]
        self._numba_type_ = types.Function(self._template())
        self.__doc__ = function.__doc__

    def signature(self, world: Reference) -> Any:
        """Return the types of result and arguments for a world."""
        return self._result(world, *self._numbers)

    def prepare(self, world: Any) -> None:
        """Have machine code for a world, that of this type or a run of it.

        Raises:
            TypeError: it was prepared for a world of another type.
        """
        kind = _kind_of(world)
        if self._world is None:
            with uninterrupted(), cached_in_the_house():
                self._compile(kind)
        elif self._world != kind:
            raise TypeError(f"{self._function.__name__} is prepared for a world of another type")

    def _compile(self, world: types.Type) -> None:
        signature = self.signature(Reference(world))
        code: Any = CFunc(self._function, (signature.args, signature.return_type), {}, OPTIONS)
        code._cache = QuickCache(self._function)
        code.compile()
        self._jumped_to = code
        self._slot.value = code.address
        self._world = world

    def _refuse(self) -> None:
        sys.stderr.write(f"{self._function.__qualname__} was called before it was prepared\n")
        sys.stderr.flush()
        os.abort()  # the caller is a kernel: it can neither go on nor be told

    def _template(self) -> type[AbstractTemplate]:
        """Return how a call is typed, and have it lowered to a jump to what is in the slot."""
        symbol = f"voltwin.{self._function.__module__}.{self._function.__qualname__}"
        binding.add_symbol(symbol, ctypes.addressof(self._slot))

        class Call(AbstractTemplate):
            key = symbol

            def generic(_, args: Any, kws: Any) -> Any:  # noqa: N805 - `self` is the kernel apart
                fits = not kws and isinstance(args[0], Reference)
                return self.signature(args[0]) if fits else None

        def jump(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
            result = context.get_value_type(signature.return_type)
            kinds = [argument.type for argument in arguments]
            is_void = signature.return_type == types.void
            function = ir.FunctionType(ir.VoidType() if is_void else result, kinds).as_pointer()
            slot = _global(builder.module, function, symbol)
            returned = builder.call(builder.load(slot), arguments)
            return context.get_dummy_value() if is_void else returned

        lower_builtin(symbol, types.VarArg(types.Any))(jump)
        return Call


_kinds: dict[Any, types.Type] = {}


def _kind_of(world: Any) -> types.Type:
    """Return the type of a world, found out once for all made alike: it takes milliseconds."""
    key = _made_of(world)
    if key not in _kinds:
        _kinds[key] = numba.typeof(world)
    return _kinds[key]


def _made_of(part: Any) -> Any:
    """Return all that decides the type of a world, or of a part of it."""
    if isinstance(part, np.ndarray):
        flags = part.flags
        return part.dtype, part.ndim, flags.c_contiguous, flags.aligned, flags.writeable
    if isinstance(part, tuple):
        return type(part), tuple(map(_made_of, part))
    return type(part)


def _global(module: ir.Module, kind: ir.Type, name: str) -> ir.GlobalVariable:
    """Return a module's declaration of memory outside of it."""
    if name in module.globals:
        return module.globals[name]
    return ir.GlobalVariable(module, kind, name)


def apart(function: Callable[P, R]) -> Callable[P, R]:
    """Compile `function`, of a world by reference and numbers, when it is prepared."""
    return function if config.DISABLE_JIT else cast(Callable[P, R], Apart(function))


def prepare(function: Callable[..., Any], world: Any) -> None:
    """Have the machine code of a kernel apart for a world."""
    if isinstance(function, Apart):
        function.prepare(world)
