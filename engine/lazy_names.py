"""Names of a package that are imported when they are first asked for, since start-up is felt."""

import sys
from collections.abc import Callable, Mapping, Sequence
from importlib import import_module


def lazy_names(
    package: str, homes: Mapping[str, Sequence[str]]
) -> tuple[Callable[[str], object], Callable[[], list[str]]]:
    """Return the `__getattr__` and the `__dir__` of a package whose names stand in modules, its `homes`."""
    home = {name: module for module, names in homes.items() for name in names}

    def value_of(name: str) -> object:
        if name not in home:
            raise AttributeError(f"module {package!r} has no attribute {name!r}")
        value = getattr(import_module(f".{home[name]}", package), name)
        setattr(sys.modules[package], name, value)
        return value

    return value_of, lambda: sorted({*vars(sys.modules[package]), *home})
