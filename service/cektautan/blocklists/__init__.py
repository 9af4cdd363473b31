"""The reviewed lists: from YAML that people propose to entries that can be published.

Reading (`reader`) never judges; judging (`lint`) never reads. Neither touches the network, the clock or the store.
"""
