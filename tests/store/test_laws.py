"""A store beside a plain model of it: whatever is done in whatever order, both know the same."""

import tempfile
from dataclasses import dataclass, field, replace
from pathlib import Path

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from remit.engine.store.backups import write_backup
from remit.engine.store.database import parse_url
from remit.engine.store.records import Override, RequestChange, StoredDecision, StoredEvent
from remit.engine.store.restoring import restore_backup
from remit.engine.store.store import Store
from store.stores import decision, event, override, texts

IDS = st.sampled_from(["R-1", "R-2", "R-3"])
MEMORY = "/dev/shm"  # noqa: S108 - a folder of its own in it
"""Where no disk is waited for."""
SPANS = st.integers(1, 12)


@dataclass
class Model:
    """A request as it is expected to be."""

    decisions: list[StoredDecision] = field(default_factory=list)
    events: dict[str, StoredEvent] = field(default_factory=dict)
    overrides: list[Override] = field(default_factory=list)
    moved_from: str | None = None
    closed_at: int | None = None
    changed_at: int = 0
    mails: dict[str, int] = field(default_factory=dict)

    def copied(self):
        return replace(
            self,
            decisions=[*self.decisions],
            events={**self.events},
            overrides=[*self.overrides],
            mails={**self.mails},
        )

    def forget(self, before=None, until=None):
        """Forget texts that came before an instant, or until one; return how many there were."""

        def goes(made_at):
            return (before is None or made_at < before) and (until is None or made_at <= until)

        gone = [d for d in self.decisions if d.texts and goes(d.made_at)]
        whys = [o for o in self.overrides if o.why and goes(o.made_at)]
        self.decisions = [replace(d, texts=None) if d in gone else d for d in self.decisions]
        self.overrides = [replace(o, why="") if o in whys else o for o in self.overrides]
        self.mails = {mail: at for mail, at in self.mails.items() if not goes(at)}
        return len(gone) + len(whys)


