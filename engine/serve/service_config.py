"""The service's own file: which alarms there are, whom they tell, and which hosts may be called."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from urllib.parse import urlsplit

from ..findings import Findings, Mark
from ..language.files import POLICY_BYTES
from ..language.input_files import InputFiles
from ..language.nodes import Node
from ..language.schema import check_shape
from ..language.symbols import check_repeats
from ..language.time_notation import EXPECTED_SPAN, parse_span
from ..language.yaml_reader import read_yaml
from .service_error import ServiceError

_KINDS = ("could_be", "at_risk", "overdue")
_LOOPBACK = ("127.0.0.1", "localhost", "::1")
_SMTP_PORT = 587
_ADDRESS = re.compile(r"[^\s@<>,;:\"\\()\[\]]+@[^\s@<>,;:\"\\()\[\]]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class PostTarget:
    """Where alarms are posted; `secret` signs them."""

    url: str
    secret: bytes = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class MailServer:
    """What sends mails."""

    server: str
    port: int
    sender: str
    user: str | None
    password: str | None = field(repr=False)
    is_plain: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Alarm:
    """What is told, and to whom. Without promises, those of any count."""

    id: str
    kind: str
    levels: tuple[str, ...] = ()
    unconfirmed_ms: int = 0
    promises: tuple[str, ...] = ()
    post: PostTarget | None = None
    mail: tuple[str, ...] = ()

    @property
    def channels(self) -> "tuple[Alarm, ...]":
        """The same for each of the ways in which it is told: one that fails repeats no other."""
        by_post = (replace(self, mail=()),) if self.post else ()
        return (*by_post, *((replace(self, post=None),) if self.mail else ()))

    @property
    def name(self) -> str:
        """Its name with the way in which it is told."""
        return f"{self.kind}/{self.id}/{'post' if self.post else 'mail'}"


@dataclass(frozen=True, slots=True, kw_only=True)
class ServiceConfig:
    """What the service does besides deciding and keeping."""

    alarms: tuple[Alarm, ...] = ()
    mail: MailServer | None = None
    keep_messages_ms: int | None = None
    """For how long texts are kept; None: until somebody has them forgotten."""
    keep_decisions_ms: int | None = None


def read_service_config(file: str, environment: Mapping[str, str]) -> ServiceConfig:
    """Return what a file says of the service; raise ServiceError where it cannot be used."""
    findings = Findings()
    source = InputFiles().read(file, POLICY_BYTES, findings)
    root = None if source is None else read_yaml(source.text, source.file, findings)
    node = check_shape(root, "service", findings)
    reader = _Reader(node, environment, findings)
    mail = reader.mail_server()
    alarms = tuple(reader.alarm(entry, has_mail=mail is not None) for entry in node.mappings("alarms"))
    names = ((entry.text("id"), entry.mark) for entry in node.mappings("alarms"))
    check_repeats("duplicate-alarm", "alarm ", names, findings)
    if findings.has_errors:
        raise ServiceError("not-usable", "the service's file cannot be used", findings)
    return ServiceConfig(alarms=alarms, mail=mail)


class _Reader:
    """Reads the parts of a file, as far as they can be read."""

    def __init__(self, root: Node, environment: Mapping[str, str], findings: Findings) -> None:
        self._hosts = [str(node.value).lower() for node in root.items("hosts")]
        self._root = root
        self._environment = environment
        self._findings = findings

    def mail_server(self) -> MailServer | None:
        """Return what sends mails, None where the file names nothing."""
        if self._root.get("mail") is None:
            return None
        node = self._root.section("mail")
        server, is_plain = node.text("server"), node.value_at("plain") is True
        self._check_host(server, node.key_mark("server"))
        if is_plain and server not in _LOOPBACK:
            message = f"mails to `{server}` would go over the network without encryption"
            self._findings.error("wrong-value", message, node.key_mark("plain"), "leave `plain` out")
        has_user = node.get("user") is not None
        if has_user != (node.get("password") is not None):
            self._findings.error("missing-key", "`user` and `password` stand together", node.mark)
        if not _ADDRESS.fullmatch(node.text("from")):
            self._refuse_address(node.text("from"), node.key_mark("from"))
        return MailServer(
            server=server,
            port=node.integer("port") or _SMTP_PORT,
            sender=node.text("from"),
            user=node.text("user") or None,
            password=self._variable(node, "password") if has_user else None,
            is_plain=is_plain,
        )

    def alarm(self, node: Node, *, has_mail: bool) -> Alarm:
        """Return an alarm."""
        kinds = [kind for kind in _KINDS if node.get(kind) is not None]
        if len(kinds) != 1:
            message = f"alarm `{node.text('id')}` is of {len(kinds)} things"
            self._findings.error("wrong-shape", message, node.mark, "write one of `could_be`, `at_risk` and `overdue`")
        kind = kinds[0] if kinds else ""
        if node.get("post") is None and node.get("mail") is None:
            message = f"alarm `{node.text('id')}` tells nobody"
            self._findings.error("missing-key", message, node.mark, "add `post` or `mail`")
        if node.get("mail") is not None and not has_mail:
            message = f"alarm `{node.text('id')}` is mailed, and no server sends mails"
            self._findings.error("missing-key", message, node.key_mark("mail"), "add `mail` with `server` and `from`")
        for address in node.items("mail"):
            if not _ADDRESS.fullmatch(str(address.value)):
                self._refuse_address(str(address.value), address.mark)
        if kind and node.value_at(kind) is False:
            self._findings.error("wrong-value", f"`{kind}` is false", node.key_mark(kind), "leave the alarm out")
        return Alarm(
            id=node.text("id"),
            kind=kind,
            levels=tuple(str(level.value) for level in node.items("could_be")),
            unconfirmed_ms=self._unconfirmed(node, kind),
            promises=tuple(str(promise.value) for promise in node.items(kind)) if kind != "could_be" else (),
            post=self._post(node.section("post")) if node.get("post") is not None else None,
            mail=tuple(str(address.value) for address in node.items("mail")),
        )

    def _unconfirmed(self, node: Node, kind: str) -> int:
        mark = node.key_mark("unconfirmed_for")
        if (kind == "could_be") != (node.get("unconfirmed_for") is not None):
            self._findings.error("missing-key", "`could_be` and `unconfirmed_for` stand together", mark)
        text = node.text("unconfirmed_for")
        span = parse_span(text) if text else None
        if text and (span is None or span.days):
            self._findings.error("wrong-value", f"`{text}` is not a span of hours and minutes", mark, EXPECTED_SPAN)
        return span.seconds * 1000 if span else 0

    def _post(self, node: Node) -> PostTarget:
        url, mark = node.text("url"), node.key_mark("url")
        host, is_address = _host_of(url)
        if not is_address:
            self._findings.error("wrong-value", f"`{url}` is no address to post to", mark, _URL_HELP)
        else:
            self._check_host(host, mark)
        return PostTarget(url=url, secret=self._variable(node, "secret").encode())

    def _check_host(self, host: str, mark: Mark) -> None:
        if host and host.lower() not in self._hosts:
            self._findings.error("unlisted-host", f"`{host}` is not one of `hosts`", mark, "add it there")

    def _variable(self, node: Node, key: str) -> str:
        name = node.text(key)
        value = self._environment.get(name, "")
        if name and not value:
            message = f"environment variable `{name}` is not set"
            self._findings.error("unset-variable", message, node.key_mark(key), "set it where the service is started")
        return value

    def _refuse_address(self, address: str, mark: Mark) -> None:
        self._findings.error(
            "wrong-value", f"`{address}` is no mail address", mark, "write it as in `duty@acme.example`"
        )


_URL_HELP = "write it as in `https://hooks.acme.example/remit`"


def _host_of(url: str) -> tuple[str, bool]:
    """Return the host of an address, and whether it is one to which is posted."""
    try:
        parts = urlsplit(url)
        host, _ = parts.hostname or "", parts.port
    except ValueError:
        return "", False
    is_safe = parts.scheme == "https" or (parts.scheme == "http" and host in _LOOPBACK)
    is_plain = url.isascii() and url.isprintable() and " " not in url and "@" not in parts.netloc
    return host, bool(host) and is_safe and is_plain and not parts.fragment
