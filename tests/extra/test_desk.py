"""The desk in a real browser: by keys alone, on a phone and on a desk, heard and seen; what strangers write there."""

import json
from pathlib import Path

import pytest
from selenium.webdriver.common.keys import Keys

from remit.engine.serve.desk.incoming import IncomingMessage, read_incoming

from .desk.film import KEYS, ROOT, film
from .desk.screen import Screen
from .desk.server import desk_server

pytestmark = pytest.mark.extra

STEPS = Path(__file__).with_name("desk") / "steps"
MESSAGE = (ROOT / "examples/messages/1-orders-missing.eml").read_text("utf-8")
ID = "7f31.1@harbour.example"
"""The Message-ID of the example's first message."""
WIDTHS = (360, 768, 1280)
ENLARGED = (320, 384, 640)
"""The widths of pages at 200 % on windows of twice as many pixels, and the narrowest that anybody has to expect."""
HOSTILE = (
    "Hello \u202e\u2066 nothing works </pre><script>window.hacked = 1</script>"
    "<img src=x onerror='window.hacked = 1'>\x1b[31m\x07 "
) + "x" * 3_000


@pytest.fixture(scope="module")
def screen():
    running = Screen()
    yield running
    running.close()


@pytest.fixture
def server(tmp_path):
    with desk_server(tmp_path) as running:
        yield running


@pytest.fixture
def desk(screen, server):
    """Return the browser before an empty desk, with the focus where a message is pasted."""
    screen.command("Emulation.setScriptExecutionDisabled", value=False)
    screen.look(1280)
    screen.open(server.first_visit())
    screen.titled("Desk")
    screen.run("localStorage.clear()")
    screen.complaints()
    screen.asked()
    screen.pressed = 0
    yield screen
    screen.open("about:blank")


def begin(desk, message=MESSAGE):
    """Paste a message and have it read."""
    desk.wait("return document.activeElement.id === 'message'")
    desk.paste(message)
    desk.read()
    desk.wait("return document.querySelector('.asking') && !document.querySelector('[aria-busy]')")


def decide(desk):
    """Come to the decision about the example's message."""
    begin(desk)
    for key, title in KEYS:
        desk.keys(key)
        desk.titled(title)


def test_a_message_is_kept_in_six_keys_and_each_step_is_as_it_was_filmed(desk):
    for name, tree in film(desk):
        assert (STEPS / f"{name}.txt").read_text("utf-8") == tree, name
    assert desk.pressed <= 6
    assert [] == desk.complaints()


def test_nothing_is_fetched_from_elsewhere(desk, server):
    decide(desk)
    desk.open(f"{server.address}/play")
    addresses = [address for address in desk.asked() if not address.startswith("data:")]
    assert addresses
    assert all(address.startswith(f"{server.address}/") for address in addresses)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_at_any_step(desk, server, scheme):
    desk.look(1280, prefers_color_scheme=scheme)
    assert [] == desk.stumbles()
    begin(desk)
    desk.keys("w")
    assert [] == desk.stumbles()
    for key, title in KEYS:
        desk.keys(key)
        desk.titled(title)
        assert [] == desk.stumbles()
    desk.keys("r", "w")
    assert [] == desk.stumbles()
    desk.run("document.activeElement.blur()")
    desk.keys(Keys.ENTER)
    desk.titled("7f31.1")
    desk.run("document.querySelectorAll('details').forEach(details => { details.open = true; })")
    assert [] == desk.stumbles()
    desk.look(360, prefers_color_scheme=scheme)
    assert [] == desk.stumbles()
    desk.open(f"{server.address}/play")
    assert [] == desk.stumbles()


def tab_to(desk, words, *, back=False, most=60):
    """Press Tab until what has the focus is called so."""
    script = """
    const e = document.activeElement;
    return e !== document.body && (e.innerText || e.id).includes(arguments[0]);
    """
    for _ in range(most):
        if desk.run(script, words):
            return
        if back:
            desk.keys_with(Keys.SHIFT, Keys.TAB)
        else:
            desk.keys(Keys.TAB)
    raise AssertionError(f"Tab does not lead to {words}: {desk.focus()}")


