"""The publisher of an installation with a desk: when it starts, when the files are not right, and what it follows."""

from __future__ import annotations

import json
import shutil
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import select
from tests.contract.store.builders import claim, listing
from tests.e2e.lists import CLAIMS, VIDEO, write_lists

from cektautan.core.safe_browsing.expressions import full_hash
from cektautan.core.safe_browsing.listed import Threat
from cektautan.core.vocabulary import Staleness
from cektautan.publish.errors import PublishError
from cektautan.publish.verify import read_set
from cektautan.running.renewal import DeskRenewal, renewal_of
from cektautan.settings import Settings
from cektautan.store.models import Listing
from cektautan.store.opening import open_store
from cektautan.store.transaction import Store

NOW = 1_800_000_000


class Installation:
    """Settings over a folder of its own, and what was said to the operator."""

    def __init__(self, folder: Path) -> None:
        self.lists = write_lists(folder / "blocklists")
        self.settings = Settings(desk=True, var_dir=folder / "var", blocklists_dir=self.lists)
        self.said: list[str] = []

    def start(self) -> DeskRenewal:
        """Return the publisher of a process that begins now."""
        made = renewal_of(self.settings, self.said.append)
        assert isinstance(made, DeskRenewal)
        return made

    def store(self) -> Store:
        """Open the store beside it."""
        return open_store("", self.settings.var_dir)[0]


@pytest.fixture
def here(tmp_path: Path) -> Installation:
    return Installation(tmp_path)


def test_the_first_start_takes_the_files_over_and_publishes_the_store(here: Installation) -> None:
    renewal = here.start()
    published = renewal.first(NOW)
    assert here.said == [f"the store begins with the {len(CLAIMS)} claims of the reviewed lists"]
    assert published.manifest.log_head == here.store().head()[1]
    assert renewal.published == renewal.head(NOW)
    assert read_set(here.settings.public_dir, published.root, NOW).manifest.counts.claims == len(CLAIMS)


def test_the_desk_publishes_hashes_for_clients_of_safe_browsing(here: Installation) -> None:
    published = here.start().first(NOW)
    hashes = read_set(here.settings.public_dir, published.root, NOW).hashes
    assert hashes is not None
    assert full_hash(f"youtu.be/{VIDEO}") in hashes.of_threat(Threat.HOAX, Staleness.FRESH)
    imposters = hashes.of_threat(Threat.IMPOSTER, Staleness.FRESH)
    assert full_hash("tiruan-kpu.example/") in imposters
    assert full_hash("tiruan.example/") not in imposters


def test_a_first_start_with_an_error_in_a_list_publishes_nothing(here: Installation) -> None:
    (here.lists / "claims" / "2024" / "rusak.yaml").write_text("id: rusak\n  claim: [\n", "utf-8")
    with pytest.raises(PublishError, match=r"rusak\.yaml:"):
        here.start().first(NOW)
    assert not here.settings.public_dir.exists()


def test_a_later_start_with_files_that_are_gone_publishes_what_the_store_has(here: Installation) -> None:
    here.start().first(NOW)
    write_lists(here.lists, CLAIMS[:2])
    published = here.start().first(NOW + 60)
    assert published.manifest.counts.claims == len(CLAIMS)
    assert "--confirm-removals" in here.said[-1]


def test_a_later_start_with_an_error_in_a_list_says_so_and_keeps_its_claim(here: Installation) -> None:
    here.start().first(NOW)
    (here.lists / "claims" / "2024" / "kedua-2024.yaml").write_text("id: kedua-2024\n", "utf-8")
    published = here.start().first(NOW + 60)
    assert published.manifest.counts.claims == len(CLAIMS)
    assert "kedua-2024.yaml" in here.said[1]


def test_what_ends_by_itself_is_foreseen_and_is_gone_when_it_ends(here: Installation) -> None:
    renewal = here.start()
    renewal.first(NOW)
    with here.store().deciding("account:1", NOW) as work:
        work.session.add(claim("sementara-2026"))
        work.session.flush()
        work.session.add(listing("sementara-2026", status="provisional", provisional_until=NOW + 100))
        work.record("listing.provisional", ("claim", "sementara-2026"))
    assert renewal.publish_now(NOW + 1).manifest.counts.claims == len(CLAIMS) + 1
    assert renewal.published is not None
    assert renewal.published.lapse == NOW + 100
    assert renewal.publish_now(NOW + 100).manifest.counts.claims == len(CLAIMS)


def test_other_rules_give_a_running_publisher_other_keys(here: Installation, tmp_path: Path, root: Path) -> None:
    rules = Path(shutil.copytree(root / "rules", tmp_path / "rules"))
    marked = replace(CLAIMS[1], appearance="https://kabar.example/berita/1?utm_source=wa")
    write_lists(here.lists, (CLAIMS[0], marked, *CLAIMS[2:]))
    renewal = DeskRenewal(
        Settings(desk=True, var_dir=here.settings.var_dir, blocklists_dir=here.lists, rules_dir=rules),
        here.store(), here.said.append,
    )  # fmt: skip
    before = renewal.publish_now(NOW).manifest
    tracking = rules / "tracking.json"
    members = json.loads(tracking.read_text("utf-8"))
    members["parameters"] = [each for each in members["parameters"] if each.get("prefix") != "utm_"]
    tracking.write_text(json.dumps(members), "utf-8")
    assert renewal.publish_now(NOW + 1).manifest.rules != before.rules
    assert here.said[-1] == "1 listings have another key by the rules of now"
    tracking.write_text("{", "utf-8")
    with pytest.raises(PublishError, match=r"tracking\.json"):
        renewal.publish_now(NOW + 2)


def test_a_decision_of_another_process_moves_the_head(here: Installation) -> None:
    renewal = here.start()
    renewal.first(NOW)
    with here.store().deciding("account:1", NOW) as work:
        row = work.session.scalars(select(Listing).limit(1)).one()
        row.status = "suspended"
        work.record("listing.suspended", ("listing", row.id))
    head = renewal.head(NOW)
    assert renewal.published is not None
    assert (head.change, head.event) != (renewal.published.change, renewal.published.event)
