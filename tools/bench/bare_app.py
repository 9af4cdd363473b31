"""The peer of the HTTP figures: one Flask route that answers a small JSON object, with nothing else on."""

from __future__ import annotations

from flask import Flask, Response, jsonify

app = Flask(__name__)


@app.get("/j")
def answer() -> Response:
    """Answer what the smallest useful JSON service would."""
    return jsonify(state="unknown", level=0, verdict="unknown")
