"""Locks that a process can fork with."""

import os
from threading import Lock


def forkable_lock() -> Lock:
    """Return a lock for a module to keep; a fork waits for it, so that the child finds nothing half done.

    Without that, a child forked while another thread held the lock would wait for it for ever.
    """
    lock = Lock()
    if hasattr(os, "register_at_fork"):  # not on Windows
        os.register_at_fork(before=lock.acquire, after_in_parent=lock.release, after_in_child=lock.release)
    return lock
