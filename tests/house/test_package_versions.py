"""The versions that decisions record, as importlib.metadata tells them."""

from __future__ import annotations

import sys
from importlib import metadata

import pytest

from remit.engine.package_versions import package_version


@pytest.fixture(autouse=True)
def _nothing_remembered():
    package_version.cache_clear()
    yield
    package_version.cache_clear()


def installed(folder, name, version):
    """Leave beside a package what installers do."""
    (folder / f"{name}.dist-info").mkdir()
    (folder / f"{name}.dist-info" / "METADATA").write_text(f"Metadata-Version: 2.1\nName: x\nVersion: {version}\n")


@pytest.mark.parametrize("package", ["holidays", "tzdata", "durable-rules", "PyYAML", "click"])
def test_version_of_a_package(package):
    try:
        expected = metadata.version(package)
    except metadata.PackageNotFoundError:
        expected = None
    assert expected == package_version(package)


def test_package_that_is_not_installed():
    assert package_version("there-is-no-such-package") is None


def test_version_is_told_without_importing_what_takes_long(monkeypatch, tmp_path):
    installed(tmp_path, "some_package-1.2.3", "1.2.3")
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.setattr(metadata, "version", None)
    assert "1.2.3" == package_version("some-package")


@pytest.mark.parametrize(
    "folders", [("some_package-1.0", "some_package-2.0"), ("some_package-1.0_local",), ("Some.Package-1.0",)]
)
def test_version_that_the_folders_leave_open_is_looked_up(monkeypatch, tmp_path, folders):
    for folder in folders:
        installed(tmp_path, folder, "7")
    monkeypatch.syspath_prepend(tmp_path)
    assert "7" == package_version("some-package")


def test_folder_that_is_not_there(monkeypatch, tmp_path):
    monkeypatch.setattr(sys, "path", [str(tmp_path / "none"), *sys.path])
    assert metadata.version("tzdata") == package_version("tzdata")
