"""Where the keys of a request stand in a line of JSON, worked out when somebody asks: most requests are in order."""

import re
from collections.abc import Iterator, Mapping
from functools import cached_property

from ..findings import Findings, Mark
from .json_reader import read_json
from .request_files import FREE_TEXT, parse_request


class LineMarks(Mapping[str, Mark]):
    """The marks of a request that one line writes in plain JSON. What the line lacks stands where the request does."""

    def __init__(self, line: str, file: str, written: Mapping[str, object], added: Mapping[str, object]) -> None:
        """Take a line, the file that it is said to be, what it writes, and that with what was added to it."""
        self.root = Mark(file, 1, line.index("{") + 1, 1, line.rindex("}") + 2)
        self._line = line
        self._file = file
        self._written = written
        self._added = added

    @cached_property
    def _marks(self) -> Mapping[str, Mark]:
        """All marks, by reading the line in full."""
        root = read_json(self._line, self._file, Findings(), FREE_TEXT)
        return dict.fromkeys(self._added, self.root) | dict(parse_request(root, Findings()).marks if root else {})

    def __contains__(self, key: object) -> bool:
        return key in self._added or ("." in str(key) and key in self._marks)

    def __getitem__(self, key: str) -> Mark:
        if key not in self:
            raise KeyError(key)
        if key in self._written and "\\" not in self._line:
            places = list(re.finditer(f'"{key}"(?=[ \t]*:)', self._line))
            if len(places) == 1:
                return Mark(self._file, 1, places[0].start() + 1, 1, places[0].end() + 1)
        return self._marks[key]

    def __iter__(self) -> Iterator[str]:
        return iter(self._marks)

    def __len__(self) -> int:
        return len(self._marks)
