"""Claims are found by their words, the rare ones first."""

from __future__ import annotations

from cektautan.desk.links.similar import Spoken, find

CLAIMS = [
    Spoken("tps-malam", "TPS dibuka sampai malam untuk pemilih tertentu. Polling stations stay open at night."),
    Spoken("surat-suara", "Surat suara sudah tercoblos sebelum pemilu. Ballots were marked before the election."),
    Spoken("kpu-retas", "Situs KPU diretas sehingga hasil pemilu berubah. The KPU site was hacked."),
]


def ids(question: str, unfinished: bool = False) -> list[str]:
    return [each.id for each in find(question, CLAIMS, 5, unfinished=unfinished)]


def test_the_claim_with_most_of_the_words_comes_first() -> None:
    assert ids("surat suara tercoblos di Malaysia")[0] == "surat-suara"


def test_what_is_typed_may_be_unfinished() -> None:
    assert ids("terco", unfinished=True) == ["surat-suara"]
    assert ids("terco") == []


def test_words_of_either_language_and_of_the_id_count() -> None:
    assert ids("hacked") == ["kpu-retas"]
    assert ids("retas", unfinished=True) == ["kpu-retas"]


def test_words_that_everybody_uses_say_nothing() -> None:
    assert ids("yang dan untuk ini") == []
    assert ids("") == []
