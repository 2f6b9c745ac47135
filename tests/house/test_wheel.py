"""The wheel, built, installed into an environment of its own and used there."""

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


def run(*command, cwd):
    return subprocess.run(command, cwd=cwd, check=True, capture_output=True, text=True).stdout


@pytest.fixture(scope="module")
def wheel(tmp_path_factory):
    """Build the wheel from a copy, so that the checkout stays as it is."""
    folder = tmp_path_factory.mktemp("wheel")
    source = folder / "source"
    files = run("git", "ls-files", "-co", "--exclude-standard", cwd=ROOT).split("\n")
    for name in filter(None, files):
        if (ROOT / name).is_file() and not name.startswith("tests/"):
            (source / name).parent.mkdir(parents=True, exist_ok=True)
            (source / name).write_bytes((ROOT / name).read_bytes())
    run(sys.executable, "-m", "build", "--wheel", "--outdir", str(folder), str(source), cwd=folder)
    return next(folder.glob("*.whl"))


def test_it_holds_remit_alone_with_policies_and_schemas(wheel):
    names = set(zipfile.ZipFile(wheel).namelist())
    here = {f"remit/{path.relative_to(ROOT)}" for path in (ROOT / "engine").rglob("*.py")}
    here |= {f"remit/{path.relative_to(ROOT)}" for path in (ROOT / "engine/render/templates").iterdir()}
    here |= {f"remit/policies/{path.name}" for path in (ROOT / "policies").glob("*.yaml")}
    here |= {f"remit/schemas/{path.name}" for path in (ROOT / "schemas").glob("*.json")}
    assert here | {f"remit/{name}" for name in ("__init__.py", "__main__.py", "cli.py", "py.typed")} == {
        name for name in names if ".dist-info/" not in name
    }


def test_the_command_works_in_a_clean_environment(wheel, tmp_path):
    run(sys.executable, "-m", "venv", str(tmp_path / "env"), cwd=tmp_path)
    python = tmp_path / "env" / "bin" / "python"
    run(str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", str(wheel), cwd=tmp_path)
    remit = str(tmp_path / "env" / "bin" / "remit")
    request = ROOT / "examples/requests/1-sync-stopped.yaml"
    assert "P1 Urgent" in run(remit, "decide", str(request), cwd=tmp_path)
    assert "passed, 0 failed" in run(remit, "test", cwd=tmp_path)
    assert '"title": "remit policy"' in run(remit, "schema", "policy", cwd=tmp_path)
    taken = run(
        str(python), "-c", "import importlib.util as u; print(u.find_spec('engine'), u.find_spec('cli'))", cwd=tmp_path
    )
    assert "None None" == taken.strip()
