"""Importing PySide6 without what only its own tools and error messages need.

PySide6 keeps 3,500 lines of Python inside its library and compiles them at every start: the parser of
signatures, the texts of type errors, the generator of stub files. Run when they are first used, as
here, they take 30 of the 70 ms that `import PySide6` costs off every start; a wrong call is answered
with the same message as ever. Where PySide6 is built another way nothing is found to be put off, and
the import is the usual one.
"""

import sys
from collections.abc import Sequence
from importlib.machinery import ModuleSpec
from threading import RLock
from types import ModuleType
from typing import Any

_PUT_OFF = frozenset(
    f"shibokensupport.signature.{name}"
    for name in (
        "errorhandler",
        "layout",
        "lib.enum_sig",
        "lib.pyi_generator",
        "lib.tool",
        "parser",
    )
)
_RUNNING = RLock()


def import_pyside() -> None:
    """Import PySide6 now; nothing happens when that has been done already."""
    if "shiboken6" in sys.modules:
        return
    finder = _Finder()
    before = sys.meta_path
    # While it is imported PySide6 puts a finder of its own first: ours has to stay before it.
    sys.meta_path = _FirstStays([finder, *before])
    try:
        import PySide6  # noqa: F401
    finally:
        sys.meta_path = before


class _FirstStays(list[Any]):
    """A list whose first element stays first."""

    def insert(self, index: Any, element: Any) -> None:
        super().insert(max(1, index), element)


class _Finder:
    """Finds the modules to be put off where the other finders have them."""

    def find_spec(
        self, name: str, path: Sequence[str] | None = None, target: ModuleType | None = None
    ) -> Any:
        if name not in _PUT_OFF:
            return None
        others = (finder for finder in sys.meta_path if finder is not self)
        for finder in others:
            spec: Any = finder.find_spec(name, path, target)
            if spec is not None:
                spec.loader = _Loader(spec.loader)
                return spec
        return None


class _Loader:
    """Makes a module that runs at its first use."""

    def __init__(self, real: Any) -> None:
        self._real = real

    def create_module(self, spec: ModuleSpec) -> ModuleType:
        return _Later(spec.name)

    def exec_module(self, module: ModuleType) -> None:
        module.__dict__["_run"] = self._real.exec_module


class _Later(ModuleType):
    """A module that has not run yet; asking it for a name runs it."""

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        with _RUNNING:
            run = self.__dict__.pop("_run", None)
            if run is not None:
                self._run_as_itself(run)
        try:
            return self.__dict__[name]
        except KeyError:
            raise AttributeError(f"module {self.__name__!r} has no attribute {name!r}") from None

    def _run_as_itself(self, run: Any) -> None:
        """PySide6 files its modules under a second name; the loader knows them by the first."""
        spec = self.__spec__
        if spec is None:
            run(self)
            return
        second, spec.name = spec.name, self.__name__
        try:
            run(self)
        finally:
            spec.name = second
