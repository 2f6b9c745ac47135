"""Stamps of files: what shows that one of them was written since, without reading it."""

from collections.abc import Iterable

from ..findings import Findings
from .files import file_stamp, is_folder, yaml_files_in

Stamps = tuple[object, ...]


def file_stamps(paths: Iterable[str]) -> Stamps:
    """Return the stamps of files and of YAML files in folders, which differ once one comes, goes or is written."""
    stamps: list[object] = []
    for path in paths:
        files = yaml_files_in(path, Findings()) if is_folder(path) else [path]
        stamps += [(file, file_stamp(file)) for file in files]
    return tuple(stamps)
