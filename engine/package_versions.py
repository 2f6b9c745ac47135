"""Which version of a package is installed, as the folder says that every installer leaves beside it."""

import os
import sys
from functools import cache


@cache
def package_version(package: str) -> str | None:
    """Return the version of a package, None where it is not installed.

    The name of one folder says it; importlib.metadata, which takes 15 ms to import, is asked where there is no such
    folder, or a second one.
    """
    name = package.replace("-", "_")
    beside = {
        entry
        for entry in _entries(tuple(sys.path))
        if entry.lower().replace(".", "_").startswith((f"{name}-", f"{name}_"))
    }
    versions = [entry.removeprefix(f"{name}-").removesuffix(".dist-info") for entry in beside]
    if len(versions) == 1 and f"{name}-{versions[0]}.dist-info" in beside and not {"-", "_"}.intersection(versions[0]):
        return versions[0]
    from importlib.metadata import PackageNotFoundError, version  # noqa: PLC0415 - see above

    try:
        return version(package)
    except PackageNotFoundError:
        return None


@cache
def _entries(folders: tuple[str, ...]) -> list[str]:
    """Return what installers have left in the folders that modules are imported from."""
    entries: list[str] = []
    for folder in dict.fromkeys(folders):
        try:
            with os.scandir(folder or ".") as files:
                entries += [file.name for file in files if file.name.endswith(("-info", ".egg"))]
        except OSError:
            continue
    return entries