def test_tab_arrows_space_and_enter_alone(desk):
    """Single keys are switched off first, with the same keys."""
    tab_to(desk, "keys", back=True)
    desk.keys(Keys.SPACE)
    tab_to(desk, "message")
    desk.paste(MESSAGE)
    tab_to(desk, "Read it")
    desk.keys(Keys.ENTER)
    desk.titled("What is asked for?")
    assert desk.focus().startswith("fieldset")
    desk.keys(Keys.TAB, Keys.SPACE, Keys.ARROW_DOWN, Keys.ARROW_UP, Keys.ENTER)
    desk.titled("How much of the service is lost?")
    desk.keys(Keys.TAB, Keys.SPACE, Keys.ENTER)
    desk.titled("Which system is affected?")
    desk.keys(Keys.TAB, Keys.SPACE)
    tab_to(desk, "Confirm")
    desk.keys(Keys.SPACE)
    desk.titled("Is all of this as presumed?")
    tab_to(desk, "Confirm all")
    desk.keys(Keys.ENTER)
    desk.titled("Decision")
    tab_to(desk, "Reply")
    desk.keys(Keys.SPACE)
    assert "Hello," in desk.text(".reply")
    tab_to(desk, "Save", back=True)
    desk.keys(Keys.ENTER)
    desk.titled("7f31.1")
    assert desk.focus().endswith("Next message")


def test_single_keys_that_are_switched_off_do_nothing(desk):
    desk.run("document.querySelector('#keys').click()")
    desk.run("document.querySelector('#message').focus()")
    begin(desk)
    desk.keys("1", "0", "w", "b")
    assert desk.browser.title.startswith("What is asked for?")
    assert 0 == desk.run("return document.querySelectorAll('[aria-keyshortcuts], details[open]').length")
    assert not desk.run("return document.querySelector('kbd').checkVisibility()")
    desk.run("document.querySelector('#keys').click()")
    desk.keys("1")
    desk.titled("How much")


def test_single_keys_are_letters_in_a_text_field(desk):
    desk.keys("1", "b", "w", "n", Keys.ENTER, "0")
    assert "1bwn\n0" == desk.run("return document.querySelector('#message').value")
    assert desk.browser.title.startswith("Desk")


def test_keys_of_the_browser_are_left_to_it(desk):
    """Ctrl with a digit chooses a tab."""
    begin(desk)
    desk.run(
        "document.activeElement.dispatchEvent(new KeyboardEvent('keydown', {key: '1', ctrlKey: true, bubbles: true}))"
    )
    assert desk.browser.title.startswith("What is asked for?")


def test_w_b_n_and_zero(desk):
    begin(desk)
    desk.keys("w")
    assert "rule" in desk.text("details[open]")
    first = desk.text(".choice")
    desk.keys("n")
    desk.wait("return document.querySelector('.choice .value').innerText !== 'problem diagnosis'")
    desk.keys("m")
    desk.wait("return document.querySelector('.choice .value').innerText === 'problem diagnosis'")
    assert first == desk.text(".choice")
    desk.keys("1")
    desk.titled("How much")
    desk.keys("b")
    desk.titled("What is asked for?")
    desk.keys("0")
    desk.wait("return document.querySelector('.answers')")
    assert "not known" in desk.text(".answers")


def test_what_is_still_possible_is_said_politely_by_one_element(desk):
    begin(desk)
    desk.run("document.querySelector('#range').dataset.mine = 'yes'")
    before = desk.text("#range")
    desk.keys("1")
    desk.titled("How much")
    assert "yes" == desk.run("return document.querySelector('#range').dataset.mine")
    assert "polite" == desk.run("return document.querySelector('#range').ariaLive")
    assert before != desk.text("#range")


@pytest.mark.parametrize("width", [*WIDTHS, *ENLARGED])
def test_no_page_scrolls_sideways(desk, server, width):
    widths = "return [document.documentElement.scrollWidth, document.body.scrollWidth, innerWidth]"

    def check():
        desk.look(width)
        whole, body, window = desk.run(widths)
        assert max(whole, body) <= window, (desk.browser.title, whole, body, window)

    check()
    begin(desk, MESSAGE.replace("Hello,", "x" * 500))
    check()
    for key, title in KEYS:
        desk.keys(key)
        desk.titled(title)
        check()
    desk.keys("r")
    check()
    desk.run("document.activeElement.blur()")
    desk.keys(Keys.ENTER)
    desk.titled("7f31.1")
    desk.run("document.querySelectorAll('details').forEach(details => { details.open = true; })")
    check()
    desk.open(f"{server.address}/play")
    check()


def test_forced_colours_leave_everything_to_be_seen(desk):
    desk.look(1280, forced_colors="active")
    begin(desk)
    desk.keys("1")
    desk.titled("How much")
    assert [] == desk.stumbles()
    styles = """
    const style = selector => getComputedStyle(document.querySelector(selector));
    const focused = getComputedStyle(document.activeElement);
    return [style('.primary').borderTopWidth, style('.evidence q').textDecorationLine, focused.outlineStyle];
    """
    assert ["3px", "underline", "solid"] == desk.run(styles)


