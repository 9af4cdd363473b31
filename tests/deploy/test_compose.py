"""The compose file and the image say what the service knows. They are read here, not run: that needs an engine."""

from __future__ import annotations

import re
from typing import Any

import pytest
import yaml
from tests.conftest import ROOT

from cektautan.settings import Settings, from_environment, unknown_names

COMPOSE: dict[str, Any] = yaml.safe_load((ROOT / "deploy/compose.yaml").read_text("utf-8"))
CONFIGURATION = (ROOT / "deploy/nginx.conf").read_text("utf-8")
DOCKERFILE = (ROOT / "deploy/Dockerfile").read_text("utf-8")
SERVICES: dict[str, Any] = COMPOSE["services"]
GIVEN = {
    "POSTGRES_PASSWORD": "rahasia",
    "CEKTAUTAN_PUBLIC_URL": "https://cek.example",
    "CEKTAUTAN_ROOT_KEY": "RWQBAQEBAQEBAU7qqt8TASDt45OWqVpIpGN34agVA7EWGndxFuVsnIF0",
    "CEKTAUTAN_DESK_SECRETS": "{}",
}
OURS = ("publisher", "node-1", "node-2")


def environment(name: str) -> dict[str, str]:
    """What a service is given, as compose fills it in."""
    fill = re.compile(r"\$\{(\w+):-\}")
    return {key: fill.sub(lambda m: GIVEN[m[1]], value) for key, value in SERVICES[name]["environment"].items()}


def settings(name: str) -> Settings:
    return from_environment(environment(name))


def test_the_services_are_the_six() -> None:
    assert set(SERVICES) == {"postgres", "redis", "nginx", *OURS}


@pytest.mark.parametrize("name", OURS)
def test_every_setting_is_one_and_has_a_value_that_it_can_have(name: str) -> None:
    assert unknown_names(environment(name)) == []
    assert settings(name).public_url == GIVEN["CEKTAUTAN_PUBLIC_URL"]


def test_one_publishes_and_nodes_hold_nothing_of_its_folder() -> None:
    assert [name for name in OURS if settings(name).publish] == ["publisher"]
    folders = [SERVICES[name]["volumes"] for name in OURS]
    assert len({folder for (folder,) in folders}) == len(OURS)
    assert {folder.partition(":")[0] for (folder,) in folders} <= set(COMPOSE["volumes"])


def test_nodes_share_database_redis_and_secrets_and_trust_one_proxy() -> None:
    shared = [(each.database_url, each.redis_url, each.desk_secrets) for each in map(settings, OURS)]
    assert len(set(shared)) == 1
    for name in ("node-1", "node-2"):
        assert (settings(name).trusted_proxies, settings(name).host) == (1, "0.0.0.0")
    assert settings("publisher").host == "127.0.0.1"


def test_images_are_names_without_a_host() -> None:
    images = [each["image"] for each in SERVICES.values()] + re.findall(r"^FROM (\S+)", DOCKERFILE, re.M)
    assert all("/" not in image for image in images)


def test_what_the_image_copies_is_there_and_keys_are_left_out() -> None:
    for line in re.findall(r"^COPY (.+)$", DOCKERFILE, re.M):
        for source in line.split()[:-1]:
            assert (ROOT / source).exists(), source
    assert {"var", ".git"} <= set((ROOT / ".dockerignore").read_text("utf-8").split())


def test_what_nginx_writes_of_requests_lies_in_memory() -> None:
    nginx = SERVICES["nginx"]
    folders = [entry.partition(":")[0] for entry in nginx["tmpfs"]]
    written = re.findall(r"(?:_temp_path|proxy_cache_path|^pid) (/\S+?);?(?: |$)", CONFIGURATION, re.MULTILINE)
    assert len(written) == 3
    assert nginx["read_only"] is True
    assert [path for path in written if not path.startswith(tuple(f"{folder}/" for folder in folders))] == []
