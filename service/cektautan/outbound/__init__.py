"""Requests of the service to the outside world, and the rules that keep them harmless.

Whatever is fetched while the service runs is fetched through here. No setting, no header and no answer of a far host
can lift what these modules refuse.
"""
