"""The words of the pages: the same keys and names in both languages, none unused, none missing."""

from __future__ import annotations

import json
import re
from importlib.resources import files
from pathlib import Path

import jsonschema
import pytest

from cektautan.core.vocabulary import ReasonCode, State, Verdict
from cektautan.lookup.answer import DETAILS
from cektautan.web.texts import LANGUAGES, load, read

FOLDER = files("cektautan.web.texts")
READERS = ("report_", "public_", "request_wrong_")
PEOPLE = ("role_", "people_refused_", "people_state_", "people_recusal_", "told_", "stop_")
BOARD = (
    "find_in_", "find_claims_", "find_batches_", "find_findings_",
    "source_kind_", "source_grade_", "source_standing_", "source_wrong_",
    "job_", "log_object_", "log_action_", "log_field_", "log_proposal_", "log_feed_", "log_evidence_",
    "log_recusal_", "log_group_", "log_appellant_", "log_reason_", "log_because_", "board_op_", "own_gone_",
    "not_done_", "desk_own_status_", "desk_own_wrong_", "desk_own_told_",
)  # fmt: skip
DESK = ("desk_kind_", "desk_lane_", "desk_case_", "desk_outcome_", "desk_reason_", "desk_listing_", "desk_scope_",
        "desk_surface_", "desk_finding_", "desk_shape_", "desk_preview_", "desk_fault_", "desk_told_",
        "desk_field_", "desk_side_", "desk_proposal_", "desk_claims_filter_", "desk_claim_", "desk_origin_",
        "desk_actor_", "desk_follow_", "desk_picture_", "desk_evidence_fault_", "desk_help_", "desk_details_",
        "desk_appeal_means_", "desk_evidence_state_", "desk_resembles_", "desk_queue_none_", "desk_why_")  # fmt: skip
IMPORTS = ("import_format_", "import_problem_", "import_class_", "import_means_", "import_status_", "import_scope_",
           "import_level_", "import_did_", "import_outcome_", "import_new_verdict_")  # fmt: skip
FOUND = (
    "source_fault_",
    "feed_wrong_",
    "feed_told_",
    "found_flag_",
    "found_how_",
    "found_means_",
    "found_field_",
    "found_act_",
    "patrol_how_",
    "patrol_part_",
    "patrol_means_",
    "patrol_seen_",
    "patrol_not_",
    "patrol_why_",
)
EXPORTS = ("export_form_", "export_field_", "export_kind_", "export_why_", "export_means_")
FIRST = ("first_step_", "first_call_", "first_cache_", "first_problem_", "first_limit_")
UJI = ("uji_group_", "uji_browser_", "uji_popup_", "uji_name_")


def data(language: str) -> dict[str, str]:
    return read(language)


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_language_fits_the_schema(language: str) -> None:
    jsonschema.validate(data(language), json.loads((FOLDER / "texts.schema.json").read_text("utf-8")))


def test_both_languages_have_the_same_keys_in_the_same_files_and_order() -> None:
    def layout(language: str) -> dict[str, list[str]]:
        return {each.name: list(json.loads(each.read_text("utf-8"))) for each in (FOLDER / language).iterdir()}

    assert layout("id") == layout("en")


@pytest.mark.parametrize("language", ["id", "en"])
def test_no_name_stands_twice_in_one_file_or_in_two(language: str) -> None:
    # Of two members of one name the reader of JSON keeps the last, and says nothing.
    names = [
        name
        for each in (FOLDER / language).iterdir()
        for name, _ in json.loads(each.read_text("utf-8"), object_pairs_hook=list)
    ]
    assert not [name for name in set(names) if names.count(name) > 1]


def test_what_a_reader_keeps_of_a_report_is_a_ticket_in_english_and_its_number_in_indonesian() -> None:
    told = set()
    for name, text in data("id").items():
        if not isinstance(text, str):
            continue
        ticket = re.search(r"\btickets?\b", str(data("en")[name]), re.I) is not None
        assert ticket or "nomor laporan" not in text.lower(), name
        assert not ticket or re.search(r"\bnomor(nya)?\b", text, re.I), name
        assert "tiket" not in text.lower(), name
        told |= {name} if ticket else set()
    assert {"report_ticket", "record_object_desk", "log_because_ticket"} <= told


def test_both_languages_name_the_same_values() -> None:
    for name, text in data("id").items():
        if isinstance(text, str):
            assert set(re.findall(r"{(\w+)}", text)) == set(re.findall(r"{(\w+)}", data("en")[name])), name


def test_every_verdict_state_and_reason_has_words() -> None:
    texts = data("id")
    for verdict in Verdict:
        assert f"verdict_{verdict.word}" in texts
    for state in State:
        assert f"state_{state.value}" in texts or state is State.LISTED
    for reason in DETAILS:
        assert f"reason_{reason}" in texts
    for code in ReasonCode:
        assert f"log_reason_{code}" in texts


def test_no_text_hides_behind_an_attribute_of_the_class() -> None:
    # In a template `t.date` would be the method and not the text.
    assert not [name for name in data("id") if name != "months" and hasattr(load("id"), name)]


def test_no_text_is_left_over() -> None:
    web = files("cektautan.web")
    folders = ("templates", "site", "console", "texts")
    sources = [each for folder in folders for each in Path(str(web / folder)).rglob("*.*")]
    used = "\n".join(each.read_text("utf-8") for each in sources if each.name.endswith((".html", ".py")))
    computed = ("verdict_", "state_", "reason_", "match_", "error_", "means_", "level_", "change_", "status_", "sort_",
                "topic_", "by_", "months", "ruling_", *UJI, *PEOPLE, *READERS, *BOARD, *DESK, *IMPORTS,
                *FOUND, *EXPORTS, *FIRST, "key_scope_", "key_tier_", "key_state_", "key_refused_", "key_field_",
                "key_means_")  # fmt: skip
    unused = [name for name in data("id") if not name.startswith(computed) and not re.search(rf"\b{name}\b", used)]
    assert not unused


def test_dates_are_written_as_people_write_them() -> None:
    assert load("id").date("2024-02-05") == "5 Februari 2024"
    assert load("en").date("2024-02-05") == "5 February 2024"
    assert load("id").date("kemarin") == "kemarin"
    assert load("id").moment(1_792_000_800) == {"date": "15 Oktober 2026", "time": "01.00"}
    assert load("en").moment(1_792_000_800) == {"date": "15 October 2026", "time": "01:00"}
