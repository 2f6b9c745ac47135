"""The sdist, and the wheel that is built of it, installed into an environment of its own and used there."""

import os
import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
MODULES = ("__init__", "__main__", "cli", "keyboard", "options", "output", "progress")
"""Those that stand in no folder."""


def run(*command, cwd):
    return subprocess.run(command, cwd=cwd, check=True, capture_output=True, text=True).stdout


def repository():
    """Return the names of all files that belong to the repository; there is none where an sdist was unpacked."""
    if not (ROOT / ".git").exists():
        pytest.skip("not a checkout")
    names = run("git", "ls-files", "-co", "--exclude-standard", cwd=ROOT).splitlines()
    return {name for name in names if (ROOT / name).is_file()}


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    """Build the sdist from a copy, so that the checkout stays as it is, and the wheel from the sdist."""
    folder = tmp_path_factory.mktemp("built")
    for name in repository():
        copy = folder / "source" / name
        copy.parent.mkdir(parents=True, exist_ok=True)
        copy.write_bytes((ROOT / name).read_bytes())
    run(sys.executable, "-m", "build", "--no-isolation", "--outdir", str(folder), str(folder / "source"), cwd=folder)
    return folder


@pytest.fixture(scope="module")
def wheel(built):
    return next(built.glob("*.whl"))


def test_the_sdist_holds_the_repository(built):
    with tarfile.open(next(built.glob("*.tar.gz"))) as sdist:
        names = {member.name.partition("/")[2] for member in sdist.getmembers() if member.isfile()}
    generated = {name for name in names if name in ("PKG-INFO", "setup.cfg") or name.startswith("remit.egg-info/")}
    assert repository() == names - generated


def test_it_holds_remit_alone_with_policies_and_schemas(wheel):
    names = set(zipfile.ZipFile(wheel).namelist())
    here = {
        f"remit/{path.relative_to(ROOT)}" for part in ("engine", "commands") for path in (ROOT / part).rglob("*.py")
    }
    of_pages = ("engine/render/templates", "engine/serve/desk/templates", "engine/serve/desk/static")
    here |= {f"remit/{path.relative_to(ROOT)}" for folder in of_pages for path in (ROOT / folder).iterdir()}
    here |= {f"remit/policies/{path.name}" for path in (ROOT / "policies").glob("*.yaml")}
    here |= {f"remit/schemas/{path.name}" for path in (ROOT / "schemas").glob("*.json")}
    assert here | {f"remit/{name}" for name in (*(f"{module}.py" for module in MODULES), "py.typed")} == {
        name for name in names if ".dist-info/" not in name
    }


CLIENT = """
from datetime import UTC, date, datetime

import remit


def due(request: dict[str, object]) -> datetime | None:
    policy = remit.load("jams", rules="builtin")
    try:
        decision = policy.decide(request, now=datetime(2026, 11, 30, tzinfo=UTC))
    except remit.RequestError as error:
        print([finding.message for finding in error.findings])
        return None
    level: str | None = decision.priority.level
    missing: list[str] = [missing.fact for missing in decision.missing]
    print(level, missing, decision.to_dict()["status"])
    deadline = decision.deadlines.get("initial_response")
    return deadline.due if deadline else None


print(due({"tier": "premium", "facts": {"activity": "usage_question", "region": "emea"}}))
print([finding.check for finding in remit.check("policies", at=date(2026, 11, 30))])
"""
WRONG = """
import remit

remit.load("jams", rules="fast")
remit.load("jams").decide(["tier"])
print(remit.load("jams").decide({}).deadline)
"""


def test_a_client_is_checked_by_its_types(wheel, tmp_path):
    """As mypy sees it: the package says that it is typed, and what is wrong is found."""
    run(sys.executable, "-m", "zipfile", "-e", str(wheel), str(tmp_path / "site"), cwd=tmp_path)
    (tmp_path / "client.py").write_text(CLIENT, "utf-8")
    (tmp_path / "wrong.py").write_text(WRONG, "utf-8")
    options = ("--strict", "--no-error-summary", "--follow-imports=silent")
    mypy = (sys.executable, "-m", "mypy", *options, "client.py", "wrong.py")
    environment = {**os.environ, "MYPYPATH": str(tmp_path / "site")}
    checked = subprocess.run(mypy, cwd=tmp_path, env=environment, check=False, capture_output=True, text=True)
    refused = [(line.partition(":")[0], line.split("[")[-1]) for line in checked.stdout.splitlines()]
    assert "" == checked.stderr
    assert [("wrong.py", kind) for kind in ("arg-type]", "arg-type]", "attr-defined]")] == refused


def test_the_command_works_in_a_clean_environment(wheel, tmp_path):
    run(sys.executable, "-m", "venv", "--without-pip", str(tmp_path / "env"), cwd=tmp_path)
    python = tmp_path / "env" / "bin" / "python"
    pip = (sys.executable, "-m", "pip", "--disable-pip-version-check", "--python", str(python))
    install = (*pip, "install", "--quiet", "--no-compile")  # what is imported is compiled then
    locks = ROOT / "requirements"
    run(*install, "--require-hashes", "-r", str(locks / "build.txt"), cwd=tmp_path)
    run(*install, "--require-hashes", "--no-build-isolation", "-r", str(locks / "runtime.txt"), cwd=tmp_path)
    run(*install, "--no-deps", str(wheel), cwd=tmp_path)
    run(*pip, "check", cwd=tmp_path)
    remit = str(tmp_path / "env" / "bin" / "remit")
    request = ROOT / "examples/requests/1-sync-stopped.yaml"
    assert "P1 Urgent" in run(remit, "decide", str(request), cwd=tmp_path)
    assert "passed, 0 failed" in run(remit, "test", cwd=tmp_path)
    assert '"title": "remit policy"' in run(remit, "schema", "policy", cwd=tmp_path)
    taken = run(
        str(python),
        "-c",
        "from importlib.util import find_spec as f; print(f('engine'), f('cli'), f('commands'))",
        cwd=tmp_path,
    )
    assert "None None None" == taken.strip()
