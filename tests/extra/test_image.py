"""The Dockerfile, built and run for real; `image.py` says what of a container engine is left out."""

from __future__ import annotations

import contextlib
import os
import re
import shutil
import signal
import tempfile
import time
from pathlib import Path

import pytest

from extra.image import ROOT, Podman, first_child

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


ASK = """
import json, sys, urllib.request
request = {"id": "T-1", "received": "2026-03-02T09:00:00Z", "policy": "jumpmind", "tier": "standard"}
headers = {"Authorization": f"Bearer {sys.argv[1]}", "Content-Type": "application/json"}
asked = urllib.request.Request("http://127.0.0.1:8080/v1/decide", json.dumps(request).encode(), headers)
with urllib.request.urlopen(asked, timeout=30) as answer:
    print(json.load(answer)["id"])
"""


def wait_until_healthy(image, container):
    """Ask as an engine does, until the answer is yes."""
    until = time.monotonic() + 60
    while True:
        assert container.poll() is None, container.communicate()
        with contextlib.suppress(AssertionError, OSError):
            asked = image.run_beside(container, image.health_check)
            if asked.returncode == 0:
                return
        assert time.monotonic() < until
        time.sleep(0.1)


def test_the_image_serves_and_keeps_what_it_decides_on_its_volume(image, volume):
    code, token, errors = run(image, volume, "token", "add", "ada", "--role", "agent")
    assert 0 == code, errors
    ids = set()
    for _ in range(2):
        container = image.start(volume=volume, REMIT_PUBLIC_URL="https://desk.example.org")
        try:
            wait_until_healthy(image, container)
            asked = image.run_beside(container, ["/opt/remit/bin/python", "-c", ASK, token.strip()])
            assert 0 == asked.returncode, asked.stderr
            ids.add(asked.stdout)
            os.kill(first_child(container.pid), signal.SIGTERM)
            container.communicate(timeout=30)
            assert 0 == container.returncode
        finally:
            container.kill()
            container.communicate()
    # The second container is another one, and answers what the first one has kept.
    assert 1 == len(ids)


def test_the_image_does_not_serve_others_before_somebody_has_a_token(image, volume):
    code, _, errors = run(image, volume)
    assert (3, True) == (code, "token" in errors), errors
