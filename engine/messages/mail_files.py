"""The mails of files and folders: `.eml`, mailboxes and Maildir, each a name and its bytes."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import PurePath

from ..findings import Findings, Mark
from ..language.files import MAIL_SUFFIXES, file_bytes, files_in, is_folder, mailbox_mails
from .limits import MESSAGE_BYTES

_MAILDIR = ("cur", "new")


@dataclass(frozen=True, slots=True)
class MailFile:
    """The bytes of a mail and what it is called, None after the findings that say why they cannot be read.

    What is found in a folder that mails are looked for in is of no mail.
    """

    name: str
    raw: bytes | None
    findings: Findings
    is_folder: bool = False


def mails_of(path: str) -> Iterator[MailFile]:
    """Yield the mails of a file, a mailbox or a folder, in the order of their names; a folder without any is said."""
    if not is_folder(path):
        yield from _mails_of_file(path)
        return
    findings = Findings()
    files = files_in(path, MAIL_SUFFIXES, findings)
    for name in _MAILDIR:
        inside = str(PurePath(path, name))
        if is_folder(inside):
            files += [file for file in files_in(inside, ("",), findings, deep=False) if not is_folder(file)]
    if not files:
        findings.error("no-files", "folder holds no mail (.eml, .mbox or a maildir)", Mark(path))
    if findings:
        yield MailFile(path, None, findings, is_folder=True)
    for file in dict.fromkeys(files):
        yield from _mails_of_file(file)


def _mails_of_file(file: str) -> Iterator[MailFile]:
    findings = Findings()
    if not file.lower().endswith(".mbox"):
        yield MailFile("<stdin>" if file == "-" else file, file_bytes(file, MESSAGE_BYTES, findings), findings)
        return
    number = 0
    for number, raw in enumerate(mailbox_mails(file, MESSAGE_BYTES, findings), 1):
        yield MailFile(f"{file}#{number}", raw, Findings())
    if number == 0 and not findings:
        findings.error("empty-message", "the mailbox holds no mail", Mark(file))
    if findings:
        yield MailFile(file, None, findings)
