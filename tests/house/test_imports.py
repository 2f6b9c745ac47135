"""The direction of imports, and who may touch files, the clock and the engine of others."""

import ast
from functools import cache
from pathlib import Path
from typing import NamedTuple

import pytest

import remit.engine

ROOT = Path(remit.engine.__file__).parents[1]
FLOORS = [
    {"findings", "forms", "lazy_names", "locks", "model", "package_versions", "text", "user_cache"},
    {"language", "render", "worktime"},
    {"rules"},
    {"triage"},
    {"proof"},
    {"messages"},
    {"interview", "board", "why_not", "bulk"},
    {"authoring"},
    {"library"},
    {"store"},
    {"serve"},
    {"output", "keyboard"},
    {"progress"},
    {"cli"},
    {"options"},
    {"commands"},
]
ROOMS_OF_BULK = (
    "situations",
    "columns_in",
    "deadlines",
    "columns_out",
    "classes",
    "editions",
    "single_rows",
    "row_workers",
    "table_decider",
    "spark",
    "batch",
)
"""The rooms and modules of `engine/bulk`, each of which imports those before it."""
FACADE = 33
"""One for each command, and what commands parse by."""


def modules():
    return [
        ROOT / "cli.py",
        ROOT / "output.py",
        ROOT / "keyboard.py",
        ROOT / "progress.py",
        ROOT / "options.py",
        *sorted((ROOT / "commands").glob("*.py")),
        *sorted((ROOT / "engine").rglob("*.py")),
    ]


def command_line():
    return [path for path in modules() if place(path) in ("output", "progress", "cli", "options", "commands")]


def place(path):
    """Return the part of the house that a file is in."""
    parts = path.relative_to(ROOT).with_suffix("").parts
    return parts[1] if parts[0] == "engine" else parts[0]


class Source(NamedTuple):
    """What a file imports, calls and reads, at its top or anywhere within."""

    imported: frozenset[str]
    """Parts of the house."""
    packages: frozenset[str]
    """Packages, by their own names."""
    calls: frozenset[str]
    """What is called, by the last name of it."""
    called_names: frozenset[str]
    """What is called by its name alone."""
    attributes: frozenset[str]


@cache
def source(path):
    """Return what a file imports, calls and reads; it is parsed once for all tests."""
    nodes = list(ast.walk(ast.parse(path.read_text("utf-8"))))
    functions = [node.func for node in nodes if isinstance(node, ast.Call)]
    return Source(
        imported=frozenset(imported(path, nodes)),
        packages=frozenset(packages(nodes)),
        calls=frozenset(f.attr if isinstance(f, ast.Attribute) else getattr(f, "id", "") for f in functions),
        called_names=frozenset(function.id for function in functions if isinstance(function, ast.Name)),
        attributes=frozenset(node.attr for node in nodes if isinstance(node, ast.Attribute)),
    )


def imported(path, nodes):
    """Yield the parts of the house that a file imports."""
    package = path.relative_to(ROOT).parts[:-1]
    for node in nodes:
        if isinstance(node, ast.ImportFrom) and node.level:
            base = package[: len(package) - node.level + 1]
            whole = (*base, *(node.module or "").split("."))
            inside = whole[1:] if whole[0] == "engine" else whole
            names = [inside[0]] if inside and inside[0] else [alias.name for alias in node.names]
            yield from (name for name in names if name not in ("__version__", "engine"))


@pytest.mark.parametrize("path", modules(), ids=lambda path: str(path.relative_to(ROOT)))
def test_a_module_imports_its_own_floor_or_below(path):
    floor = {name: n for n, names in enumerate(FLOORS) for name in names}
    mine = place(path)
    if mine == "__init__":
        return  # the facade stands above all of the engine
    above = {name for name in source(path).imported if floor[name] > floor[mine]}
    sideways = {name for name in source(path).imported if floor[name] == floor[mine] and name != mine}
    assert set() == above
    assert set() == sideways - {"findings"}


def test_rooms_of_bulk_import_those_before_them():
    bulk = ROOT / "engine" / "bulk"
    assert {*ROOMS_OF_BULK, "__init__"} == {
        path.relative_to(bulk).parts[0].removesuffix(".py") for path in bulk.rglob("*.py")
    }
    for path in sorted(bulk.rglob("*.py")):
        inside = path.relative_to(bulk).with_suffix("").parts
        package = path.relative_to(ROOT).parts[:-1]
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.ImportFrom) and node.level:
                target = (*package[: len(package) - node.level + 1], *(node.module or "").split("."))
                if target[:2] == ("engine", "bulk") and target[2] != inside[0]:
                    assert ROOMS_OF_BULK.index(target[2]) < ROOMS_OF_BULK.index(inside[0]), (path, target)


