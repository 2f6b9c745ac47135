"""A service with a store on the disk, as tests of the web ask it."""

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

    def close(self):
        self.app.close()
        self.desk_store.close()
