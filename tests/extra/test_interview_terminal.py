"""An interview on a real terminal, in tmux, 80 columns wide: keys without Enter, and modes that are restored."""

import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
ASK = f"{Path(sys.executable).parent / 'remit'} decide --ask --at 2026-03-06T17:00:00-05:00"
MODES = "stty -a | tr ' ;' '\\n\\n' | grep -x -e icanon -e echo | tr '\\n' +"
REQUEST = """\
policy: jumpmind
tier: enterprise
received: 2026-03-06T16:30:00-05:00
hits: [{fact: service_loss, value: complete, words: "every job\\ffailed", at: "body:3:14"}]
likely: {activity: [bug_fix]}
"""

pytestmark = pytest.mark.extra


class Terminal:
    """A terminal in which somebody types, and what it shows."""

    def __init__(self, folder):
        self._tmux = ["tmux", "-S", str(folder / "tmux"), "-f", "/dev/null"]
        command = ["new-session", "-d", "-x", "80", "-y", "70", "env", "PS1=$ ", "sh"]
        subprocess.run([*self._tmux, *command], check=True, cwd=folder)

    def press(self, *keys):
        for key in keys:
            subprocess.run([*self._tmux, "send-keys", key], check=True)

    def run(self, command):
        self.press(f"clear; {command}; echo ended-$?", "Enter")

    def shows(self, text, *capture):
        """Return the screen once it shows a text."""
        for _ in range(300):
            capturing = [*self._tmux, "capture-pane", "-p", *capture]
            shown = subprocess.run(capturing, check=True, capture_output=True, text=True).stdout
            if text in shown:
                return shown
            time.sleep(0.05)
        raise AssertionError(f"it does not show {text!r}: {shown}")

    def paste(self, text):
        subprocess.run([*self._tmux, "set-buffer", text], check=True)
        subprocess.run([*self._tmux, "paste-buffer"], check=True)

    def resize(self, columns):
        subprocess.run([*self._tmux, "resize-window", "-x", str(columns)], check=True)

    def close(self):
        subprocess.run([*self._tmux, "kill-server"], check=False)


@pytest.fixture
def terminal(tmp_path):
    assert shutil.which("tmux"), "tmux is not installed"
    (tmp_path / "request.yaml").write_text(REQUEST, "utf-8")
    opened = Terminal(tmp_path)
    yield opened
    opened.close()


def test_one_key_an_answer_leads_to_the_sheet(terminal):
    terminal.run(f"{ASK} request.yaml")
    first = terminal.shows("q quit")
    assert "P1, P2, P3, P4, consulting or not covered; answer due between 18:30 today and" in first
    terminal.press("1")
    assert '"every job failed" (body:3:14)' in terminal.shows("How much of the service is lost?")
    terminal.press("1")
    terminal.shows("Which system is affected?")
    terminal.press("1")
    terminal.shows("Enter confirms all")
    terminal.press("Enter")
    end = terminal.shows("ended-0")
    assert "IN SCOPE             P1 Urgent" in end
    assert "confirmed            version age months 0" in end


def test_keys_that_are_typed_ahead_count(terminal):
    terminal.run(f"{ASK} request.yaml")
    terminal.press("1", "1", "1", "Enter")
    assert "P1 Urgent" in terminal.shows("ended-0")


def test_keys_that_move_a_cursor_and_pasted_text_answer_nothing(terminal):
    terminal.run(f"{ASK} request.yaml")
    terminal.shows("q quit")
    terminal.press("Home", "Up", "F1", "DC")
    terminal.paste("1 1 1 1 our production system has been down since the morning of 1 March")
    assert "-> " not in terminal.shows("no choice has the key `1 1 1 1 our")


@pytest.mark.parametrize(("key", "code"), [("C-c", 1), ("C-d", 4), ("q", 4)])
def test_the_modes_of_the_terminal_are_restored(terminal, key, code):
    terminal.run(f"{ASK} request.yaml")
    terminal.shows("q quit")
    terminal.press(key)
    terminal.shows(f"ended-{code}")
    terminal.run(MODES)
    terminal.shows("icanon+echo+")


def test_the_modes_are_restored_where_a_signal_ends_it(terminal, tmp_path):
    """The shell puts the modes back itself unless the command is one of a script."""
    script = tmp_path / "ask.sh"
    script.write_text(f"sh -c 'echo $$ > pid; exec {ASK} request.yaml'; echo ended-$?; {MODES}\n", "utf-8")
    terminal.press("clear; sh ask.sh", "Enter")
    terminal.shows("q quit")
    os.kill(int((tmp_path / "pid").read_text("utf-8")), signal.SIGTERM)
    terminal.shows("ended-143")
    terminal.shows("icanon+echo+")


def test_a_number_is_typed_as_a_line(terminal):
    terminal.run(f"{ASK} request.yaml")
    terminal.press("1", "1", "1", "1")
    terminal.shows("type a number, then Enter")
    terminal.press("4", "x", "BSpace", "8", "Enter")
    assert "-> version age months: 48" in terminal.shows("ended-0")


def test_a_request_on_standard_input_leaves_the_keys_to_the_terminal(terminal):
    terminal.run(f"cat request.yaml | {ASK} - > sheet.txt")
    terminal.shows("q quit")
    terminal.press("1", "1", "1", "Enter")
    terminal.shows("ended-0")
    terminal.run("cat sheet.txt")
    assert "What is asked for?" not in terminal.shows("P1 Urgent")


def test_what_is_saved_is_decided_as_it_was_answered(terminal, tmp_path):
    terminal.run(f"{ASK} --save answered.yaml request.yaml")
    terminal.press("1", "1", "1", "Enter")
    terminal.shows("ended-0")
    assert "facts: {activity: bug_fix, service_loss: complete, environment: production}" in (
        tmp_path / "answered.yaml"
    ).read_text("utf-8")
    terminal.run(f"{ASK.replace('--ask', '--confirmed')} answered.yaml")
    assert "P1 Urgent" in terminal.shows("ended-0")
    terminal.run(f"{ASK} --save answered.yaml request.yaml")
    assert "is there already; write over it with `--overwrite`" in terminal.shows("ended-2").replace("\n", "")


def test_a_narrower_terminal_breaks_no_line_of_the_next_question(terminal):
    terminal.run(f"{ASK} request.yaml")
    terminal.shows("q quit")
    terminal.resize(60)
    terminal.press("1")
    shown = terminal.shows("-> bug fix")
    assert '      "every job failed" (body:3:14)' in shown


@pytest.mark.parametrize(("setting", "has_colours"), [("", True), ("NO_COLOR=1 ", False), ("TERM=dumb ", False)])
def test_there_are_colours_unless_nobody_wants_them(terminal, setting, has_colours):
    terminal.run(f"{setting}{ASK} request.yaml")
    assert has_colours == ("\x1b[" in terminal.shows("q quit", "-e"))


def test_a_pasted_mail_leads_to_a_sheet_and_a_reply_in_four_keys(terminal):
    mail, contracts = ROOT / "examples/messages/1-orders-missing.eml", ROOT / "examples/contracts.yaml"
    terminal.run(f"cat {mail} | {ASK} --contracts {contracts} --save T-1.yaml -")
    assert "subject              Orders no longer arrive at the warehouse" in terminal.shows("q quit")
    terminal.press("1", "1", "1", "Enter")
    assert "IN SCOPE             P1 Urgent" in terminal.shows("ended-0")
    terminal.run(f"{ASK.replace('--ask', '--format reply')} --contracts {contracts} T-1.yaml")
    assert "Its level is P1 Urgent." in terminal.shows("ended-0")
