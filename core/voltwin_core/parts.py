"""Kernels called by kernels become parts of one program, which is optimised as a whole.

Numba would bring each of some hundreds of functions to machine code on its own, each time
with all that it calls, and most of them several times over: once for each combination of literal
numbers and widths of integers that it is called with. Here a called kernel is typed and lowered
once, with integers of 64 bits, and waits as code of LLVM. Whatever is called from Python takes in
all that it calls, directly or not, and only then comes the optimiser. That is a third of the time,
for code that is as fast.
"""

# Numba's compiler has no types.
# mypy: disable-error-code="misc, untyped-decorator, import-untyped, no-any-return, unused-ignore"

from collections.abc import Callable
from typing import Any

from llvmlite.binding import Linkage
from numba import types
from numba.core.codegen import JITCodeLibrary
from numba.core.compiler import CompilerBase, DefaultPassBuilder
from numba.core.compiler_machinery import register_pass
from numba.core.registry import CPUDispatcher
from numba.core.typed_passes import NativeLowering

from voltwin_core.branches import BranchLowering

_ONLY_CALLED = {"nopython": True, "no_cpython_wrapper": True, "no_cfunc_wrapper": True}


class PartDispatcher(CPUDispatcher):
    """A function as other kernels see it. Python cannot call it: there is no machine code."""

    def __init__(self, function: Callable[..., Any], options: dict[str, bool | str]) -> None:
        super().__init__(function, targetoptions=_ONLY_CALLED | options, pipeline_class=_Compiler)

    def get_call_template(self, args: Any, kws: Any) -> Any:
        """Compile for these types, integers widened."""
        widened = {name: _widened(kind) for name, kind in kws.items()}
        return super().get_call_template(tuple(map(_widened, args)), widened)

    def add_overload(self, compiled: Any) -> None:
        """Keep it for other kernels only: Numba would hand it to calls from Python too."""
        self.overloads[tuple(compiled.signature.args)] = compiled


def _widened(kind: types.Type) -> types.Type:
    kind = types.unliteral(kind)
    is_narrow = isinstance(kind, types.Integer) and kind.signed and kind.bitwidth < 64
    return types.int64 if is_narrow else kind


class _Library(JITCodeLibrary):
    """The code of one part: neither optimised nor brought to machine code on its own."""

    _shared_module: Any

    def _optimize_functions(self, module: Any) -> None:
        module.data_layout = self._codegen._data_layout

    def finalize(self) -> None:
        self._finalized = True

    def _get_module_for_linking(self) -> Any:
        """Return this part and all that it calls, optimised: asked for by the entries only.

        The entry's own optimisation begins with inlining. What is simplified before that is judged
        by its true size, which is worth 3 % of all instructions.
        """
        if self._shared_module is None:
            module = self._final_module.clone()
            for library in self._called({}):
                module.link_in(_mergeable(library), preserve=True)
            _hide_all_but(self._final_module, module)
            manager, builder = self._codegen._module_pass_manager(loop_vectorize=False)
            manager.run(module, builder)
            self._shared_module = _made_mergeable(module)
        return self._shared_module

    def _called(self, found: dict[Any, None]) -> dict[Any, None]:
        for library in self._linking_libraries:
            if library not in found:
                found[library] = None
                if isinstance(library, _Library):
                    library._called(found)
        return found


def _hide_all_but(part: Any, module: Any) -> None:
    """Have nobody outside a module call its functions but those of one part: the optimiser may
    inline a function without a trace, and drop arguments and results.

    They become private, without a symbol: the linker in memory would take a local symbol for
    whatever has its name in another program.
    """
    own = {function.name for function in part.functions if not function.is_declaration}
    for function in module.functions:
        if not function.is_declaration and function.name not in own:
            function.linkage = Linkage.private


def _mergeable(library: Any) -> Any:
    if isinstance(library, _Library):
        return _made_mergeable(library._final_module.clone())
    return library._get_module_for_linking()


def _made_mergeable(module: Any) -> Any:
    """Let functions be defined in several modules, and be left out where nothing calls them."""
    for function in module.functions:
        if not function.is_declaration and function.linkage == Linkage.external:
            function.linkage = Linkage.linkonce_odr
    return module


@register_pass(mutates_CFG=True, analysis_only=False)
class _Lowering(NativeLowering):
    """Lowering into a library of parts."""

    _name = "lowering_of_a_part"

    @property
    def lowering_class(self) -> type[BranchLowering]:
        """Return what lowers a function."""
        return BranchLowering

    def run_pass(self, state: Any) -> bool:
        state.library = _Library(state.targetctx.codegen(), state.func_id.func_qualname)
        state.flags.no_compile = True
        super().run_pass(state)
        key = object()  # in place of a pointer to machine code, what callers know the function by
        state.targetctx.insert_user_function(key, state.cr.fndesc, [state.library])
        state.cr = state.cr._replace(cfunc=key)
        return True


class _Compiler(CompilerBase):
    """Numba's usual passes but for the last."""

    def define_pipelines(self) -> list[Any]:
        usual = DefaultPassBuilder.define_nopython_pipeline(self.state)
        usual.passes[:] = [
            (_Lowering if step is NativeLowering else step, why) for step, why in usual.passes
        ]
        usual._finalized = False
        usual.finalize()
        return [usual]