@pytest.mark.parametrize("path", command_line(), ids=lambda path: str(path.relative_to(ROOT)))
def test_the_command_line_knows_the_facade_alone(path):
    tree = ast.parse(path.read_text("utf-8"))
    typing = [node for node in tree.body if isinstance(node, ast.If) and "TYPE_CHECKING" in ast.unparse(node.test)]
    for_types = {id(inner) for node in typing for inner in ast.walk(node)}
    relative = [node for node in ast.walk(tree) if isinstance(node, ast.ImportFrom) and node.level]
    own = ("cli", "output", "keyboard", "progress", "options")
    of_engine = [node for node in relative if node.module not in own and id(node) not in for_types]
    names = {(node.module, alias.name) for node in of_engine for alias in node.names}
    # How words are written is the same below and above; these modules import nothing of the engine.
    words = {("engine.findings", "printable"), ("engine.text", "counted"), ("engine.text", "reason_of")}
    assert {(None, "__version__"), (None, "engine")} >= names - words


def test_the_facade_has_few_names_and_each_is_there():
    assert len(remit.engine.__all__) <= FACADE
    assert all(getattr(remit.engine, name) for name in remit.engine.__all__)


def test_a_name_that_the_facade_does_not_have_is_no_attribute():
    with pytest.raises(AttributeError, match="has no attribute 'nothing'"):
        remit.engine.nothing  # noqa: B018 - asking is the test


def packages(nodes):
    """Yield the packages that a file imports by their own names."""
    for node in nodes:
        if isinstance(node, ast.Import):
            yield from (alias.name.partition(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and not node.level:
            yield str(node.module).partition(".")[0]


@pytest.mark.parametrize("path", modules(), ids=lambda path: str(path.relative_to(ROOT)))
def test_nothing_is_imported_under_the_folders_own_names(path):
    """Two names for one module would make two copies of every class."""
    assert set() == source(path).packages & {"engine", "cli", "commands", "schemas", "policies", "remit"}


@pytest.mark.parametrize("path", modules(), ids=lambda path: str(path.relative_to(ROOT)))
def test_one_module_prints(path):
    """What goes past it would reach a terminal as its author wrote it."""
    prints = source(path).called_names & {"print"} | source(path).calls & {
        "echo",
        "secho",
        "echo_via_pager",
        "writelines",
    }
    # The command line forgets the stream that cannot be written.
    own = {"stdout", "stderr"} if place(path) == "output" else {"stdout"} if place(path) == "cli" else set()
    assert set() == prints | source(path).attributes & {"stdout", "stderr"} - own


@pytest.mark.parametrize("path", modules(), ids=lambda path: str(path.relative_to(ROOT)))
def test_the_engine_never_asks_the_clock(path):
    if path not in command_line():
        assert set() == source(path).calls & {"now", "utcnow", "today", "time", "monotonic"}


@pytest.mark.parametrize("path", modules(), ids=lambda path: str(path.relative_to(ROOT)))
def test_one_module_reads_files_and_one_writes_them(path):
    """Besides them, the shipped schemas and the tz database's package are read as resources of their packages.

    A cache reads and writes files of its own, a run of many requests reads its file piece by piece and keeps a folder,
    a store makes its file and locks it, and keys come from the terminal.
    """
    of_runs = {f"engine/bulk/batch/{name}.py" for name in ("disk_files", "input_file", "run_folder")}
    readers = {"engine/language/files.py", "engine/language/schema.py", "engine/worktime/zones.py", "keyboard.py"}
    writers = {"engine/language/file_writer.py", "engine/user_cache.py", "engine/store/process_lock.py"}
    writers |= {"engine/store/store_files.py"} | of_runs
    touches = source(path).calls & {"open", "read_text", "read_bytes", "write_text", "write_bytes", "iterdir", "stat"}
    # They ask the reading module, by the name of its function.
    language = {
        f"engine/language/{name}.py" for name in ("input_files", "policy_folder", "project_file", "words_files")
    }
    askers = {*language, "engine/library/loaded_policy.py", "engine/authoring/contract_import/import_contracts.py"}
    own = {"read_text"} if str(path.relative_to(ROOT)) in askers else set()
    if "serve" in path.parts:
        own = {"open"}  # a store is opened by its own room
    if str(path.relative_to(ROOT)) not in readers | writers:
        assert set() == touches - own


@pytest.mark.parametrize("path", modules(), ids=lambda path: str(path.relative_to(ROOT)))
def test_one_module_knows_durable_rules(path):
    knows = "durable_rules_engine" in path.read_text("utf-8")
    assert (str(path.relative_to(ROOT)) == "engine/rules/durable.py") == knows


@pytest.mark.parametrize("path", modules(), ids=lambda path: str(path.relative_to(ROOT)))
def test_one_module_knows_the_holidays_library(path):
    knows = "holidays" in source(path).packages
    assert (str(path.relative_to(ROOT)) == "engine/worktime/public_holidays.py") == knows
