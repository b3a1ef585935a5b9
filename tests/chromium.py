"""Which Chromium the journeys drive; `python -m tests.chromium` installs one where there is none."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

from playwright.sync_api import sync_playwright

# The same engine without windows and without a user's settings, which takes a third of the time.
SHELL = "chromium-headless-shell"
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
WHAT_TO_DO = (
    f"No Chromium found for the journeys. Install one (Debian, as root: apt-get install chromium {SHELL} fonts-noto-cjk"
    "; elsewhere: .venv/bin/python -m playwright install chromium), or name yours: CHROMIUM=/path/to/chromium make test"
)
# A window's address bar is web pages, too, which nobody looks at and which cost as much as all of a journey's own: they
# go. Of two such switches Chromium reads the last, so what Playwright switches off is said again.
SWITCHED_OFF = [
    "WebUIOmniboxAimPopup",
    "WebUIOmniboxFullPopup",
    "WebUIOmniboxPopup",
    "AimEnabled",
    "AvoidCorsURLLoaderRestartOnRedirect",
    "AvoidUnnecessaryBeforeUnloadCheckSync",
    "DestroyProfileOnBrowserClose",
    "HttpsFirstBalancedModeAutoEnable",
    "HttpsUpgrades",
    "LensOverlay",
    "MediaRouter",
    "NetworkTimeServiceQuerying",
    "OptimizationHints",
    "PaintHolding",
    "PreconnectToSearch",
    "TcpPortRandomizationWin",
    "ThirdPartyStoragePartitioning",
    "msEdgeUpdateLaunchServicesPreferredVersion",
    "msForceBrowserSignIn",
]
ARGUMENTS = [
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-quic",
    f"--disable-features={','.join(SWITCHED_OFF)}",
    # As browsers are set more and more: a frame of another site has no cookies.
    "--test-third-party-cookie-phaseout",
]


class NoChromiumError(Exception):
    """There is no browser; the text says what to do."""


def arguments() -> list[str]:
    """Its command line: quiet, and without the sandbox where we are root, who can't have one."""
    return [*ARGUMENTS, *(["--no-sandbox"] if os.geteuid() == 0 else [])]


def find(*, whole: bool = False) -> str:
    """The browser's program: CHROMIUM, else one on the PATH, else Playwright's own. Raises NoChromiumError.

    A whole one has windows, and gives a frame of another site no cookies and no storage.
    """
    if named := os.environ.get("CHROMIUM", ""):
        program = shutil.which(named)
        if program is None:
            raise NoChromiumError(f"CHROMIUM={named!r} is not a program.")
        return program
    for name in NAMES if whole else (SHELL, *NAMES):
        if program := shutil.which(name):
            return program
    with sync_playwright() as playwright:
        bundled = playwright.chromium.executable_path
    if Path(bundled).exists():
        return bundled
    raise NoChromiumError(WHAT_TO_DO)


def install() -> None:
    """Debian's Chromium and Japanese letters as root, else Playwright's. Raises NoChromiumError when that fails."""
    if os.geteuid() == 0 and shutil.which("apt-get"):
        quiet = ["apt-get", "-qq", "-o", "Dpkg::Use-Pty=0"]
        environment = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
        commands = [[*quiet, "update"], [*quiet, "install", "-y", "chromium", SHELL, "fonts-noto-cjk"]]
    else:
        environment = dict(os.environ)
        commands = [[sys.executable, "-m", "playwright", "install", "chromium"]]
    for command in commands:
        print(" ".join(command), flush=True)
        if subprocess.run(command, env=environment, stdout=subprocess.DEVNULL, check=False).returncode != 0:
            raise NoChromiumError(WHAT_TO_DO)


def main() -> int:
    """0 when a browser is there in the end."""
    try:
        try:
            find(whole=True)
        except NoChromiumError:
            if "CHROMIUM" in os.environ:
                raise
            install()
            find(whole=True)
        if shutil.which(SHELL) is None and "CHROMIUM" not in os.environ:
            print(f"The journeys are quicker in {SHELL} (Debian: apt-get install {SHELL}).")
    except NoChromiumError as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
