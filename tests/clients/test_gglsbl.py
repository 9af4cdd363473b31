"""gglsbl, a client that keeps its own copy of the lists, unmodified: a whole update, a difference, lookups."""

from __future__ import annotations

import json
from pathlib import Path

from pytest_httpserver import HTTPServer
from tests.clients.conftest import CLEAN, HOAX, IMPOSTER, without_the_imposter
from tests.e2e.service import Service
from tests.support.safe_browsing import discovery, run

# It has no setting for the server: the description of the interface, which it fetches, names it. The lookup waits, for
# within the second of an update it takes what it has just got for known to be harmless. Its option for tests is set, or
# it would wait a quarter of an hour between an update and a lookup in one process.
PROGRAM = """
import functools, json, logging, sys, time
import gglsbl.protocol
description, database, urls = sys.argv[1], sys.argv[2], sys.argv[3:]
gglsbl.protocol.build = functools.partial(gglsbl.protocol.build, discoveryServiceUrl=description)
answers, asked = [], gglsbl.protocol.SafeBrowsingApiClient.get_threats_update
def heard(self, state):
    told = asked(self, state)
    answers.extend([each["threatType"], each["responseType"], len(each.get("removals", ()))] for each in told)
    return told
gglsbl.protocol.SafeBrowsingApiClient.get_threats_update = heard
import gglsbl
lists = gglsbl.SafeBrowsingList("k", db_path=database, discard_fair_use_policy=True)
lists.update_hash_prefix_cache()
time.sleep(2)
found = {url: [each.threat_type for each in lists.lookup_url(url) or ()] for url in urls}
print(json.dumps({"answers": answers, "found": found}))
"""


def test_it_updates_whole_and_by_difference_and_finds_what_is_listed(
    service: Service, httpserver: HTTPServer, tmp_path: Path
) -> None:
    description = discovery("v4") | {"rootUrl": f"{service.url}/", "baseUrl": f"{service.url}/"}
    httpserver.expect_request("/description").respond_with_data(
        json.dumps(description), content_type="application/json"
    )
    asked = (httpserver.url_for("/description"), str(tmp_path / "gglsbl.db"))
    urls = (f"https://www.{IMPOSTER}/masuk?a=1", HOAX, CLEAN, "https://tiruan-baru.example/")
    pages = (f"{service.url}/uji/salah", f"{service.url}/uji/tiruan", f"{service.url}/uji/tanpa-catatan")
    on_pages = dict(zip(pages, (["ACCURACY_TIPS"], ["ACCURACY_TIPS"], []), strict=True))

    first = run("gglsbl", PROGRAM, *asked, *urls, *pages)
    assert sorted(first["answers"]) == [["ACCURACY_TIPS", "FULL_UPDATE", 0], ["SOCIAL_ENGINEERING", "FULL_UPDATE", 0]]
    found = dict(zip(urls, (["SOCIAL_ENGINEERING"], ["ACCURACY_TIPS"], [], []), strict=True))
    assert first["found"] == {**found, **on_pages}

    service.publish(without_the_imposter())
    second = run("gglsbl", PROGRAM, *asked, *urls, *pages)
    assert sorted(second["answers"]) == [
        ["ACCURACY_TIPS", "PARTIAL_UPDATE", 0], ["SOCIAL_ENGINEERING", "PARTIAL_UPDATE", 1],
    ]  # fmt: skip
    found = dict(zip(urls, ([], ["ACCURACY_TIPS"], [], ["SOCIAL_ENGINEERING"]), strict=True))
    assert second["found"] == {**found, **on_pages}