def test_what_strangers_write_does_nothing(desk):
    begin(desk, HOSTILE)
    for _ in range(4):
        if desk.browser.title.startswith("Decision"):
            break
        desk.keys("1")
        desk.wait("return !document.querySelector('[aria-busy]')")
    text = desk.run("return document.body.innerText")
    assert "<script>window.hacked = 1</script>" in text
    assert not set("\u202e\u2066\x1b\x07") & set(text)
    assert desk.run("return window.hacked") is None
    assert [] == desk.complaints()


def test_ten_thousand_lines_are_scrolled_within_their_box(desk):
    begin(desk, MESSAGE.replace("Hello,", "\n".join(f"line {n}" for n in range(10_000))))
    assert desk.run("return document.documentElement.scrollHeight") < 3_000
    assert "line 1" in desk.text(".message .text")


def test_back_and_forward_of_the_browser(desk):
    begin(desk)
    desk.keys("1")
    desk.titled("How much")
    desk.keys("1")
    desk.titled("Which system")
    desk.browser.back()
    desk.titled("How much")
    assert "problem diagnosis" in desk.text(".answers")
    desk.browser.back()
    desk.titled("What is asked for?")
    desk.browser.forward()
    desk.titled("How much")
    desk.keys("1")
    desk.titled("Which system")


def test_a_step_is_there_again_after_a_reload(desk):
    begin(desk)
    desk.keys("1")
    desk.titled("How much")
    desk.browser.refresh()
    desk.titled("How much")
    assert "problem diagnosis" in desk.text(".answers")
    desk.keys("1")
    desk.titled("Which system")


def test_a_decision_that_is_kept_can_be_loaded_again(desk, server):
    decide(desk)
    desk.keys(Keys.ENTER)
    desk.titled("7f31.1")
    desk.browser.refresh()
    desk.titled("7f31.1")
    assert 1 == server.service.request(ID).latest.revision
    desk.browser.back()
    desk.titled("Decision")
    desk.keys(Keys.ENTER)
    desk.titled("7f31.1")
    assert 1 == server.service.request(ID).latest.revision


def test_a_broken_connection_is_said_and_nothing_is_lost(desk, server):
    begin(desk)
    server.stop()
    desk.keys("1")
    desk.wait("return document.querySelector('#trouble').innerText !== ''")
    assert "does not answer" in desk.text("#trouble")
    assert desk.browser.title.startswith("What is asked for?")
    assert [] == desk.stumbles()
    server.start()
    desk.keys("1")
    desk.titled("How much")
    assert "" == desk.text("#trouble")


def test_a_file_is_dropped(desk):
    """It is sent byte for byte, whatever its characters."""
    script = """
    const files = new DataTransfer();
    files.items.add(new File([new Uint8Array(arguments[0])], "message.eml"));
    document.dispatchEvent(new DragEvent("drop", {dataTransfer: files, bubbles: true, cancelable: true}));
    """
    latin = MESSAGE.replace("utf-8", "latin-1").replace("Hello", "Grüezi").encode("latin-1")
    desk.run(script, list(latin))
    desk.titled("What is asked for?")
    assert "Grüezi" in desk.text(".message .text")


def test_a_file_is_chosen(desk):
    desk.browser.find_element("id", "file").send_keys(str(ROOT / "examples/messages/3-jobs-late.eml"))
    desk.titled("What is asked for?")
    assert "night.shift@northwind.example" in desk.text(".message")


def test_a_customer_is_chosen_for_a_text(desk):
    desk.browser.find_element("id", "contract").send_keys("North")
    desk.run("document.querySelector('#message').focus()")
    begin(desk, "since the update the agent starts its jobs late")
    assert desk.browser.title.startswith("What is asked for?")
    assert "S1, S2" in desk.text("#range")


def test_without_script(desk, server):
    desk.command("Emulation.setScriptExecutionDisabled", value=True)
    browser = desk.browser

    def press(selector):
        browser.find_element("css selector", selector).click()

    browser.get(f"{server.address}/desk")
    browser.find_element("id", "message").send_keys(MESSAGE)
    press("button[value=read]")
    for title in ("What is asked for?", "How much of the service", "Which system"):
        desk.titled_without_script(title)
        press(".choice input")
        press("button[value=answer]")
    desk.titled_without_script("Is all of this")
    press("button[value=confirm]")
    desk.titled_without_script("Decision")
    press(".sheet ~ .actions .primary")
    desk.titled_without_script("7f31.1")
    assert "decided" == server.service.request(ID).latest.status
    assert not browser.find_element("css selector", ".keys-switch").is_displayed()


