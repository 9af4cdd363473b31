"""Lists of every form go through the desk's preview: what is read, what is refused and why, which hosts are stopped.

Prints its table. The real lists are not part of the checkout; one made-up list in every form is, and has the same keys
in each.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import select
from tests.support.desk import NOW, People, add, add_sources, claim, shipped_policy
from tests.support.stores import sqlite_database

from cektautan.desk.errors import Invalid
from cektautan.desk.harvest.distrust import distrust
from cektautan.desk.imports import agreeing, applying, exporting, reading, reverting, taking_back, uploading
from cektautan.desk.record.changes import page
from cektautan.store.models import Batch, BatchRow
from cektautan.store.transaction import Store

POLICY = shipped_policy()
STOPPED = ("protected", "popular", "shared_host", "public_suffix", "platform")
NATIONAL = (".go.id", ".mil.id", ".desa.id")


class Desk:
    """A store with people, who preview lists for a claim at level 2."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self.people = People(store)
        add_sources(store)
        add(store, claim(verdict="scam", reason_code="scam", level=2))

    def preview(self, data: str | bytes, name: str = "daftar", **form: str) -> int:
        form.setdefault("claim", "klaim-uji-2026")
        sent = data.encode() if isinstance(data, str) else data
        id_ = uploading.upload(
            self.store, POLICY, self.people.sari, name=name, file_name=name, data=sent, form=form, now=NOW
        )
        reading.read_uploads(self.store, POLICY, NOW)
        return id_

    def batch(self, id_: int) -> Batch:
        with self.store.reading() as session:
            return session.get_one(Batch, id_)

    def rows(self, id_: int) -> list[BatchRow]:
        with self.store.reading() as session:
            asked = select(BatchRow).where(BatchRow.batch_id == id_).order_by(BatchRow.line, BatchRow.id)
            return list(session.scalars(asked))

    def outcome(self, id_: int) -> list[tuple[int, str, str | None]]:
        return [(row.line, row.verdict, row.problem) for row in self.rows(id_)]

    def notices(self, id_: int) -> list[str]:
        return [each["code"] for each in self.batch(id_).findings["notices"]]

    def keys(self, id_: int) -> set[str]:
        assert {row.verdict for row in self.rows(id_)} == {"new"}
        return {str(row.key) for row in self.rows(id_)}

    def apply(self, id_: int) -> None:
        done = agreeing.ask(self.store, POLICY, self.people.sari, id_, self.batch(id_).version, "Dilihat.", NOW)
        if done.why is not None:
            agreeing.approve(self.store, POLICY, self.people.budi, id_, self.batch(id_).version, "Setuju.", NOW)
        applying.apply_agreed(self.store, POLICY, NOW)

    def revert(self, id_: int) -> None:
        reverting.revert(self.store, POLICY, self.people.tono, id_, self.batch(id_).version, "Keliru.", NOW)
        taking_back.take_back_asked(self.store, POLICY, NOW)

    def chain(self) -> bytes:
        with self.store.reading() as session:
            return page(session, 0, 1000).lines


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    opened = sqlite_database(tmp_path).open()
    yield Desk(opened)
    opened.engine.dispose()


@pytest.fixture
def other(tmp_path: Path) -> Iterator[Desk]:
    (tmp_path / "other").mkdir()
    opened = sqlite_database(tmp_path / "other").open()
    yield Desk(opened)
    opened.engine.dispose()


# Rows and refusals were counted in the files by other means (grep, wc, jq); so were the names of the state's sites.
REAL = {
    "fakenews.hosts": ("hosts", 2196, {}, 0),
    "misp-cloudflare-top10k.json": ("misp_warninglist", 9997, {"no_name": 1, "no_such_scope": 1}, 0),
    "misp-google.json": ("misp_warninglist", 669, {}, 0),
    "misp-second-level-tlds.json": ("misp_warninglist", 10231, {"no_name": 1448}, 0),
    "misp-tranco10k.json": ("misp_warninglist", 9998, {}, 4),
    "misp-url-shortener.json": ("misp_warninglist", 255, {}, 0),
    "opensources.csv": ("opensources", 833, {"said_reliable": 9, "no_name": 1, "verdict_differs": 128}, 0),
    "opensources.json": ("opensources", 825, {"said_reliable": 9, "no_name": 1, "verdict_differs": 126}, 0),
    "phishing-domains.abp.sample": ("adblock", 2047, {"open_end": 1}, 3),
    "phishing-domains.txt": ("domains", 21290, {}, 1),
    "phishing-links.txt": ("domains", 26322, {"not_judgeable": 2}, 2),
    "trustpositif-whitelist.txt": ("domains", 908, {"no_name": 1, "no_such_scope": 2}, 10),
    "urlhaus.rpz": ("rpz", 5487, {}, 0),
}
"""File: form, rows, refused by reason, and how many of them lie below the state's suffixes."""

