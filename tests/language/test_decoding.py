"""Bytes and files: what becomes a text, and what is refused before anybody reads it."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from remit.engine.findings import Findings
from remit.engine.language.files import (
    MEBIBYTE,
    POLICY_BYTES,
    REQUEST_BYTES,
    decode,
    read_text,
    yaml_files,
)
from remit.engine.language.input_files import InputFiles, case_files

from .verbs import said


def decoding(raw: bytes, limit: int = POLICY_BYTES) -> list[str]:
    """Return what is found wrong with some bytes."""
    findings = Findings()
    text = decode("f.yaml", raw, limit, findings)
    assert (text is None) == bool(findings)
    return said(findings)


def cases_among(findings: Findings, *paths: Path) -> list[str]:
    """Return the case files that paths lead to."""
    reader = InputFiles()
    gathered = reader.gather([str(path) for path in paths], findings)
    return [source.file for source in case_files(gathered, reader, findings)]


def reading(file: str | Path, limit: int = POLICY_BYTES) -> list[str]:
    """Return what is found wrong with a file."""
    findings = Findings()
    text = read_text(str(file), limit, findings)
    assert (text is None) == bool(findings)
    assert all(finding.mark.file == str(file) for finding in findings)
    return said(findings)


@pytest.mark.parametrize(
    ("raw", "text"),
    [(b"", ""), (b"a: 1\r\n", "a: 1\r\n"), ("é😀".encode(), "é😀"), (b"\xef\xbb\xbfa", "a"), (b"\xef\xbb\xbf", "")],
)
def test_bytes_that_are_utf_8(raw, text):
    """They become their text, without the mark in front, and stay at hand for the digest."""
    read = decode("f.yaml", raw, POLICY_BYTES, Findings())
    assert read is not None
    assert (text, raw, "f.yaml") == (read.text, read.raw, read.file)


@pytest.mark.parametrize(
    "raw", ["a: 1".encode("utf-16"), b"\xff\xfea\x00", b"\xfe\xff\x00a", b"\xff\xfe\x00\x00a\x00\x00\x00"]
)
def test_utf_16(raw):
    """It is named, because editors write it unasked."""
    assert ["0:0 encoding file is UTF-16, not UTF-8"] == decoding(raw)


@pytest.mark.parametrize(
    ("raw", "place", "byte"),
    [
        (b"\xff", "1:1", "ff"),
        (b"a: \xff", "1:4", "ff"),
        (b"a: 1\nb: \xe9", "2:4", "e9"),
        (b"a\r\n\xe9", "2:1", "e9"),
        ("é😀".encode() + b"\xff", "1:3", "ff"),
        ("é\n😀x".encode() + b"\xc0\x80", "2:3", "c0"),
        (b"a: \xe2\x82", "1:4", "e2"),
        (b"\xed\xa0\x80", "1:1", "ed"),
        (b"\xf4\x90\x80\x80", "1:1", "f4"),
        (b"\xef\xbb", "1:1", "ef"),
        (b"a\xff" + b"\xef\xbb\xbf", "1:2", "ff"),
    ],
)
def test_byte_that_is_not_utf_8(raw, place, byte):
    """It is named with its place, in characters."""
    assert [f"{place} encoding byte 0x{byte} is not UTF-8"] == decoding(raw)


@pytest.mark.parametrize(
    ("before", "place"), [(b"", "1:1"), (b"a: ", "1:4"), (b"a: 1\nb: ", "2:4"), ("é: ".encode(), "1:4")]
)
def test_byte_that_is_not_utf_8_after_a_byte_order_mark(before, place):
    """It and its place are the same as without the mark."""
    assert [f"{place} encoding byte 0xe9 is not UTF-8"] == decoding(b"\xef\xbb\xbf" + before + b"\xe9tat")


def test_size_at_the_limit():
    """It is read."""
    assert not decoding(b"x" * REQUEST_BYTES, REQUEST_BYTES)


@pytest.mark.parametrize(
    ("limit", "shown"), [(REQUEST_BYTES, "256 KiB"), (MEBIBYTE, "1 MiB"), (POLICY_BYTES, "16 MiB")]
)
def test_size_over_the_limit(limit, shown):
    """It is refused, and the limit is named."""
    assert [f"0:0 too-large file is larger than the limit of {shown}"] == decoding(b"x" * (limit + 1), limit)


def test_size_counts_bytes():
    """Characters of several bytes count as many."""
    assert decoding("é".encode() * (REQUEST_BYTES // 2 + 1), REQUEST_BYTES)
    assert not decoding("é".encode() * (REQUEST_BYTES // 2), REQUEST_BYTES)


def test_file_is_read(tmp_path):
    """Its name stays as the user gave it."""
    file = tmp_path / "é b.yaml"
    file.write_bytes(b"a: 1")
    assert not reading(file)
    read = read_text(str(file), 4, Findings())
    assert read is not None
    assert read.text == "a: 1"


def test_file_over_the_limit(tmp_path):
    """It is refused, and read no further than one byte over."""
    file = tmp_path / "large.yaml"
    file.write_bytes(b"")
    os.truncate(file, 1 << 40)
    assert ["0:0 too-large file is larger than the limit of 256 KiB"] == reading(file, REQUEST_BYTES)


def test_file_that_is_not_there(tmp_path):
    """It is named as such."""
    assert ["0:0 unreadable no such file"] == reading(tmp_path / "gone.yaml")
    assert ["0:0 unreadable no such file"] == reading(tmp_path / "gone" / "f.yaml")


def test_folder(tmp_path):
    """It is no file."""
    assert ["0:0 unreadable is a folder, not a file"] == reading(tmp_path)


def test_pipe_without_a_writer(tmp_path):
    """It is refused, and nobody waits for it."""
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    assert ["0:0 unreadable is not a regular file"] == reading(pipe)


def test_device():
    """It is refused, however much it would give."""
    assert ["0:0 unreadable is not a regular file"] == reading("/dev/zero")


def test_file_without_permission(tmp_path, monkeypatch):
    """It is named as such; the refusal is a fake one, because root may read everything."""
    file = tmp_path / "secret.yaml"
    file.write_bytes(b"a: 1")

    def refuse(*_args: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "open", refuse)
    assert ["0:0 unreadable no permission to read the file"] == reading(file)


def test_file_that_the_disk_does_not_give(tmp_path, monkeypatch):
    """The system's own reason is passed on."""
    file = tmp_path / "broken.yaml"
    file.write_bytes(b"a: 1")

    def fail(*_args: object) -> None:
        raise OSError(5, "Input/output error")

    monkeypatch.setattr(Path, "open", fail)
    assert ["0:0 unreadable cannot be read: input/output error"] == reading(file)


