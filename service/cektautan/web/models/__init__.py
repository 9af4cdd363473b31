"""What travels over `/v1`, as models: the one definition of requests and answers.

The OpenAPI document and /docs are made from these. Answers are not run through them at request time (they are built
from records that were checked when they were published); the contract tests hold every answer against them instead.
"""