MUST_STOP = {
    "misp-cloudflare-top10k.json": {"apnews.com", "bbc.com", "detik.com", "kompas.com", "reuters.com", "go.id"},
    "misp-tranco10k.json": {"politifact.com", "snopes.com", "tempo.co", "tirto.id", "liputan6.com", "kemkes.go.id"},
    "phishing-domains.abp.sample": {"pkt-bpsdm.kalbarprov.go.id", "pn-samarinda.go.id", "pn-sampit.go.id"},
    "phishing-domains.txt": {"satpolpp.salatiga.go.id", "sites.google.com", "telegra.ph", "storage.cloud.google.com"},
    "phishing-links.txt": {"http://account.diskominfo.natunakab.go.id"},
    "trustpositif-whitelist.txt": {"kpu.go.id", "bawaslu.go.id", "bankmandiri.co.id", "tokopedia.com", "whatsapp.com"},
    "urlhaus.rpz": {"zapier-logos.s3.amazonaws.com"},
}
"""Names of which a warning of the whole host would hit people who said nothing false."""


@pytest.mark.parametrize("name", REAL)
def test_each_real_list_is_previewed(shared: Path, desk: Desk, name: str) -> None:
    id_ = desk.preview((shared / "lists" / name).read_bytes(), name)
    batch, rows = desk.batch(id_), desk.rows(id_)
    refused = Counter(row.problem for row in rows if row.verdict == "invalid")
    stopped = [row for row in rows if row.verdict in STOPPED]
    national = [row for row in rows if row.subject.partition("://")[2].partition("/")[0].endswith(NATIONAL)
                or row.subject.endswith(NATIONAL)]  # fmt: skip
    print(  # noqa: T201 -- the table is the point
        f"\n{name}: {batch.format}, {batch.total} rows, {batch.counts.get('new', 0)} new, refused {dict(refused)}, "
        f"stopped {dict(Counter(row.verdict for row in stopped))}, {batch.counts.get('duplicate', 0)} twice"
    )
    assert (batch.status, batch.format, batch.total, dict(refused), len(national)) == ("previewed", *REAL[name])
    assert {row.verdict for row in national} <= {"protected"}
    assert {row.subject for row in stopped} >= MUST_STOP.get(name, set())
    is_of_the_known = batch.format == "misp_warninglist"
    assert ("list_of_the_known" in desk.notices(id_)) == is_of_the_known
    assert (batch.counts.get("new", 0) == 0) == is_of_the_known


def test_the_real_lists_are_all_of_the_folder(shared: Path) -> None:
    assert {path.name for path in (shared / "lists").iterdir() if path.suffix != ".LICENSE"} == set(REAL)


HOSTS = ("palsu.example", "berita.kabar-palsu.example", "xn--mnchen-3ya.example", "192.0.2.7")
PAGES = ("https://kabar.example/2026/hoaks", "http://kabar.example/baca?id=7")


def in_every_form(names: tuple[str, ...]) -> dict[str, str]:
    """Return one list of hosts in every form that can say it."""
    attributes = [{"type": "hostname", "value": name, "to_ids": True} for name in names]
    indicators = [
        {"type": "indicator", "id": f"indicator--{name}", "pattern": f"[domain-name:value = '{name}']"}
        for name in names
    ]
    return {
        "csv": "subject\n" + "".join(f"{name}\n" for name in names),
        "hosts": "".join(f"0.0.0.0 {name}\n" for name in names),
        "domains": "".join(f"{name}\n" for name in names),
        "adblock": "[Adblock Plus 2.0]\n" + "".join(f"||{name}^\n" for name in names),
        "rpz": "$TTL 30\n@ SOA l. r.l. 1 2 3 4 5\n" + "".join(f"{name} CNAME .\n*.{name} CNAME .\n" for name in names),
        "dnsmasq": "".join(f"address=/{name}/#\n" for name in names),
        "misp_warninglist": json.dumps({"name": "x", "list": names, "type": "hostname"}),
        "misp_feed": json.dumps({"Event": {"Attribute": attributes}}),
        "stix": json.dumps({"type": "bundle", "objects": indicators}),
        "opensources": json.dumps({name: {"type": "fake", "2nd type": ""} for name in names}),
    }


