"""The examples of the description are answered as they say."""

from __future__ import annotations

import requests


def test_the_examples_of_the_documentation_work(address: str) -> None:
    document = requests.get(f"{address}/openapi.json", timeout=5).json()
    get = document["paths"]["/v1/check"]["get"]
    answer = requests.get(f"{address}/v1/check", params={"url": get["parameters"][0]["example"]}, timeout=5)
    assert answer.json()["verdict"] == "false"
    example = document["components"]["schemas"]["BatchRequest"]["properties"]["urls"]["examples"][0]
    answer = requests.post(f"{address}/v1/check", json={"urls": example}, timeout=5)
    assert [each["state"] for each in answer.json()["results"]] == ["listed", "error"]