class StoreAndModel(RuleBasedStateMachine):
    @initialize()
    def open(self):
        self.folder = tempfile.TemporaryDirectory(dir=MEMORY if Path(MEMORY).is_dir() else None)
        self.url = f"sqlite:///{self.folder.name}/remit.db"
        self.now = 1000
        self.store = Store.open(self.url, lambda: self.now)
        self.models: dict[str, Model] = {}
        self.forgotten: dict[str, int] = {}
        self.backup: dict[str, Model] | None = None

    def teardown(self):
        self.store.close()
        self.folder.cleanup()

    @rule(request_id=IDS, has_texts=st.booleans(), is_closed=st.booleans(), moves=st.booleans(), mail=st.booleans())
    def decide(self, request_id, has_texts, is_closed, moves, mail):
        self.now += 1
        model = self.models.setdefault(request_id, Model())
        made = decision(
            request_id,
            len(model.decisions) + 1,
            id=f"D-{self.now}",
            made_at=self.now,
            content=str(self.now % 3),
            is_closed=is_closed,
            texts=texts(f"from ada@example.com {self.now}") if has_texts else None,
            texts_digest="d" if has_texts else None,
        )
        mails = (f"<{self.now}@example.com>",) if mail else ()
        change = RequestChange(decision=made, is_moved=moves, message_ids=mails)
        assert change == self.store.change(request_id, lambda _: change).result()
        if moves and model.decisions and model.moved_from is None:
            model.moved_from = model.decisions[-1].id
        if not is_closed:
            model.closed_at = None
        elif not (model.decisions and model.decisions[-1].is_closed):
            model.closed_at = self.now
        model.decisions.append(made)
        model.mails |= dict.fromkeys(mails, self.now)
        model.changed_at = self.now

    @rule(request_id=IDS, number=st.integers(0, 3), at=st.integers(0, 3))
    def hear(self, request_id, number, at):
        if request_id not in self.models:
            return
        self.now += 1
        model = self.models[request_id]
        heard = model.events.get(str(number)) or event(request_id, str(number), at, heard_at=self.now)
        self.store.change(request_id, lambda _: RequestChange(events=(heard, heard))).result()
        if str(number) not in model.events:
            model.changed_at = self.now
        model.events[str(number)] = heard

    @rule(request_id=IDS, accepts=st.booleans())
    def overrule(self, request_id, accepts):
        if request_id not in self.models:
            return
        self.now += 1
        model = self.models[request_id]
        made = override(request_id, f"why {self.now}", made_at=self.now)
        self.store.change(request_id, lambda _: RequestChange(override=made, is_accepted=accepts)).result()
        model.overrides.append(made)
        model.changed_at = self.now
        model.moved_from = None if accepts else model.moved_from

    @rule(request_id=IDS)
    def forget_request(self, request_id):
        if request_id in self.models:
            self.now += 1
            assert self.models[request_id].forget() == self.store.forget(request_id, "ada").texts
            self.forgotten[request_id] = self.now

    @rule()
    def forget_address(self):
        self.now += 1
        about = [id_ for id_, model in self.models.items() if any(d.texts for d in model.decisions)]
        number = sum(self.models[id_].forget() for id_ in about)
        result = self.store.forget("ada@example.com", "ada")
        assert (sorted(about), number) == (sorted(result.requests), result.texts)
        self.forgotten |= dict.fromkeys(about, self.now)

    @rule(messages=st.none() | SPANS, decisions=st.none() | SPANS)
    def expire(self, messages, decisions):
        self.now += 1
        result = self.store.expire(self.now, messages, decisions)
        if messages is not None:
            assert result.texts == sum(model.forget(before=self.now - messages) for model in self.models.values())
        if decisions is not None:
            old = [id_ for id_, model in self.models.items() if model.changed_at < self.now - decisions]
            assert len(old) == result.requests
            for id_ in old:
                del self.models[id_]

    @rule()
    def back_up(self):
        number = write_backup(parse_url(self.url), Path(self.folder.name, "backup"), overwrites=True)
        assert len(self.models) == number
        self.backup = {id_: model.copied() for id_, model in self.models.items()}

    @rule()
    def restore(self):
        if self.backup is None:
            return
        self.now += 1
        self.store.close()
        restore_backup(parse_url(self.url), Path(self.folder.name, "backup"), self.now, overwrites=True)
        self.models = {id_: model.copied() for id_, model in self.backup.items()}
        for id_, at in self.forgotten.items():
            if id_ in self.models:
                self.models[id_].forget(until=at)
        self.store = Store.open(self.url, lambda: self.now)

    @rule()
    def open_again(self):
        self.store.close()
        self.store = Store.open(self.url, lambda: self.now)

    @invariant()
    def both_know_the_same(self):
        for id_ in ("R-1", "R-2", "R-3"):
            model, state = self.models.get(id_), self.store.request(id_)
            assert (model is None) == (state is None)
            if model is None or state is None:
                continue
            assert model.decisions == self.store.decisions_of(id_)
            assert model.decisions[-1] == state.latest
            assert {d.content: d.id for d in model.decisions} == state.contents
            assert sorted(model.events.values(), key=lambda e: (e.at, e.id)) == list(state.events)
            assert tuple(model.overrides) == state.overrides
            assert model.moved_from == state.moved_from
            assert all(id_ == self.store.request_of_message(mail) for mail in model.mails)
        is_open = {id_ for id_, model in self.models.items() if model.closed_at is None}
        assert is_open == {state.id for state in self.store.open_requests()}
        closed = {id_ for id_, m in self.models.items() if m.closed_at is not None and m.closed_at >= self.now - 5}
        assert closed == {state.id for state in self.store.closed_requests(self.now - 5)}


def test_a_store_knows_what_a_plain_model_knows():
    run_state_machine_as_test(StoreAndModel, settings=settings(max_examples=8, stateful_step_count=20))