def test_name_that_is_no_name():
    """A NUL in it, or too great a length, is a finding."""
    assert ["0:0 unreadable a file cannot have this name"] == reading("a\0b")
    assert ["0:0 unreadable cannot be read: file name too long"] == reading("x" * 5000)


def test_file_that_goes_in_a_circle(tmp_path):
    """A link to itself is a finding."""
    link = tmp_path / "link.yaml"
    link.symlink_to(link)
    (only,) = reading(link)
    assert only.startswith("0:0 unreadable cannot be read: ")


def test_yaml_files_of_a_folder(tmp_path):
    """They come in the order of their names, each once, beside the files that are named."""
    for name in ("b.yaml", "a.yml", "c.txt", "d.json"):
        (tmp_path / name).write_bytes(b"")
    findings = Findings()
    inside = [str(tmp_path / "a.yml"), str(tmp_path / "b.yaml")]
    assert ["x.txt", *inside] == yaml_files(["x.txt", str(tmp_path), inside[0]], findings)
    assert [] == said(findings)


def test_folder_without_yaml_files(tmp_path):
    """It is an error, because nothing would be checked."""
    findings = Findings()
    assert [] == yaml_files([str(tmp_path)], findings)
    assert ["0:0 no-files folder holds no .yaml file"] == said(findings)


def test_case_file_of_another_name(tmp_path):
    """It is one where it holds cases, named or in a folder."""
    (tmp_path / "tries.yaml").write_bytes(b"cases: []")
    findings = Findings()
    tries = str(tmp_path / "tries.yaml")
    assert [tries] == cases_among(findings, tmp_path / "tries.yaml")
    assert [tries] == cases_among(findings, tmp_path)
    assert [] == said(findings)


def test_case_files(tmp_path):
    """They are those named, those beside policies and those of folders, each once."""
    for name in ("a.yaml", "a.cases.yaml", "b.yaml"):
        (tmp_path / name).write_bytes(b"")
    (tmp_path / "b.cases.yaml").write_bytes(b"")
    findings = Findings()
    cases = tmp_path / "a.cases.yaml"
    assert [str(cases)] == cases_among(findings, tmp_path / "a.yaml", cases)
    assert [str(cases), str(tmp_path / "b.cases.yaml")] == cases_among(findings, tmp_path, tmp_path / "a.yaml", cases)
    assert [] == said(findings)


def test_policy_without_cases(tmp_path):
    """It is an error where it was named, because nothing would be tried."""
    (tmp_path / "b.yaml").write_bytes(b"")
    findings = Findings()
    assert [] == cases_among(findings, tmp_path / "b.yaml", tmp_path / "gone.yaml")
    assert ["0:0 unreadable no such file", "0:0 no-cases there is no file `b.cases.yaml` beside it"] == said(findings)


def test_files_of_which_one_is_not_there(tmp_path):
    """The others are read."""
    (tmp_path / "a.yaml").write_bytes(b"a: 1")
    findings = Findings()
    gathered = InputFiles().gather([str(tmp_path / "gone.yaml"), str(tmp_path / "a.yaml")], findings)
    assert ["a: 1"] == [file.source.text for file in gathered]
    assert ["0:0 unreadable no such file"] == said(findings)