def test_one_list_has_the_same_keys_in_every_form(desk: Desk) -> None:
    lists = in_every_form(HOSTS)
    found = {}
    for name, text in lists.items():
        id_ = desk.preview(text, name, **({"format": name} if name == "misp_warninglist" else {}))
        assert desk.batch(id_).format == name
        found[name] = desk.keys(id_)
    assert set(map(frozenset, found.values())) == {frozenset(f"host:{name}" for name in HOSTS)}


def test_a_list_of_the_well_known_lists_nothing_before_somebody_says_that_it_means_otherwise(desk: Desk) -> None:
    text = in_every_form(HOSTS)["misp_warninglist"]
    id_ = desk.preview(text)
    assert {(row.verdict, row.problem) for row in desk.rows(id_)} == {("popular", "well_known")}
    with pytest.raises(Invalid):
        desk.apply(id_)
    version, form = desk.batch(id_).version, "misp_warninglist"
    reading.reread(desk.store, POLICY, desk.people.sari, id_, version, NOW, form=form)
    reading.read_uploads(desk.store, POLICY, NOW)
    assert desk.keys(id_) == {f"host:{name}" for name in HOSTS}
    # It still needs a second person, as every whole host does.
    done = agreeing.ask(desk.store, POLICY, desk.people.sari, id_, desk.batch(id_).version, "Dilihat.", NOW)
    assert done.why is not None


def test_mastodon_means_the_site_and_so_its_domain_where_somebody_registered_it(desk: Desk) -> None:
    id_ = desk.preview("#domain,#severity\npalsu.example,suspend\nberita.kabar-palsu.example,silence\n")
    assert desk.keys(id_) == {"domain:palsu.example", "host:berita.kabar-palsu.example"}


def test_addresses_have_the_same_keys_in_every_form_that_can_say_them(desk: Desk) -> None:
    indicators = [{"type": "indicator", "pattern": f"[url:value = '{page}']"} for page in PAGES]
    forms = (
        "subject\n" + "\n".join(PAGES),
        "\n".join(PAGES) + "\n",
        "".join(f"|{page}|\n" for page in PAGES),
        json.dumps({"Event": {"Attribute": [{"type": "url", "value": page, "to_ids": 1} for page in PAGES]}}),
        json.dumps({"type": "bundle", "objects": indicators}),
    )
    assert {frozenset(desk.keys(desk.preview(text))) for text in forms} == {
        frozenset({"url:kabar.example/2026/hoaks", "url:kabar.example/baca?id=7"})
    }


def test_a_folder_of_a_filter_list_is_a_folder(desk: Desk) -> None:
    id_ = desk.preview("||kabar.example/hoaks/^\n||kabar.example/palsu^\n||berita.example/\n")
    assert desk.keys(id_) == {"path:kabar.example/hoaks", "path:kabar.example/palsu", "host:berita.example"}


def test_an_export_of_an_import_comes_back_with_the_same_keys_and_terms(desk: Desk, other: Desk) -> None:
    first = desk.preview("subject,scope,level\npalsu.example,,1\nkabar.example,domain,2\nhttps://kabar.example/a,,2\n")
    exported = b"".join(exporting.export(desk.store, first))
    second = other.preview(exported, claim="")
    assert other.batch(second).format == "csv"
    assert other.keys(second) == desk.keys(first)
    terms = [[(row.level, row.terms["review_by"]) for row in each] for each in (desk.rows(first), other.rows(second))]
    assert terms[0] == terms[1]


def test_a_form_that_was_chosen_is_meant_and_can_be_changed(desk: Desk) -> None:
    text = "0.0.0.0 palsu.example\n0.0.0.0 tiruan.example\n"
    id_ = desk.preview(text, format="domains")
    assert desk.notices(id_)[:2] == ["format_domains", "format_chosen"]
    assert desk.outcome(id_) == [(1, "invalid", "not_one_word"), (2, "invalid", "not_one_word")]
    reading.reread(desk.store, POLICY, desk.people.sari, id_, desk.batch(id_).version, NOW, form="")
    reading.read_uploads(desk.store, POLICY, NOW)
    assert desk.notices(id_)[0] == "format_hosts"
    assert desk.keys(id_) == {"host:palsu.example", "host:tiruan.example"}


