"""Flow in a real browser, headless Chromium, as a person uses it: cells are typed and run."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TypeVar

from selenium import webdriver
from selenium.webdriver.chrome.service import Service
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.remote.webelement import WebElement

T = TypeVar("T")

# The machine may be busy with other tests.
DEADLINE = 120
ARGUMENTS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
    # Plain HTTP is asked for on purpose.
    "--disable-features=HttpsUpgrades",
    "--window-size=1300,1000",
)
CELL = ".flow-cell"


def until(met: Callable[[], T], what: Callable[[], str]) -> T:
    """Return what `met` returns as soon as that is true; `what` tells what was waited for, and what there is instead."""
    end = time.monotonic() + DEADLINE
    while not (found := met()):
        if time.monotonic() > end:
            raise AssertionError(f"in vain for {DEADLINE} s: {what()}")
        time.sleep(0.05)
    return found


class Flow:
    """The browser, with one window."""

    def __init__(self, driver: webdriver.Chrome, downloads: Path) -> None:
        self._driver = driver
        self._downloads = downloads

    def follow(self, page: str, text: str) -> None:
        """Open a page, click the link with this text on it, and go where it leads."""
        self._driver.get(page)
        before = self._driver.current_window_handle
        links = until(
            lambda: self._driver.find_elements(By.LINK_TEXT, text),
            lambda: f"{text!r} on {page}: {self._driver.page_source[:2000]}",
        )
        links[0].click()
        opened = until(
            lambda: set(self._driver.window_handles) - {before}, lambda: "a new window"
        )
        self._driver.close()
        self._driver.switch_to.window(opened.pop())
        self._await_cell()

    def open(self, address: str) -> None:
        """Open an address that leads to Flow."""
        self._driver.get(address)
        self._await_cell()

    def reload(self) -> None:
        """Load the page anew, with whatever its address has become."""
        self._driver.refresh()
        self._await_cell()

    def click_home(self) -> None:
        """Click one of Flow's own links that lead nowhere but leave a mark in the address."""
        self._driver.execute_script(
            "document.querySelector('.flow-help-toolbar-button').click();"
            "location.hash = '#'"
        )

    def run(self, expression: str, expected: str) -> WebElement:
        """Type into the cell that is selected, run it, and wait until its output has the text."""
        area = self._driver.find_element(
            By.CSS_SELECTOR, f"{CELL}-selected {CELL}-code textarea"
        )
        area.click()
        area.send_keys(Keys.CONTROL + "a")
        area.send_keys(expression)
        area.send_keys(Keys.CONTROL + Keys.ENTER)
        return until(
            lambda: self._output(expected),
            lambda: f"{expected!r} of {expression!r}: {self._text()}",
        )

    def add_cell(self) -> None:
        """Insert a cell below the selected one, by Flow's keys, and select it."""
        before = len(self._driver.find_elements(By.CSS_SELECTOR, CELL))
        self._driver.switch_to.active_element.send_keys(Keys.ESCAPE)
        self._driver.switch_to.active_element.send_keys("b")
        until(
            lambda: len(self._driver.find_elements(By.CSS_SELECTOR, CELL)) > before,
            lambda: "a new cell",
        )

    def download(self, cell: WebElement, button: str) -> Path:
        """Click a button of a cell's output that downloads a file."""
        # Without this it would ask a person whether a file that came by plain HTTP is to be kept. It ends with its window.
        allowed = {"behavior": "allow", "downloadPath": str(self._downloads)}
        self._driver.execute_cdp_cmd("Browser.setDownloadBehavior", allowed)
        before = set(self._downloads.iterdir())
        next(
            element
            for element in cell.find_elements(By.CSS_SELECTOR, "button, a")
            if button in element.text
        ).click()

        def complete() -> set[Path]:
            new = set(self._downloads.iterdir()) - before
            return {path for path in new if path.suffix == ".zip"}

        return until(complete, lambda: f"the download of {button}").pop()

    def address(self) -> str:
        """Return what stands in the address bar."""
        return self._driver.current_url

    def cookies(self) -> list[dict[str, object]]:
        """Return the cookies that the page's address gets."""
        return self._driver.get_cookies()

    def screenshot(self, path: Path) -> None:
        """Write what is to be seen."""
        self._driver.save_screenshot(str(path))

    def asked(self) -> list[tuple[str, str]]:
        """Return methods and addresses of what was asked for since the last time."""
        events = [
            json.loads(entry["message"])["message"]
            for entry in self._driver.get_log("performance")
        ]
        requests = [
            event["params"]["request"]
            for event in events
            if event["method"] == "Network.requestWillBeSent"
        ]
        return [
            (request["method"], request["url"])
            for request in requests
            if request["url"].startswith("http")
        ]

    def _await_cell(self) -> None:
        # Flow itself runs a first cell; whoever types before that is done types in vain.
        until(
            lambda: "Routine" in self._text(),
            lambda: f"Flow at {self.address()}: {self._driver.page_source[:2000]}",
        )

    def _text(self) -> str:
        cells = self._driver.find_elements(By.CSS_SELECTOR, f"{CELL}-ready")
        return "\n".join(cell.text for cell in cells)

    def _output(self, expected: str) -> WebElement | None:
        cell = self._driver.find_element(By.CSS_SELECTOR, f"{CELL}-selected")
        if f"{CELL}-error"[1:] in str(cell.get_attribute("class")).split():
            raise AssertionError(cell.text)
        return cell if expected in cell.text else None


@contextmanager
def browser(
    chromium: str, driver: str, folder: Path, hosts: dict[str, str]
) -> Iterator[Flow]:
    """Start a browser with a profile of its own; names of hosts lead to the place that is given, port included."""
    downloads = folder / "downloads"
    downloads.mkdir()
    rules = ",".join(f"MAP {host} {place}" for host, place in hosts.items())
    options = webdriver.ChromeOptions()
    options.binary_location = chromium
    options.accept_insecure_certs = True
    for argument in (
        *ARGUMENTS,
        f"--host-resolver-rules={rules}",
        f"--user-data-dir={folder / 'profile'}",
    ):
        options.add_argument(argument)
    options.set_capability("goog:loggingPrefs", {"performance": "ALL"})
    started = webdriver.Chrome(options=options, service=Service(driver))
    try:
        yield Flow(started, downloads)
    finally:
        started.quit()
