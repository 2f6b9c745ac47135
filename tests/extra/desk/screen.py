"""A browser without a window: keys in, and what somebody sees, hears or would stumble over out."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from selenium import webdriver
from selenium.webdriver.chrome.service import Service
from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.support.ui import WebDriverWait

if TYPE_CHECKING:
    from collections.abc import Iterator

HERE = Path(__file__).parent
SECONDS = 20
_LONG = 20_000
_SILENT_ROLES = (
    *("none", "generic", "InlineTextBox", "StaticText", "paragraph", "LineBreak", "ListMarker", "RootWebArea"),
    *("Iframe", "LabelText", "Legend", "strong", "DescriptionList", "MenuListPopup"),
)
"""Roles that say nothing by themselves; the texts within name what is above them, or are read as they are."""
_STATES = ("checked", "disabled", "expanded", "focused", "required", "invalid", "pressed", "keyshortcuts")
_IDS = re.compile(r"D-[0-9a-z]{26}")


@cache
def axe() -> str:
    """Return the script of axe, at the version that the lock file names."""
    assert shutil.which("npm"), "Node.js with npm is not installed"
    quiet = ["--ignore-scripts", "--no-audit", "--no-fund", "--prefer-offline", "--loglevel=error"]
    subprocess.run(["npm", "ci", *quiet], cwd=HERE, check=True, stdout=subprocess.DEVNULL)  # noqa: S607 - wherever it is installed
    return (HERE / "node_modules/axe-core/axe.min.js").read_text("utf-8")


class Screen:
    """A browser that is logged in at no service yet."""

    def __init__(self) -> None:
        chromium, driver = shutil.which("chromium"), shutil.which("chromedriver")
        assert chromium, "chromium is not installed"
        assert driver, "chromium-driver is not installed"
        options = webdriver.ChromeOptions()
        options.binary_location = chromium
        for argument in ("--headless=new", "--no-sandbox", "--disable-dev-shm-usage"):
            options.add_argument(argument)
        options.set_capability("goog:loggingPrefs", {"browser": "ALL", "performance": "ALL"})
        self.browser = webdriver.Chrome(options=options, service=Service(driver))
        self.pressed = 0
        self.look(1280)

    def look(self, width: int, **media: str) -> None:
        """Look through a window of a width; `media` are its features."""
        metrics = {"width": width, "height": 900, "deviceScaleFactor": 1, "mobile": width < 700}
        self.command("Emulation.setDeviceMetricsOverride", **metrics)
        features = [{"name": name.replace("_", "-"), "value": value} for name, value in media.items()]
        self.command("Emulation.setEmulatedMedia", features=features)

    def command(self, name: str, **arguments: Any) -> dict[str, Any]:
        """Tell the browser something that no page could."""
        answer: dict[str, Any] = self.browser.execute_cdp_cmd(name, arguments)
        return answer

    def run(self, script: str, *arguments: Any) -> Any:
        """Return what a script in the page returns."""
        return self.browser.execute_script(script, *arguments)

    def open(self, address: str) -> None:
        self.browser.get(address)

    def keys(self, *keys: str) -> None:
        """Press keys one after the other, wherever the focus is."""
        for key in keys:
            ActionChains(self.browser).send_keys(key).perform()
            self.pressed += 1

    def keys_with(self, modifier: str, key: str) -> None:
        """Press a key while another is held."""
        ActionChains(self.browser).key_down(modifier).send_keys(key).key_up(modifier).perform()
        self.pressed += 1

    def read(self) -> None:
        """Press Ctrl and Enter, by which a message is read."""
        self.keys_with(Keys.CONTROL, Keys.ENTER)

    def paste(self, text: str) -> None:
        """Put a text where the focus is, as pasting does; the browser types a long one line by line, for minutes."""
        if len(text) > _LONG:
            self.run("document.activeElement.value = arguments[0]", text)
        else:
            self.command("Input.insertText", text=text)

    def wait(self, script: str) -> None:
        """Wait until something is so in the page."""
        WebDriverWait(self.browser, SECONDS, poll_frequency=0.05).until(lambda browser: browser.execute_script(script))

    def titled(self, title: str) -> None:
        """Wait for a page, or the step of one, by the begin of its title."""
        script = "return document.title.startsWith(arguments[0]) && !document.querySelector('[aria-busy]')"
        WebDriverWait(self.browser, SECONDS, poll_frequency=0.05).until(
            lambda browser: browser.execute_script(script, title), f"title is {self.browser.title}"
        )

    def titled_without_script(self, title: str) -> None:
        """Wait for a page by the begin of its title, where scripts are switched off."""
        waiting = WebDriverWait(self.browser, SECONDS, poll_frequency=0.05)
        waiting.until(lambda browser: browser.title.startswith(title), f"title is not {title}")

    def text(self, selector: str) -> str:
        """Return the words of an element."""
        return str(self.run("return document.querySelector(arguments[0])?.innerText ?? ''", selector))

    def focus(self) -> str:
        """Return what has the focus: its tag, and its words."""
        script = """
        const e = document.activeElement;
        return `${e.tagName.toLowerCase()} ${(e.innerText || e.id || e.value || '').trim().split('\\n')[0]}`;
        """
        return str(self.run(script)).strip()

    def stumbles(self) -> list[str]:
        """Return what axe finds, and where."""
        self.run(axe())
        found = self.browser.execute_async_script(
            "axe.run(document, {resultTypes: ['violations']}).then(arguments[arguments.length - 1])"
        )
        return [f"{v['id']}: {node['html'][:120]}" for v in found["violations"] for node in v["nodes"]]

    def tree(self) -> str:
        """Return the page as somebody hears it: the accessibility tree, a line for each thing that says something."""
        nodes = {node["nodeId"]: node for node in self.command("Accessibility.getFullAXTree")["nodes"]}
        root = next(node for node in nodes.values() if "parentId" not in node)
        return _IDS.sub("D-…", "\n".join(_lines(root, nodes, 0))) + "\n"

    def complaints(self) -> list[str]:
        """Return what the browser complained of since somebody last asked."""
        return [str(entry["message"]) for entry in self.browser.get_log("browser")]

    def asked(self) -> list[str]:
        """Return the addresses that the browser asked for since somebody last asked."""
        messages = [json.loads(entry["message"])["message"] for entry in self.browser.get_log("performance")]
        return [m["params"]["request"]["url"] for m in messages if m["method"] == "Network.requestWillBeSent"]

    def close(self) -> None:
        self.browser.quit()


def _lines(node: dict[str, Any], nodes: dict[str, dict[str, Any]], depth: int) -> Iterator[str]:
    """Yield a line for a node and for those within; a text is a line where nothing above it is named by it."""
    role, name = node.get("role", {}).get("value", ""), " ".join(str(node.get("name", {}).get("value", "")).split())
    children = [nodes[child] for child in node.get("childIds", ()) if child in nodes]
    if role == "StaticText" and name:
        yield f"{'  ' * depth}{name}"
    if node.get("ignored") or role in _SILENT_ROLES:
        for child in children if role != "StaticText" else ():
            yield from _lines(child, nodes, depth)
        return
    yield "  " * depth + _spoken(node, role, name)
    is_named_within = role in (
        "button",
        "link",
        "radio",
        "heading",
        "term",
        "option",
        "checkbox",
        "columnheader",
        "textbox",
    )
    for child in children if not (is_named_within and name) else ():
        yield from _lines(child, nodes, depth + 1)


def _spoken(node: dict[str, Any], role: str, name: str) -> str:
    """Return a node as it is spoken of: its role, its name, what is written in it, and its states."""
    listed = [(p["name"], p["value"].get("value")) for p in node.get("properties", ()) if p["name"] in _STATES]
    states = [key if value is True else f"{key}={value}" for key, value in listed if value not in (False, "false", "")]
    value = str(node.get("value", {}).get("value", ""))
    written = f"= {value[:60]!r}" if value and role in ("textbox", "combobox") else ""
    described = " ".join(str(node.get("description", {}).get("value", "")).split())
    beside = f"described by {described!r}" if described else ""
    in_states = f"({', '.join(states)})" if states else ""
    return " ".join(filter(None, (role, repr(name) if name else "", written, beside, in_states)))