def test_faults_and_flags_of_a_list_stand_in_its_rows(desk: Desk) -> None:
    indicators = [
        {"type": "indicator", "pattern": "[domain-name:value = 'palsu.example']", "valid_from": "28/11/2026"},
        {"type": "indicator", "pattern": "[file:name = 'x']"},
        {"type": "indicator", "pattern": "[domain-name:value = 'www.kpu.go.id']"},
        {
            "type": "indicator",
            "pattern": "[domain-name:value = 'lewat.example']",
            "valid_until": "2020-01-01T00:00:00Z",
        },
    ]
    id_ = desk.preview(json.dumps({"type": "bundle", "objects": indicators}))
    assert desk.outcome(id_) == [
        (1, "new", None), (2, "invalid", "stix_pattern"), (3, "protected", "legitimate_site"),
        (4, "invalid", "review_due"),
    ]  # fmt: skip
    assert [note["code"] for note in desk.rows(id_)[0].details["notes"]] == ["day_not_read"]


def test_a_list_for_long_ahead_is_reviewed_no_later_than_the_policy_allows(desk: Desk) -> None:
    def review_by(**more: str) -> str:
        indicator = {"type": "indicator", "pattern": "[domain-name:value = 'palsu.example']", **more}
        return str(desk.rows(desk.preview(json.dumps({"objects": [indicator]})))[0].terms["review_by"])

    assert review_by(valid_until="2099-01-01T00:00:00Z") >= review_by()
    assert review_by(valid_until="2099-01-01T00:00:00Z") < "2099"
    assert review_by(valid_until="2026-12-24T00:00:00Z") == "2026-12-24"


def test_satire_is_not_listed_with_a_claim_that_is_false(desk: Desk) -> None:
    text = json.dumps({"lucu.example": {"type": "satire", "2nd type": "fake"}})
    assert desk.outcome(desk.preview(text)) == [(1, "invalid", "verdict_differs")]


def test_what_a_list_takes_back_lists_nothing_and_names_what_is_in_force_here(desk: Desk) -> None:
    desk.apply(desk.preview("subject\nhttps://kabar.example/a\n"))
    indicators = [
        {"type": "indicator", "pattern": f"[url:value = 'https://kabar.example/{name}']", "revoked": True}
        for name in ("a", "b")
    ]
    id_ = desk.preview(json.dumps({"type": "bundle", "objects": indicators}))
    assert desk.outcome(id_) == [(1, "retracted", "retracted_in_force"), (2, "retracted", "retracted")]
    assert desk.rows(id_)[0].details["claim"] == "klaim-uji-2026"
    assert desk.batch(id_).counts == {"retracted": 2}


def test_one_desk_follows_another_by_its_chain_of_changes(desk: Desk, other: Desk) -> None:
    text = "subject\nhttps://kabar.example/a\nhttps://kabar.example/b\n"
    theirs = other.preview(text)
    other.apply(theirs)
    ours = desk.preview("subject\nhttps://kabar.example/a\n")
    desk.apply(ours)
    before = desk.preview(other.chain())
    assert desk.batch(before).format == "changes"
    assert desk.outcome(before) == [(1, "covered", "covered_same"), (2, "invalid", "hash_unknown")]
    other.revert(theirs)
    after = desk.preview(other.chain())
    assert desk.outcome(after) == [(3, "retracted", "retracted_in_force"), (4, "invalid", "hash_unknown")]
    assert "chain_read" in desk.notices(after)
    desk.revert(ours)
    assert desk.outcome(desk.preview(other.chain()))[0] == (3, "retracted", "retracted")


def test_rows_of_a_claim_that_only_a_distrusted_source_carries_are_refused(desk: Desk) -> None:
    rows = "subject\nhttps://kabar.example/a\n"
    distrust(desk.store, POLICY, desk.people.sari, "turnbackhoax", 0, "Situsnya dibajak.", NOW)
    assert desk.outcome(desk.preview(rows)) == [(2, "invalid", "ruling_no_check")]


@pytest.mark.parametrize(
    ("data", "refused"),
    [
        ('{"type": "bundle", "objects": ' + "[" * 10_000, "too_deep"),
        ('{"type": "bundle", "objects": [', "bad_json"),
        ("Ini sebuah kalimat saja.\n", "unknown_format"),
        ('{"5d5b2f4e-0000-4000-8000-000000000001": {"info": "x"}}', "manifest_only"),
        ('{"type": "bundle", "objects": []}', "no_rows"),
    ],
)
def test_a_list_that_cannot_be_read_fails_with_words(desk: Desk, data: str, refused: str) -> None:
    batch = desk.batch(desk.preview(data))
    assert (batch.status, batch.findings["refused"]["code"]) == ("failed", refused)
