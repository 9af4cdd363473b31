"""Each line comes to its class: what is new, what the list says already, and what may never be listed."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from tests.support.known import CHECKER, Remembered, known_claim, known_listing

from cektautan.desk.imports.claims import Drafts
from cektautan.desk.imports.grounds import Facts, Grounds
from cektautan.desk.imports.judged import Judged, RowClass
from cektautan.desk.imports.judging import Judge
from cektautan.desk.imports.rows import Defaults, read_rows
from cektautan.desk.policy import Policy
from cektautan.desk.reference import Reference
from cektautan.sources.lists.table import read_table

DAY = date(2026, 11, 28)
ROOT = Path(__file__).parents[4]
REFERENCE = Reference.read(ROOT / "rules", ROOT / "blocklists")
CLAIM = Defaults(claim="klaim-2026")


@pytest.fixture
def known() -> Remembered:
    return Remembered(
        {
            "klaim-2026": known_claim(),
            "tiruan-2026": known_claim(
                "tiruan-2026", verdict="imposter", reason_code="imposter_of_official", grounds=Grounds(imposter=True)
            ),
            "ralat-2026": known_claim("ralat-2026", verdict="corrected", level=1, reason_code="corrected_by_publisher"),
            "ditarik-2026": known_claim("ditarik-2026", status="withdrawn"),
        }
    )


def judge(policy: Policy, known: Remembered, text: str, defaults: Defaults = CLAIM) -> list[Judged]:
    table = read_table(text)
    rows = list(read_rows(table.header, table.records, defaults))
    facts = Facts({CHECKER.id: CHECKER}, REFERENCE.names, policy.numbers, policy.elections.on(DAY))
    drafts = Drafts(facts, DAY)
    drafts.collect(rows, date(2027, 11, 1), lambda id_: known.claim(id_) is not None)
    judging = Judge(REFERENCE, known, drafts, DAY, policy.numbers.limits.immunity_days)
    return [judging.judge(row) for row in rows]


def told(judged: Judged) -> tuple[str, str, str]:
    assert judged.problem is not None
    return judged.class_, judged.problem.field, judged.problem.finding.code


def test_an_address_is_listed_with_its_most_specific_key(policy: Policy, known: Remembered) -> None:
    page, video, host, folder = judge(
        policy,
        known,
        "subject,scope\n"
        "https://kabar.example/a?utm_source=x&b=1,\n"
        "https://www.youtube.com/watch?v=dQw4w9WgXcQ,\n"
        "kabar.example,\n"
        "https://kabar.example/folder/,path\n",
    )
    assert [each.key for each in (page, video, host, folder)] == [
        "url:kabar.example/a?b=1", "content:youtube:dQw4w9WgXcQ", "host:kabar.example", "path:kabar.example/folder",
    ]  # fmt: skip
    assert {each.class_ for each in (page, video, host, folder)} == {RowClass.NEW}


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("kpu.go.id,", ("protected", "subject", "legitimate_site")),
        ("https://www.kompas.com/berita/1,", ("protected", "subject", "legitimate_site")),
        ("https://turnbackhoax.id/articles/1-a,", ("protected", "subject", "legitimate_site")),
        ("bankmandiri.co.id,", ("popular", "subject", "popular_site")),
        ("https://www.bca.co.id/,", ("popular", "subject", "popular_site")),
        ("blogspot.com,", ("public_suffix", "subject", "public_suffix")),
        ("co.id,", ("public_suffix", "subject", "public_suffix")),
        ("sites.google.com,", ("shared_host", "subject", "shared_host")),
        ("192.168.1.1,", ("own_network", "subject", "own_network")),
        ("router.local,", ("own_network", "subject", "own_network")),
        ("facebook.com,", ("platform", "subject", "whole_platform")),
        ("https://www.tiktok.com/@nama,", ("platform", "subject", "whole_platform")),
        ("bit.ly,", ("platform", "subject", "whole_platform")),
        ("ftp://kabar.example/x,", ("invalid", "subject", "not_judgeable")),
        ("javascript:alert(1),", ("invalid", "subject", "not_judgeable")),
        ("=1+1,", ("invalid", "subject", "not_judgeable")),
        ("https://kabar.example/a?b=1,path", ("invalid", "scope", "no_such_scope")),
        ("https://kabar.example/a,content", ("invalid", "scope", "no_item")),
    ],
)
def test_what_may_not_be_listed_has_its_class(
    policy: Policy, known: Remembered, line: str, expected: tuple[str, str, str]
) -> None:
    (judged,) = judge(policy, known, f"subject,scope\n{line}\n")
    assert told(judged) == expected


@pytest.mark.parametrize("name", ["kpu.go.id", "bca.co.id", "co.id", "sites.google.com", "router.local"])
def test_what_stands_in_the_way_is_named(policy: Policy, known: Remembered, name: str) -> None:
    (judged,) = judge(policy, known, f"subject\n{name}\n")
    assert judged.problem is not None
    assert judged.problem.finding.values["about"] == name


def test_a_single_page_on_a_popular_site_may_be_listed(policy: Policy, known: Remembered) -> None:
    (judged,) = judge(policy, known, "subject\nhttps://www.bca.co.id/palsu/halaman.html\n")
    assert judged.class_ is RowClass.NEW


def test_a_check_is_never_listed(policy: Policy, known: Remembered) -> None:
    known.checks.add("url:kabar.example/cek")
    (judged,) = judge(policy, known, "subject\nhttps://kabar.example/cek\n")
    assert told(judged) == ("protected", "subject", "review_as_appearance")


def test_a_press_article_may_be_noted_as_corrected_and_no_more(policy: Policy, known: Remembered) -> None:
    text = "subject,claim\nhttps://www.kompas.com/berita/1,{}\n"
    assert judge(policy, known, text.format("ralat-2026"))[0].class_ is RowClass.NEW
    assert judge(policy, known, text.format("klaim-2026"))[0].class_ is RowClass.PROTECTED


def test_the_same_item_twice_names_the_first_line(policy: Policy, known: Remembered) -> None:
    _, second = judge(
        policy, known, "subject\nhttps://youtu.be/dQw4w9WgXcQ\nhttps://m.youtube.com/watch?v=dQw4w9WgXcQ\n"
    )
    assert told(second) == ("duplicate", "subject", "duplicate")
    assert second.problem is not None
    assert second.problem.finding.values == {"line": 2}


def test_an_owners_name_is_left_out(policy: Policy, known: Remembered) -> None:
    (judged,) = judge(policy, known, "subject\nhttps://www.tiktok.com/@nama/video/7492889421629476104\n")
    assert judged.terms is not None
    assert judged.terms.url == "https://www.tiktok.com/@_/video/7492889421629476104"
    assert [note.code for note in judged.notes] == ["account_removed"]


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        (",", "no_claim"),
        ("tidak-ada-2026,", "unknown_claim"),
        ("ditarik-2026,", "claim_withdrawn"),
    ],
)
def test_a_line_needs_a_claim_that_stands(policy: Policy, known: Remembered, line: str, expected: str) -> None:
    (judged,) = judge(policy, known, f"subject,claim,level\nhttps://kabar.example/a,{line}\n", Defaults())
    assert told(judged) == ("invalid", "claim", expected)


def test_what_a_line_says_of_its_claim_must_be_so(policy: Policy, known: Remembered) -> None:
    a, b = judge(
        policy, known,
        "subject,verdict,reason_code\nhttps://kabar.example/a,scam,\nhttps://kabar.example/b,false,scam\n",
    )  # fmt: skip
    assert told(a) == ("invalid", "verdict", "verdict_differs")
    assert told(b) == ("invalid", "reason_code", "reason_differs")


def test_a_level_above_a_cap_is_refused_where_the_line_wrote_it(policy: Policy, known: Remembered) -> None:
    host, code, claim = judge(
        policy, known,
        "subject,claim,level\nkabar.example,,3\nhttps://bit.ly/abc,,2\nhttps://kabar.example/a,ralat-2026,2\n",
    )  # fmt: skip
    assert told(host) == ("invalid", "level", "wide_level")
    assert told(code) == ("invalid", "level", "opaque_level")
    assert told(claim) == ("invalid", "level", "above_claim")


def test_a_default_level_is_fitted_to_the_caps_and_that_is_told(policy: Policy, known: Remembered) -> None:
    host, code, imitation = judge(
        policy, known,
        "subject,claim\nkabar.example,\nhttps://bit.ly/abc,\nkpu-palsu.example,tiruan-2026\n",
        Defaults(claim="klaim-2026", level=3),
    )  # fmt: skip
    assert [(each.terms.level if each.terms else None) for each in (host, code, imitation)] == [2, 1, 3]
    assert [[note.code for note in each.notes] for each in (host, code, imitation)] == [
        ["wide_level_fitted"], ["opaque_level_fitted"], [],
    ]  # fmt: skip


def test_days_of_review_keep_to_the_policy(policy: Policy, known: Remembered) -> None:
    page, host, late, past, future = judge(
        policy, known,
        "subject,review_by,listed_at\nhttps://kabar.example/a,,\nkabar.example,,\nlain.example,2028-01-01,\n"
        "https://kabar.example/b,2026-11-28,\nhttps://kabar.example/c,,2026-11-29\n",
    )  # fmt: skip
    assert page.terms is not None
    assert page.terms.review_by == date(2027, 11, 1)
    assert host.terms is not None
    assert host.terms.review_by == date(2027, 5, 31)
    assert told(late) == ("invalid", "review_by", "review_too_late")
    assert told(past) == ("invalid", "review_by", "review_due")
    assert told(future) == ("invalid", "listed_at", "future_date")


def test_what_is_listed_alike_or_wider_is_covered(policy: Policy, known: Remembered) -> None:
    known.by_key = {
        "url:kabar.example/a": [known_listing()],
        "host:lain.example": [known_listing("tiruan-2026", level=3, in_force=3)],
        "domain:luas.example": [known_listing("tiruan-2026", level=1, in_force=1)],
    }
    same, wider, weaker = judge(
        policy, known,
        "subject,level\nhttps://kabar.example/a,2\nhttps://lain.example/x,2\nhttps://luas.example/x,2\n",
    )  # fmt: skip
    assert told(same)[::2] == ("covered", "covered_same")
    assert told(wider)[::2] == ("covered", "covered_wider")
    assert weaker.class_ is RowClass.NEW


def test_other_terms_for_a_listed_key_are_a_change(policy: Policy, known: Remembered) -> None:
    listing = known_listing(id=7)
    known.by_key = {"url:kabar.example/a": [listing]}
    for line, second in (("1,", ""), ("3,", "level_3"), ("2,2027-10-01", "")):
        (judged,) = judge(policy, known, f"subject,level,review_by\nhttps://kabar.example/a,{line}\n")
        assert (judged.class_, judged.second, judged.listing) == (RowClass.CHANGED, second, listing)


def test_what_another_claim_lists_is_left_to_it(policy: Policy, known: Remembered) -> None:
    known.by_key = {"url:kabar.example/a": [known_listing("tiruan-2026")]}
    lower, higher = (judge(policy, known, f"subject,level\nhttps://kabar.example/a,{level}\n")[0] for level in (2, 3))
    assert told(lower)[::2] == ("covered", "covered_elsewhere")
    assert told(higher)[::2] == ("invalid", "listed_elsewhere")


@pytest.mark.parametrize("status", ["proposed", "provisional", "suspended", "staged"])
def test_what_somebody_is_deciding_about_is_left_alone(policy: Policy, known: Remembered, status: str) -> None:
    known.by_key = {"url:kabar.example/a": [known_listing(status=status)]}
    (judged,) = judge(policy, known, "subject,level\nhttps://kabar.example/a,3\n")
    assert told(judged)[::2] == ("covered", "pending")


def test_a_key_is_immune_after_an_appeal_was_granted(policy: Policy, known: Remembered) -> None:
    known.by_key = {
        "url:kabar.example/a": [known_listing(status="retracted", in_force=0, immune_until=DAY)],
        "url:kabar.example/b": [known_listing(status="retracted", in_force=0, immune_until=date(2026, 11, 27))],
    }
    immune, again = judge(policy, known, "subject,level\nhttps://kabar.example/a,1\nhttps://kabar.example/b,1\n")
    assert told(immune) == ("immune", "subject", "immune")
    assert (again.class_, again.second) == (RowClass.CHANGED, "")


def test_level_3_and_whole_sites_need_a_second_person(policy: Policy, known: Remembered) -> None:
    page, host, domain = judge(
        policy, known,
        "subject,scope,level\nhttps://kabar.example/a,,3\nkabar.example,,2\nlain.example,domain,2\n",
    )  # fmt: skip
    assert [each.second for each in (page, host, domain)] == ["level_3", "wide_scope", "wide_scope"]


def test_mastodons_sites_are_listed_as_whole_as_they_were_blocked(policy: Policy, known: Remembered) -> None:
    whole, part = judge(policy, known, "#domain,#severity\nlain.example,suspend\nsub.lain.example,silence\n")
    assert (whole.key, part.key) == ("domain:lain.example", "host:sub.lain.example")


def test_a_new_claim_comes_with_its_check(policy: Policy, known: Remembered) -> None:
    one, two, bare, unregistered = judge(
        policy, known,
        "subject,claim_text,verdict,level,source,review_url,rating,review_date\n"
        "https://kabar.example/a,Surat suara tercoblos.,false,2,pemeriksa,https://pemeriksa.example/1,SALAH,2026-11-20\n"
        "https://kabar.example/b,Surat suara tercoblos.,,3,,,,\n"
        "https://kabar.example/c,Tanpa pemeriksaan.,false,2,,,,\n"
        "https://kabar.example/d,Sumber lain.,false,2,entah,https://entah.example/1,SALAH,2026-11-20\n",
        Defaults(),
    )  # fmt: skip
    assert one.terms is not None
    assert two.terms is not None
    assert one.terms.claim == two.terms.claim == "surat-suara-tercoblos-2026"
    assert (one.terms.level, two.terms.level) == (2, 3)
    assert told(bare) == ("invalid", "review_url", "claim_needs")
    assert told(unregistered) == ("invalid", "claim", "claim_refused")


def test_formulas_are_told_of_each_line(policy: Policy, known: Remembered) -> None:
    (judged,) = judge(policy, known, "subject,public_note\nhttps://kabar.example/a,=1+1\n")
    assert [note.code for note in judged.notes] == ["formula", "note_kept_here"]


def test_new_evidence_ends_the_rest_after_an_appeal(policy: Policy, known: Remembered) -> None:
    known.by_key = {"url:kabar.example/a": [known_listing(status="retracted", in_force=0, immune_until=DAY)]}
    known.claims["klaim-2026"] = known_claim(grounds=Grounds(last_check=DAY))
    (judged,) = judge(policy, known, "subject,level\nhttps://kabar.example/a,1\n")
    assert judged.class_ is RowClass.CHANGED


def test_what_the_rules_refuse_to_everybody_is_refused_here(policy: Policy, known: Remembered) -> None:
    known.claims["klaim-2026"] = known_claim(grounds=Grounds(supported=False))
    (judged,) = judge(policy, known, "subject,level\nhttps://kabar.example/a,3\n")
    assert told(judged) == ("invalid", "level", "ruling_unsupported")


def test_a_contestant_in_an_election_needs_the_second_person_first(policy: Policy, known: Remembered) -> None:
    known.claims["klaim-2026"] = known_claim(grounds=Grounds(contestant=True))
    (judged,) = judge(policy, known, "subject,level\nhttps://kabar.example/a,1\n")
    assert judged.second == "contestant"
