"""Mutated mails into the reader: how many, how long they took, and whether any raised. Say how many, and a seed.

Run as `python -m benchmarks.fuzz_messages 1000000 7` from the root of the checkout.
"""

from __future__ import annotations

import random
import sys
import time
import traceback
from pathlib import Path

from remit.engine.findings import Findings
from remit.engine.messages.read_message import read_message

EXAMPLES = Path(__file__).parents[1] / "examples" / "messages"
HEADER = b"Received: from a by mx.v.example; Tue, 14 Apr 2026 09:12:00 -0400\r\nFrom: Ada <ada@acme.example>\r\n"
SEEDS = [
    HEADER + b"Subject: Sync stopped\r\nDate: Tue, 14 Apr 2026 09:11:00 -0400\r\n\r\nNothing works.\r\n-- \r\nAda\r\n",
    HEADER + b'Content-Type: multipart/mixed; boundary="b"\r\n\r\n--b\r\n\r\none\r\n--b\r\nContent-Type: text/html; '
    b"charset=utf-16\r\nContent-Transfer-Encoding: base64\r\n\r\nPGI+dHdvPC9iPg==\r\n--b\r\nContent-Type: "
    b"message/rfc822\r\n\r\nSubject: in\r\n\r\nthree\r\n--b--\r\n",
    HEADER + b"Subject: =?utf-8?B?UmU6IGjDvGJzY2g=?= =?iso-8859-1?q?=e4?=\r\nIn-Reply-To: <1@a>\r\nContent-Type: "
    b"text/plain; format=flowed; delsp=yes\r\n\r\nOn Monday, Bob wrote:\r\n> old \r\n> older\r\n\r\nnew \r\nwords\r\n",
    HEADER + b"Content-Type: text/html\r\n\r\n<p>Hi<div style='display:none'>x</div><blockquote>old</blockquote>"
    b"<table><tr><td>a<td>b</table><pre>\nx\n</pre>",
    HEADER + b'Content-Type: multipart/report; report-type=delivery-status; boundary="r"\r\nAuto-Submitted: '
    b"auto-replied\r\n\r\n--r\r\n\r\nfailed\r\n--r\r\nContent-Type: message/delivery-status\r\n\r\nStatus: 5.1.1\r\n"
    b"--r--",
    HEADER + b"Authentication-Results: mx.v.example; spf=pass; dmarc=pass (p=none) header.from=acme.example\r\n"
    b'Sender: "x, y" <z@a.example>, <b@c.example>\r\n\r\n---------- Forwarded message ---------\r\nFrom: a\r\nSent: '
    b"b\r\nTo: c\r\n\r\nhelp\r\n",
]
TOKENS = [
    b"\r\n",
    b"\n",
    b"\r",
    b"\r\n\r\n",
    b"\x00",
    b"\xff\xfe",
    b"\xe2\x80\xae",
    b"=?",
    b"?=",
    b"=?utf-8?q?",
    b"=?x?b?====?=",
    b"--b",
    b"--b--",
    b"--r",
    b"Content-Type: ",
    b"multipart/alternative; boundary=b",
    b"message/rfc822",
    b"text/html",
    b";",
    b"charset=",
    b"utf-7",
    b"punycode",
    b"idna",
    b"utf-16",
    b"zip",
    b"unicode_escape",
    b"base64",
    b"quoted-printable",
    b"=\r\n",
    b"=3D",
    b"filename*0*=utf-8''%ff",
    b"filename*=",
    b"boundary=",
    b'"',
    b"\\",
    b"(",
    b")",
    b"((((((((((",
    b"<",
    b">",
    b"<<<<",
    b"From: ",
    b"From: a:b@c,d@e;",
    b"undisclosed-recipients:;",
    b"Date: ",
    b"-9999",
    b"99999999999999999999",
    b"Received: ",
    b"Content-Transfer-Encoding: ",
    b"x-uuencode",
    b"> ",
    b">> ",
    b"-- ",
    b"wrote:",
    b"-----Original Message-----",
    b"<blockquote>",
    b"<table>",
    b"<b>",
    b"<p>",
    b"<!--",
    b"<script>",
    b"&#0;",
    b"&#x110000;",
    b"\xf0\x9f\x98\x80",
    b"\xed\xa0\x80",
    b"xn--",
    b"@",
    b",",
    b":",
    b" ",
    b"\t",
    b"References: ",
    b"<1@a> " * 20,
    b"A" * 300,
]
SLOWEST = 5


def mutated(rng: random.Random, seeds: list[bytes]) -> bytes:
    """Return a mail with some of its bytes changed, moved, taken out or put in."""
    mail = bytearray(rng.choice(seeds))
    for _ in range(rng.choice((1, 1, 2, 3, 5, 8, 20))):
        at = rng.randrange(len(mail) + 1)
        match rng.randrange(7):
            case 0:
                mail[at:at] = rng.choice(TOKENS)
            case 1:
                del mail[at : at + rng.choice((1, 2, 8, 40, 200))]
            case 2:
                mail[at : at + 1] = bytes([rng.randrange(256)])
            case 3:
                mail[at : at + rng.randrange(6)] = rng.choice(TOKENS)
            case 4:
                other = rng.choice(seeds)
                begin = rng.randrange(len(other))
                mail[at:at] = other[begin : begin + rng.choice((10, 60, 300))]
            case 5:
                mail[at:at] = rng.choice(TOKENS) * rng.choice((2, 5, 30))
            case _:
                begin = rng.randrange(len(mail) + 1)
                piece = mail[begin : begin + rng.choice((5, 50, 300))]
                mail[at:at] = piece
    return bytes(mail)


def main(count: int, seed: int) -> int:
    """Read mutated mails, print the figures, and return how many raised."""
    rng = random.Random(seed)  # noqa: S311 - it chooses tests
    seeds = [*SEEDS, *(path.read_bytes() for path in sorted(EXAMPLES.glob("*.eml")))]
    raised, rejected, slowest = 0, 0, [(0.0, b"")]
    started = time.perf_counter()
    for number in range(1, count + 1):
        mail = mutated(rng, seeds)
        before = time.process_time()  # what other programs take does not count
        findings = Findings()
        try:
            rejected += read_message(mail, "fuzzed.eml", findings) is None
        except Exception:  # noqa: BLE001 - that is what is counted
            raised += 1
            print(traceback.format_exc(), mail, flush=True)
        slowest = sorted([*slowest, (time.process_time() - before, mail)], key=lambda pair: -pair[0])[:SLOWEST]
        if number % 100_000 == 0 or number == count:
            seconds = time.perf_counter() - started
            print(f"{number:,} inputs, {seconds:,.0f} s, {rejected:,} rejected, {raised} tracebacks, ", end="")
            print(f"slowest {slowest[0][0] * 1000:,.0f} ms", flush=True)
    return raised


if __name__ == "__main__":
    sys.exit(min(main(int(sys.argv[1]), int(sys.argv[2])), 1))
