"""A shown policy in a real browser: on a phone, on a tablet, on a desk and on paper."""

import base64
import json
import shutil
from pathlib import Path

import pytest

from remit.engine import Policies
from remit.engine.authoring.new_policy import new_policy
from remit.engine.authoring.show import show

ROOT = Path(__file__).parents[2]
TODAY = "2026-06-01"
WIDTHS = (390, 820, 1440)
ODD = 'title: "Très <b>longue</b> & 株式会社 ' + "x" * 400 + '"'

pytestmark = pytest.mark.extra


@pytest.fixture(scope="module")
def browser():
    """Return a browser without a window, which keeps a record of what it asked for and complained of."""
    from selenium import webdriver  # noqa: PLC0415 - only these tests have it
    from selenium.webdriver.chrome.service import Service  # noqa: PLC0415 - the same

    chromium, driver = shutil.which("chromium"), shutil.which("chromedriver")
    assert chromium, "chromium is not installed"
    assert driver, "chromium-driver is not installed"
    options = webdriver.ChromeOptions()
    options.binary_location = chromium
    for argument in ("--headless=new", "--no-sandbox", "--disable-dev-shm-usage"):
        options.add_argument(argument)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL", "performance": "ALL"})
    running = webdriver.Chrome(options=options, service=Service(driver))
    yield running
    running.quit()


@pytest.fixture(scope="module")
def pages(tmp_path_factory):
    """Return the addresses of the pages of the shipped policies, of a small one and of one with an odd title."""
    folder = tmp_path_factory.mktemp("pages")
    small = new_policy("small", "Small", TODAY)["small.yaml"]
    folder.joinpath("small.yaml").write_text(small, "utf-8")
    folder.joinpath("odd.yaml").write_text(small.replace("title: Small", ODD, 1).replace("Premium,", '"y & z",', 1))
    files = {name: str(folder / f"{name}.yaml") for name in ("small", "odd")}
    found = {}
    for name in ("jumpmind", "jams", "small", "odd"):
        text, findings = show(files.get(name, name), Policies(str(ROOT / "policies"), is_named=True), "html", TODAY)
        assert [] == findings
        page = folder / f"{name}.html"
        page.write_text(text, "utf-8")
        found[name] = page.as_uri()
    return found


def opened(browser, address, width=1440, **media):
    """Open a page at a width, as a phone where that is narrow; `media` are its features."""
    is_phone = width < WIDTHS[1]
    metrics = {"width": width, "height": 844, "deviceScaleFactor": 1, "mobile": is_phone}
    browser.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", metrics)
    features = [{"name": name.replace("_", "-"), "value": value} for name, value in media.items()]
    browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": features})
    browser.get(address)
    return browser


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("name", ["jumpmind", "jams", "small", "odd"])
def test_the_page_does_not_scroll_sideways(browser, pages, name, width):
    script = "return [document.documentElement.scrollWidth, document.body.scrollWidth, innerWidth]"
    whole, body, window = opened(browser, pages[name], width).execute_script(script)
    assert width == window
    assert whole <= window
    assert body <= window


@pytest.mark.parametrize("width", WIDTHS)
def test_nothing_lies_outside_the_window_but_inside_a_table_that_scrolls(browser, pages, width):
    script = """
    return [...document.querySelectorAll("body *")].filter(one => !one.closest(".scroll"))
      .filter(one => one.getBoundingClientRect().right > innerWidth + 1).map(one => one.outerHTML.slice(0, 80))
    """
    assert [] == opened(browser, pages["jams"], width).execute_script(script)


@pytest.mark.parametrize("name", ["jumpmind", "jams", "odd"])
def test_nothing_is_fetched_and_nothing_is_complained_of(browser, pages, name):
    browser.get_log("performance")
    browser.get_log("browser")
    opened(browser, pages[name])
    messages = [json.loads(entry["message"])["message"] for entry in browser.get_log("performance")]
    asked = [m["params"]["request"]["url"] for m in messages if m["method"] == "Network.requestWillBeSent"]
    assert [pages[name]] == asked
    assert [] == browser.get_log("browser")


@pytest.mark.parametrize("name", ["jumpmind", "jams", "odd"])
def test_links_within_the_page_lead_somewhere(browser, pages, name):
    script = """
    const links = [...document.querySelectorAll("a[href^='#']")];
    return [links.length, links.filter(a => !document.getElementById(decodeURIComponent(a.hash.slice(1))))
      .map(a => a.hash)];
    """
    count, broken = opened(browser, pages[name]).execute_script(script)
    assert count > 20
    assert [] == broken


def test_a_citation_that_is_followed(browser, pages):
    """It leads to its clause, which stands at the top of the window and stands out."""
    opened(browser, pages["jumpmind"])
    browser.execute_script("document.querySelector('#rule-production-loss a[href*=p1_loss]').click()")
    script = (
        "const at = document.querySelector(':target'); return [at.id, at.getBoundingClientRect().top < innerHeight]"
    )
    assert ["clause-terms.p1_loss", True] == browser.execute_script(script)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_text_can_be_read_by_day_and_by_night(browser, pages, scheme):
    """The contrast of every colour of text on the page is at least 4.5 to 1, as WCAG's level AA asks."""
    script = """
    const light = c => {
      const [r, g, b] = c.match(/[\\d.]+/g).map(Number)
        .map(v => v / 255).map(v => v <= .03928 ? v / 12.92 : ((v + .055) / 1.055) ** 2.4);
      return .2126 * r + .7152 * g + .0722 * b;
    };
    const paper = light(getComputedStyle(document.body).backgroundColor);
    const colours = new Set([...document.querySelectorAll("body *")].map(one => getComputedStyle(one).color));
    return [...colours].map(light).map(ink => (Math.max(ink, paper) + .05) / (Math.min(ink, paper) + .05));
    """
    ratios = opened(browser, pages["jumpmind"], prefers_color_scheme=scheme).execute_script(script)
    assert len(ratios) > 2
    assert min(ratios) >= 4.5


def test_paper(browser, pages):
    """A small policy prints on a few pages of A4, without the contents."""
    opened(browser, pages["small"])
    printed = browser.execute_cdp_cmd("Page.printToPDF", {"paperWidth": 8.27, "paperHeight": 11.69})
    pdf = base64.b64decode(printed["data"])
    assert pdf.startswith(b"%PDF-")
    browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": "print"})
    script = "return getComputedStyle(document.querySelector('nav')).display"
    assert "none" == browser.execute_script(script)
    assert 1 < pdf.count(b"/Type /Page\n") < 12
