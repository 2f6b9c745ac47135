"""A service with a store on the disk, as tests of the web ask it."""

import re
from functools import cached_property

import httpx
from jsonschema import Draft202012Validator
from serve.desk_files import CONTRACTS, NOW, POLICY, WORDS, Clock

from remit.engine.language.policy_folder import Policies
from remit.engine.serve.service import Service
from remit.engine.store.store import Store
from web.browser import MemoryStore, Site


class DeskSite(Site):
    """An app over a real service; who may come in is kept in memory."""

    def __init__(self, folder, **config):
        self.folder = folder
        (folder / "policies").mkdir()
        (folder / "policies/care.yaml").write_text(POLICY, "utf-8")
        (folder / "policies/care.words.yaml").write_text(WORDS, "utf-8")
        (folder / "contracts.yaml").write_text(CONTRACTS, "utf-8")
        self.desk_clock = Clock(NOW)
        self.desk_store = Store.open(f"sqlite:///{folder / 'remit.db'}", self.desk_clock)
        super().__init__(MemoryStore(ada="admin", ann="agent", rob="reader"), **config)

    def service(self):
        self.desk = Service(
            self.desk_store,
            policies=Policies.at(str(self.folder / "policies")),
            contracts=str(self.folder / "contracts.yaml"),
            clock=self.desk_clock,
            version="1.0",
        )
        return self.desk

    def ask(self, method, path, **arguments):
        """Return the answer, which is one of those that the service says of itself."""
        answer = super().ask(method, path, **arguments)
        check_described(self.document, method, httpx.URL(answer.request.url).path, answer)
        return answer

    @cached_property
    def document(self):
        return super().ask("GET", "/openapi.json").json()

    def close(self):
        self.app.close()
        self.desk_store.close()


def check_described(document, method, path, answer):
    """Fail where an answer to a program is none of those that the document describes."""
    described = [operations for template, operations in document["paths"].items() if fits(template, path)]
    operation = described[0].get(method.lower()) if described else None
    if operation is None or answer.status_code == 405:
        return
    content = operation["responses"][str(answer.status_code)]["content"]
    schema = content[answer.headers["content-type"]]["schema"] if "json" in answer.headers["content-type"] else None
    if schema and "x-ndjson" not in answer.headers["content-type"]:
        whole = {**schema, "components": document["components"]}
        assert [] == [error.message for error in Draft202012Validator(whole).iter_errors(answer.json())]


def fits(template, path):
    pattern = re.escape(template).replace(r"\{request\}", ".+")
    return re.fullmatch(re.sub(r"\\\{[a-z]+\\\}", "[^/]+", pattern), path) is not None
