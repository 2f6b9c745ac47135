"""What tests of the web ask with: an app without a network, a store in memory, a clock that stands still."""

import asyncio
import hashlib
from types import SimpleNamespace

import httpx
from starlette.responses import JSONResponse
from starlette.routing import Route

from remit.engine.serve.web.access import Access
from remit.engine.serve.web.app import create_app
from remit.engine.serve.web.request_log import RequestLog
from remit.engine.serve.web.web_config import WebConfig
from remit.engine.store.records import BrowserSession, Token

NOW = 1_780_000_000_000
YEAR = 365 * 86_400_000


class MemoryStore:
    """Tokens and sessions as the store has them."""

    def __init__(self, **roles):
        self.by_name = {
            name: Token(
                name=name, role=role, digest=digest(f"secret-{name}"), made_at=NOW - YEAR, expires_at=NOW + YEAR
            )
            for name, role in roles.items()
        }
        self.sessions: dict[str, BrowserSession] = {}

    def tokens(self):
        return tuple(self.by_name.values())

    def add_session(self, session):
        self.sessions[session.digest] = session

    def session(self, digest):
        return self.sessions.get(digest)

    def remove_session(self, digest):
        self.sessions.pop(digest, None)


def digest(secret):
    return hashlib.sha256(secret.encode()).hexdigest()


def bearer(name):
    return {"Authorization": f"Bearer secret-{name}"}


class Site:
    """An app and who asks it."""

    def __init__(self, store=None, *, client="127.0.0.1", **config):
        self.now = NOW
        self.store = MemoryStore(ada="admin", ann="agent", rob="reader") if store is None else store
        self.lines: list[str] = []
        self.config = WebConfig(write_log=self.lines.append, **config)
        self.access = Access(self.store, self.config, self.clock)
        log = RequestLog(self.config.write_log, self.clock)
        self.app = create_app(self.service(), self.access, self.config, log, self.pages())
        self.client = client
        self.cookies = httpx.Cookies()

    def clock(self):
        return self.now

    def service(self):
        """Return what decides: access asks it for nothing but the time."""
        readiness = SimpleNamespace(is_current=True, findings=(), undecidable=())
        return SimpleNamespace(clock=self.clock, version="1.0", readiness=readiness)

    def pages(self):
        async def who(request):
            body = (await request.body()).decode()
            person = request.state.person
            return JSONResponse({"name": person.name, "role": person.role, "csrf": request.state.csrf, "body": body})

        async def broken(request):
            raise RuntimeError("quoting a stranger")

        return [
            Route("/desk", who, methods=["GET", "POST"]),
            Route("/desk/events", who, methods=["POST"]),
            Route("/desk/broken", broken),
            Route("/static/style.css", who_cares),
        ]

    def ask(self, method, path, **arguments):
        """Return the answer; cookies stay, as in a browser."""
        answer = asyncio.run(self._ask(method, path, **arguments))
        self.cookies.update(answer.cookies)
        return answer

    async def _ask(self, method, path, **arguments):
        transport = httpx.ASGITransport(self.app, client=(self.client, 40000))
        host = arguments.pop("host", "127.0.0.1:8080")
        url = f"http://{host}{path}" if path.startswith("/") else path
        async with httpx.AsyncClient(transport=transport, cookies=self.cookies) as client:
            answer = await client.request(method, url, **arguments)
            await asyncio.sleep(0.07)  # the log is written
            return answer

    def get(self, path, **arguments):
        return self.ask("GET", path, **arguments)

    def post(self, path, **arguments):
        return self.ask("POST", path, **arguments)


async def who_cares(request):
    return JSONResponse({})
