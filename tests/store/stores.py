"""What tests of the store share: decisions and events to keep."""

from remit.engine.store.records import Override, RequestChange, StoredDecision, StoredEvent, Texts

NOW = 1_772_800_000_000
MINUTE = 60_000


def decision(request_id, revision=1, **more):
    """Return a decision without texts; those of two requests, or of two revisions, differ."""
    fields = {
        "id": f"D-{request_id}-{revision}",
        "request_id": request_id,
        "revision": revision,
        "cause": "request",
        "made_at": NOW,
        "actor": "ada",
        "content": f"content {revision}",
        "request": '{"facts":{}}',
        "decision": '{"status":"decided"}',
        "files": {"policy": "sha256:1"},
        "status": "decided",
        "level": "P2",
        "is_closed": False,
    }
    return StoredDecision(**{**fields, **more})


def texts(request="Printer on fire", salt=b"s" * 32):
    return Texts(salt=salt, request=f'{{"body":"{request}"}}', decision=f'{{"request":"{request}"}}')


def event(request_id, id_, at=NOW, **more):
    fields = {"heard_at": NOW, "actor": "ada", "event": '{"is":"replied"}'}
    return StoredEvent(request_id=request_id, id=id_, at=at, **{**fields, **more})


def override(request_id, why="the boss called", **more):
    return Override(**{"request_id": request_id, "level": "P1", "actor": "ada", "why": why, "made_at": NOW, **more})


def keep(store, request_id, **more):
    """Keep the next revision of a request, and return what it changed."""

    def change(state):
        revision = state.latest.revision + 1 if state else 1
        parts = {
            name: more[name]
            for name in ("events", "override", "is_moved", "is_accepted", "message_ids")
            if name in more
        }
        rest = {name: value for name, value in more.items() if name not in parts}
        return RequestChange(decision=decision(request_id, revision, **rest), **parts)

    return store.change(request_id, change).result(timeout=20)


def state_of(store, request_id):
    """Return a request that is there."""
    state = store.request(request_id)
    assert state
    return state
