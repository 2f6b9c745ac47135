"""remit's engine. These names are for use from outside; each is loaded when it is first asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .lazy_names import lazy_names

if TYPE_CHECKING:
    from .authoring.accuracy import measure_words
    from .authoring.cases.case_results import try_paths
    from .authoring.contract_import.import_contracts import import_contracts
    from .authoring.coverage import parse_percent
    from .authoring.diff import diff_paths
    from .authoring.explain import explain
    from .authoring.file_checks import check_paths
    from .authoring.new_policy import write_new_policy
    from .authoring.reports import report
    from .authoring.show import show
    from .board.open_board import open_board
    from .bulk.batch.batch_run import BatchRun
    from .forms import FORMS
    from .interview.session import InterviewSession
    from .language.files import is_mail
    from .language.policy_folder import Policies
    from .language.schema import schema_text
    from .language.time_notation import parse_instant, parse_today
    from .messages.message_reader import MessageReader
    from .messages.outside_reader import parse_reader
    from .serve.web.server import ServeSettings, run_service
    from .serve.web.web_config import parse_network, parse_public_url
    from .store.errors import StoreError
    from .store.keep_notation import parse_keep
    from .store.known_requests import StoredRequests
    from .store.store_tools import StoreTools
    from .store.token_names import parse_token_name
    from .triage.decide_files import Triage
    from .why_not.why_not_files import why_not_file
    from .worktime import zone

__all__ = [
    "FORMS",
    "BatchRun",
    "InterviewSession",
    "MessageReader",
    "Policies",
    "ServeSettings",
    "StoreError",
    "StoreTools",
    "StoredRequests",
    "Triage",
    "check_paths",
    "diff_paths",
    "explain",
    "import_contracts",
    "is_mail",
    "measure_words",
    "open_board",
    "parse_instant",
    "parse_keep",
    "parse_network",
    "parse_percent",
    "parse_public_url",
    "parse_reader",
    "parse_today",
    "parse_token_name",
    "report",
    "run_service",
    "schema_text",
    "show",
    "try_paths",
    "why_not_file",
    "write_new_policy",
    "zone",
]

__getattr__, __dir__ = lazy_names(
    __name__,
    {
        "authoring.accuracy": ("measure_words",),
        "authoring.explain": ("explain",),
        "authoring.contract_import.import_contracts": ("import_contracts",),
        "authoring.coverage": ("parse_percent",),
        "authoring.diff": ("diff_paths",),
        "authoring.file_checks": ("check_paths",),
        "authoring.cases.case_results": ("try_paths",),
        "authoring.new_policy": ("write_new_policy",),
        "authoring.reports": ("report",),
        "authoring.show": ("show",),
        "board.open_board": ("open_board",),
        "bulk.batch.batch_run": ("BatchRun",),
        "forms": ("FORMS",),
        "interview.session": ("InterviewSession",),
        "language.files": ("is_mail",),
        "language.policy_folder": ("Policies",),
        "language.schema": ("schema_text",),
        "language.time_notation": ("parse_instant", "parse_today"),
        "messages.message_reader": ("MessageReader",),
        "messages.outside_reader": ("parse_reader",),
        "serve.web.server": ("ServeSettings", "run_service"),
        "serve.web.web_config": ("parse_network", "parse_public_url"),
        "store.keep_notation": ("parse_keep",),
        "store.errors": ("StoreError",),
        "store.known_requests": ("StoredRequests",),
        "store.store_tools": ("StoreTools",),
        "store.token_names": ("parse_token_name",),
        "triage.decide_files": ("Triage",),
        "why_not.why_not_files": ("why_not_file",),
        "worktime": ("zone",),
    },
)
