"""The peers of the HTTP figures: Flask routes that answer a small JSON object, with nothing else on."""

from __future__ import annotations

from flask import Flask, Response, jsonify, request

app = Flask(__name__)


@app.get("/j")
def answer() -> Response:
    """Answer what the smallest useful JSON service would."""
    return jsonify(state="unknown", level=0, verdict="unknown")


@app.post("/j")
def find() -> Response:
    """Answer as many matches as the request's JSON has in common with nothing: none."""
    threats = request.get_json()["threatInfo"]["threatEntries"]
    return jsonify(matches=[each for each in threats if not each["url"]])
