"""Google's own client for Python, both versions, and pysafebrowsing, unmodified."""

from __future__ import annotations

import base64

import pytest
from tests.clients.conftest import CLEAN, HOAX, IMPOSTER
from tests.e2e.service import Service
from tests.support.safe_browsing import run

from cektautan.core.safe_browsing.expressions import full_hash

PYSAFEBROWSING = """
import json, sys
from pysafebrowsing import SafeBrowsing
client = SafeBrowsing("k", api_url=sys.argv[1] + "/v4/threatMatches:find")
print(json.dumps(client.lookup_urls(sys.argv[2:])))
"""

GOOGLE = """
import base64, json, sys
from googleapiclient.discovery import build
from googleapiclient.errors import HttpError
server, prefix = sys.argv[1:]
def client(version):
    options = {"api_endpoint": server + "/"}
    return build("safebrowsing", version, developerKey="k", client_options=options, static_discovery=True)
four, five = client("v4"), client("v5")
told = {"threatLists": four.threatLists().list().execute()}
lists = [{**each, "state": ""} for each in told["threatLists"]["threatLists"]]
told["update"] = four.threatListUpdates().fetch(body={"client": {}, "listUpdateRequests": lists}).execute()
told["hashLists"] = five.hashLists().list().execute()
told["batch"] = five.hashLists().batchGet(names=["se-4b", "mw-4b"]).execute()
version = told["batch"]["hashLists"][0]["version"]
told["again"] = five.hashList().get(name="se-4b", version=version).execute()
told["search"] = five.hashes().search(hashPrefixes=[prefix]).execute()
# A request of version 4 as its encoded form has it; the name of the client comes out with slashes in Base64.
info = bytes([10, 1, 2, 26, 6, 10, 4]) + base64.b64decode(prefix)
asked = base64.b64encode(bytes([10, 5, 10, 3]) + b"???" + bytes([26, len(info)]) + info).decode()
told["slashes"] = asked.count("/")
told["encoded"] = four.encodedFullHashes().get(encodedRequest=asked, clientId="c", clientVersion="1").execute()
try:
    five.hashList().get(name="tidak-ada").execute()
except HttpError as error:
    told["error"] = [error.resp.status, error.reason]
print(json.dumps(told))
"""

TEST_PAGE = """
import base64, hashlib, json, sys
from urllib.parse import urlsplit
from googleapiclient.discovery import build
server, url = sys.argv[1:]
def client(version):
    options = {"api_endpoint": server + "/"}
    return build("safebrowsing", version, developerKey="k", client_options=options, static_discovery=True)
page = urlsplit(url)
full = hashlib.sha256(f"{page.hostname}{page.path}".encode()).digest()
told = client("v5").hashes().search(hashPrefixes=[base64.b64encode(full[:4]).decode()]).execute()
found = [each["threatType"] for hash_ in told["fullHashes"] if base64.b64decode(hash_["fullHash"]) == full
         for each in hash_["fullHashDetails"]]
info = {"threatTypes": ["SOCIAL_ENGINEERING", "ACCURACY_TIPS"], "platformTypes": ["ANY_PLATFORM"],
        "threatEntryTypes": ["URL"], "threatEntries": [{"url": url}]}
told = client("v4").threatMatches().find(body={"client": {}, "threatInfo": info}).execute()
print(json.dumps({"found": found, "matches": told["matches"]}))
"""

FACT_CHECK_TOOLS = """
import json, sys
from googleapiclient.discovery import build
from googleapiclient.errors import HttpError
options = {"api_endpoint": sys.argv[1] + "/"}
tools = build("factchecktools", "v1alpha1", developerKey="k", client_options=options, static_discovery=True)
asked = tools.claims().search(reviewPublisherSiteFilter="turnbackhoax.id", languageCode="id", pageSize=1)
texts = []
while asked is not None:
    told = asked.execute()
    texts += [claim["text"] for claim in told.get("claims", [])]
    asked = tools.claims().search_next(asked, told) if told.get("nextPageToken") else None
told = {"texts": texts}
try:
    tools.claims().search().execute()
except HttpError as error:
    told["error"] = [error.resp.status, error.reason]
print(json.dumps(told))
"""


def test_pysafebrowsing_finds_imposters_and_nothing_else(service: Service) -> None:
    urls = (f"https://{IMPOSTER}/a", HOAX, CLEAN)
    found = run("google", PYSAFEBROWSING, service.url, *urls)
    assert found == {
        urls[0]: {
            "malicious": True, "platforms": ["ANY_PLATFORM"], "threats": ["SOCIAL_ENGINEERING"], "cache": "300s",
        },
        HOAX: {"malicious": False},
        CLEAN: {"malicious": False},
    }  # fmt: skip
    # Not even the test page that shows an imitation is one to a client that asks for deceptive sites.
    page = f"{service.url}/uji/tiruan"
    assert run("google", PYSAFEBROWSING, service.url, page) == {page: {"malicious": False}}
    # A request of which nothing is listed is the one that it can read only as an empty object.
    assert run("google", PYSAFEBROWSING, service.url, CLEAN) == {CLEAN: {"malicious": False}}


def test_googles_client_reads_both_versions(service: Service) -> None:
    hash_ = full_hash(f"{IMPOSTER}/")
    prefix = base64.b64encode(hash_[:4]).decode()
    told = run("google", GOOGLE, service.url, prefix)
    assert [each["threatType"] for each in told["threatLists"]["threatLists"]] == [
        "SOCIAL_ENGINEERING",
        "ACCURACY_TIPS",
    ]
    assert [each["responseType"] for each in told["update"]["listUpdateResponses"]] == ["FULL_UPDATE", "FULL_UPDATE"]
    assert [each["name"] for each in told["hashLists"]["hashLists"]] == ["se-4b", "cektautan-hoax-4b"]
    (batch,) = told["batch"]["hashLists"]
    assert batch["additionsFourBytes"]["firstValue"] == int.from_bytes(hash_[:4], "big")
    assert told["again"]["partialUpdate"] is True
    (found,) = told["search"]["fullHashes"]
    assert (base64.b64decode(found["fullHash"]), found["fullHashDetails"]) == (
        hash_, [{"threatType": "SOCIAL_ENGINEERING"}],
    )  # fmt: skip
    assert told["slashes"] > 0
    assert [base64.b64decode(each["threat"]["hash"]) for each in told["encoded"]["matches"]] == [hash_]
    assert told["error"] == [404, "There is nothing at this address."]


@pytest.mark.parametrize("slug", ["salah", "tiruan"])
def test_googles_client_tries_itself_out_on_the_test_pages(service: Service, slug: str) -> None:
    told = run("google", TEST_PAGE, service.url, f"{service.url}/uji/{slug}")
    assert told["found"] == ["ACCURACY_TIPS"]
    (match,) = told["matches"]
    assert match["threatType"] == "ACCURACY_TIPS"
    metadata = {
        base64.b64decode(each["key"]).decode(): base64.b64decode(each["value"]).decode()
        for each in match["threatEntryMetadata"]["entries"]
    }
    assert metadata["test"] == "true"
    assert metadata["record"] == f"{service.url}/uji/cek/{slug}"
    assert b"CekTautan" in service.get(f"/uji/cek/{slug}")


def test_googles_client_searches_the_checks_page_by_page(service: Service) -> None:
    told = run("google", FACT_CHECK_TOOLS, service.url)
    assert len(told["texts"]) > 1
    assert len(set(told["texts"])) == len(told["texts"])
    assert told["error"] == [400, "Give `query` or `reviewPublisherSiteFilter`."]
