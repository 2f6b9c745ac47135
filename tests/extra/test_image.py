"""The Dockerfile, built and run for real; `image.py` says what of a container engine is left out."""

from __future__ import annotations

import re
import shutil
import tempfile
from pathlib import Path

import pytest

from extra.image import ROOT, Podman

pytestmark = pytest.mark.extra


@pytest.fixture(scope="module")
def image():
    """The image, built on a Debian that was laid out for it."""
    folder = Path(tempfile.mkdtemp(prefix="remit-image-"))
    podman = Podman(folder=folder)
    try:
        yield podman.build_image()
    finally:
        podman("image", "unmount", "--all")
        podman("image", "rm", "--all", "--force")
        # Podman leaves its overlay mounted on itself.
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def volume(tmp_path):
    """The folder of a volume, which belongs to the image's user."""
    folder = tmp_path / "volume"
    folder.mkdir(mode=0o700)
    shutil.chown(folder, 10001, 10001)
    return folder


def run(image, volume, *arguments):
    """Return exit code, output and errors of a command in the image, once it has ended."""
    container = image.start(*arguments, volume=volume)
    output, errors = container.communicate(timeout=60)
    return container.returncode, output, errors


def test_the_dockerfile_names_no_registry():
    """Whoever builds says on what; no host is called that they did not name."""
    text = (ROOT / "Dockerfile").read_text("utf-8")
    assert ["${BUILDER}", "${BASE}"] == re.findall(r"^FROM (\S+)", text, re.MULTILINE)
    assert ["BASE", "BUILDER=${BASE}"] == re.findall(r"^ARG (\S+)", text, re.MULTILINE)


def test_the_image_is_nobody_in_particular_and_says_what_it_needs(image):
    config = image.settings["Config"]
    assert ("10001:10001", {"/var/lib/remit": {}}) == (config["User"], config["Volumes"])
    assert ({"8080/tcp": {}}, "SIGTERM") == (config["ExposedPorts"], config["StopSignal"])


def test_the_image_holds_remit_and_nothing_that_installs_more(image):
    programs = {path.name for path in (image.root / "opt/remit/bin").iterdir()}
    assert "remit" in programs
    assert set() == {name for name in programs if name.startswith(("pip", "wheel"))}
    assert [] == [path for name in ("source", "tests", "requirements") for path in image.root.glob(name)]


def test_a_command_of_remit_runs_in_the_image(image, volume):
    code, output, errors = run(image, volume, "show", "jams")
    assert (0, True) == (code, "JAMS" in output), errors


def test_nothing_but_the_volume_can_be_written(image, volume):
    code, _, errors = run(image, volume, "new", "acme", "--into", "/etc/remit")
    assert (2, True) == (code, "read-only file system" in errors.lower()), errors
    code, _, errors = run(image, volume, "new", "acme", "--into", "/var/lib/remit")
    assert (0, ["acme.cases.yaml", "acme.yaml"]) == (code, sorted(path.name for path in volume.iterdir())), errors
