"""What the stores get works: each package installs in its own browser, starts with its list, and warns."""

from __future__ import annotations

import shutil
import subprocess
import sys
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from tests.e2e.conftest import BROWSERS, launch
from tests.e2e.lists import VIDEO
from tests.e2e.reader import Reader
from tests.e2e.service import Service
from tests.e2e.site_server import SiteServer


@pytest.fixture
def packages(own_service: Callable[..., Service], tmp_path: Path) -> Path:
    """The packages of a service that has published and is not running: what they warn of, they carry."""
    service = own_service()
    service.start()
    command = [sys.executable, "-m", "cektautan.cli", "package", "--server", service.url, "--key", service.root_key]
    command += ["--seed", str(service.public), "--output", str(tmp_path / "dist")]
    subprocess.run(command, check=True, capture_output=True)
    service.close()
    return tmp_path / "dist"


@pytest.fixture(params=BROWSERS)
def packaged(request: pytest.FixtureRequest, packages: Path, site: SiteServer, tmp_path: Path) -> Iterator[Reader]:
    (package,) = packages.glob(f"*-{request.param}.zip")
    if request.param == "chromium":
        # Chromium installs an archive from its store only; elsewhere it loads what lies in one.
        with zipfile.ZipFile(package) as archive:
            archive.extractall(tmp_path / "unpacked")
        package = tmp_path / "unpacked"
    else:
        package = Path(shutil.copy(package, tmp_path / "cektautan.xpi"))
    browser = launch(request.param, package, site.port)
    try:
        yield Reader(browser, browser.install(package))
    finally:
        browser.close()


def test_a_package_warns_from_the_list_that_it_carries(packaged: Reader) -> None:
    packaged.wait_for_list()
    tab = packaged.open(f"https://m.youtube.com/watch?v={VIDEO}&t=9")
    assert "SALAH" in packaged.warned(tab) + packaged.text(tab)


@pytest.mark.parametrize("packaged", ["chromium"], indirect=True)
def test_chromium_finds_nothing_in_the_manifest_that_it_does_not_know(packaged: Reader) -> None:
    tab = packaged.open("chrome://extensions/")
    page, own = "chrome.developerPrivate", packaged.origin.rpartition("/")[2]
    # What it finds is kept for developers alone, and found when the extension is loaded.
    tab.evaluate(f"{page}.updateProfileConfiguration({{ inDeveloperMode: true }})")
    tab.evaluate(f"{page}.reload({own!r}, {{ failQuietly: true }})")
    said = tab.evaluate(f"{page}.getExtensionInfo({own!r}).then((info) => info.manifestErrors)")
    assert said == []
