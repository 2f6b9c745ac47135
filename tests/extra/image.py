"""The image of the Dockerfile: built by podman of a Debian that debootstrap lays out, and run as its settings say.

No engine that starts containers is at hand everywhere, so what one does is done by hand: namespaces of its own for
mounts, processes and network, a root that cannot be written, the user of the image without capabilities, its
environment, working folder and command. Left out is what only an engine has: limits by cgroups, its filter of system
calls, published ports, and that it asks for the health by itself; here the test asks, with the command of the image.
"""

from __future__ import annotations

import json
import os
import shlex
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]
SUITE = "bookworm"
CONTAINER = Path(__file__).with_name("image_container.sh")
NAMESPACES = ["unshare", "--mount", "--net", "--pid", "--ipc", "--uts", "--fork", "--kill-child"]
IMAGE, BASE, BUILDER = "remit-test", "remit-test-base", "remit-test-builder"
BUILDER_FILE = f"""
FROM {BASE}
RUN apt-get update -qq && apt-get install -y -qq --no-install-recommends gcc libc6-dev python3-dev
"""
MACHINE_FILES = ("/etc/ssl/certs", "/etc/pip.conf")
"""How pip reaches its registry on this machine: mounted while the image is built, and no part of it."""


def run(*command: str, text: str | None = None) -> str:
    """Return what a command prints; fail with its own words."""
    done = subprocess.run(command, check=False, capture_output=True, text=True, input=text, cwd=ROOT)
    assert done.returncode == 0, f"{shlex.join(command)}\n{done.stdout[-4000:]}\n{done.stderr[-4000:]}"
    return done.stdout


@dataclass(frozen=True, kw_only=True)
class Podman:
    """Podman with a storage of its own, so that nothing of the machine's is used or changed."""

    folder: Path

    def __call__(self, *arguments: str, text: str | None = None) -> str:
        """Run one of its commands."""
        storage = ("--root", str(self.folder / "root"), "--runroot", str(self.folder / "runroot"))
        return run("podman", *storage, *arguments, text=text)

    def build(self, tag: str, *arguments: str, text: str | None = None) -> None:
        """Build an image; steps run by chroot, which takes no engine."""
        as_docker = ("--isolation", "chroot", "--network", "host", "--format", "docker", "--layers=false")
        self("build", *as_docker, "--tag", tag, *arguments, text=text)

    def build_image(self) -> Image:
        """Lay out Debian, and build the image of the Dockerfile on it."""
        debian = self.folder / "debian"
        run("debootstrap", "--variant=minbase", "--include=python3,python3-venv", SUITE, str(debian))
        archive = self.folder / "debian.tar"
        run("tar", "--create", "--file", str(archive), "--directory", str(debian), ".")
        self("import", str(archive), BASE)
        archive.unlink()
        self.build(BUILDER, "-", text=BUILDER_FILE)
        mounts = [f"--volume={file}:{file}:ro" for file in MACHINE_FILES if Path(file).exists()]
        self.build(IMAGE, *mounts, f"--build-arg=BASE={BASE}", f"--build-arg=BUILDER={BUILDER}", str(ROOT))
        settings = json.loads(self("image", "inspect", IMAGE))[0]
        return Image(root=Path(self("image", "mount", IMAGE).strip()), settings=settings, folder=self.folder)


@dataclass(frozen=True, kw_only=True)
class Image:
    """What was built: its files, and how it says that it is run."""

    root: Path
    settings: dict[str, Any]
    folder: Path

    @property
    def health_check(self) -> list[str]:
        """Return the command that asks for the health, as the image has it."""
        test: list[str] = self.settings["Healthcheck"]["Test"]
        assert test[0] == "CMD"
        return test[1:]

    def start(self, *arguments: str, volume: Path, **environment: str) -> subprocess.Popen[str]:
        """Start the image's command with a volume; `arguments` stand in place of those that the image has."""
        config = self.settings["Config"]
        command = [*config["Entrypoint"], *(arguments or config["Cmd"])]
        container = self.folder / "container"
        container.mkdir(exist_ok=True)
        in_folder = ["sh", "-c", f"cd {shlex.quote(config['WorkingDir'])} && exec {shlex.join(command)}"]
        variables = [f"{name}={value}" for name, value in environment.items()]
        places = [str(self.root), str(container), str(volume), *config["Volumes"]]
        return subprocess.Popen(
            [*NAMESPACES, "sh", str(CONTAINER), *places, *self._as_user(), *variables, *in_folder],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    def run_beside(self, container: subprocess.Popen[str], command: list[str]) -> subprocess.CompletedProcess[str]:
        """Run a command in a container that is running, as an engine does for the check of its health."""
        inside = first_child(container.pid)
        enter = [
            "nsenter",
            f"--target={inside}",
            "--mount",
            "--net",
            "--pid",
            "--ipc",
            "--uts",
            f"--root=/proc/{inside}/root",
        ]
        return subprocess.run(
            [*enter, *self._as_user(), *command],
            check=False,
            capture_output=True,
            text=True,
        )

    def _as_user(self) -> list[str]:
        user, _, group = self.settings["Config"]["User"].partition(":")
        nobody_else = ["--clear-groups", "--no-new-privs", "--bounding-set=-all", "--inh-caps=-all"]
        return [
            "setpriv",
            f"--reuid={user}",
            f"--regid={group}",
            *nobody_else,
            "env",
            "-i",
            *self.settings["Config"]["Env"],
        ]


def first_child(pid: int) -> int:
    """Return the process in which a container's command runs."""
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text("utf-8").split()
    assert children, f"the container is not running: {os.strerror(3)}"
    return int(children[0])