def test_play_says_what_it_finds_as_somebody_types(desk, server):
    desk.open(f"{server.address}/play")
    desk.titled("Play")
    assert "IN SCOPE" in desk.text(".sheet")
    desk.run("const t = document.querySelector('#policy'); t.focus(); t.setSelectionRange(0, 0);")
    desk.paste("nonsense: 1\n")
    desk.wait("return document.querySelector('.results').innerText.includes('unknown key `nonsense`')")
    assert "None, while something is wrong." in desk.text(".results")
    assert desk.focus().startswith("textarea")


def test_a_message_that_cannot_be_read_is_said(desk):
    desk.browser.find_element("id", "received").send_keys("yesterday")
    desk.run("document.querySelector('#message').focus()")
    desk.paste(MESSAGE)
    desk.read()
    desk.wait("return document.querySelector('.findings')")
    assert "`received` is not" in desk.text(".findings")
    assert [] == desk.stumbles()


def test_the_board_is_live(desk, server):
    """What somebody else keeps appears beside the question, and the focus stays where it is."""
    begin(desk)
    raw = (ROOT / "examples/messages/3-jobs-late.eml").read_bytes()
    draft = read_incoming(server.service.files.triage, IncomingMessage(raw=raw), server.now // 1000)
    assert draft.request is not None
    server.service.keep_request(draft.request, "ann").result()
    desk.wait("return document.querySelector('.board').innerText.includes('a1b2@northwind.example')")
    assert desk.focus().startswith("fieldset")
    assert [] == desk.stumbles()


def test_an_event_by_keys(desk, server):
    decide(desk)
    desk.keys(Keys.ENTER)
    desk.titled("7f31.1")
    desk.keys("e")
    assert "summary" in desk.focus()
    tab_to(desk, "Keep the event")
    desk.keys(Keys.ENTER)
    desk.wait("return document.querySelector('.sheet').innerText.includes('met Fri 6 Mar')")
    assert ["replied"] == [json.loads(event.event)["is"] for event in server.service.request(ID).events]
    desk.keys("n")
    desk.titled("Desk")


def test_the_table_of_the_board_is_one_on_a_phone_too(desk, server):
    decide(desk)
    desk.keys(Keys.ENTER)
    desk.titled("7f31.1")
    desk.look(360)
    tree = desk.tree()
    assert "table" in tree
    assert "columnheader 'Due'" in tree
    assert "cell 'P1 initial response'" in tree


def test_answers_outlive_a_session(desk, server):
    begin(desk)
    desk.keys("1")
    desk.titled("How much")
    desk.browser.delete_all_cookies()
    desk.keys("1")
    desk.wait("return document.querySelector('#trouble').innerText !== ''")
    assert desk.text("#trouble").startswith("You are logged out.")
    first = desk.browser.current_window_handle
    desk.browser.switch_to.new_window("tab")
    desk.open(server.first_visit())
    desk.titled("Desk")
    desk.browser.close()
    desk.browser.switch_to.window(first)
    desk.browser.refresh()
    desk.titled("How much")
    desk.keys("1")
    desk.titled("Which system")


def test_the_customer_of_a_stranger_is_chosen_at_the_question(desk):
    begin(desk, MESSAGE.replace("harbour.example", "strangers.example"))
    assert desk.browser.title.startswith("Which policy does the customer have?")
    assert [] == desk.stumbles()
    tab_to(desk, "Harbour Logistics")
    desk.keys("H", Keys.TAB, Keys.ENTER)
    desk.titled("What is asked for?")
    desk.keys("1")
    desk.titled("How much")
    assert "Orders no longer arrive" in desk.text(".evidence")


def test_a_message_that_is_too_large_is_said_before_it_is_sent(desk):
    desk.run(
        "const files = new DataTransfer(); files.items.add(new File([new Uint8Array(26 * 1024 * 1024)], 'a.eml'));"
        "document.dispatchEvent(new DragEvent('drop', {dataTransfer: files, bubbles: true, cancelable: true}));"
    )
    assert "larger than 25 MiB" in desk.text("#trouble")


def test_logging_out_and_in_again(desk, server):
    tab_to(desk, "Log out", back=True)
    desk.keys(Keys.SPACE)
    desk.titled("Log in")
    assert "input token" == desk.focus()
    assert [] == desk.stumbles()
    desk.keys("guessed", Keys.ENTER)
    desk.wait("return document.querySelector('[role=alert]')")
    assert "no token" in desk.text("[role=alert]")
    desk.open(server.first_visit())
    desk.titled("Desk")
