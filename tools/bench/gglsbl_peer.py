"""Run by tools.bench.client with the Python of `.clients/gglsbl`: times gglsbl's lookups, one pass for each line read.

Arguments: a file of 8-byte prefixes, a file of addresses (JSON), a place for its database. Its own store is filled by
its own code. The client is made without its constructor, which would ask Google for the description of the interface.
"""

import json
import sys
import time

from gglsbl.client import SafeBrowsingList
from gglsbl.storage import HashPrefixList, SqliteStorage, ThreatList

prefixes, urls, database = sys.argv[1:]
with open(prefixes, "rb") as file:  # noqa: PTH123 -- nothing here depends on our style of paths
    raw = file.read()
with open(urls, encoding="utf-8") as file:  # noqa: PTH123
    asked = json.load(file)
client = SafeBrowsingList.__new__(SafeBrowsingList)
client.storage = SqliteStorage(database)
threat = ThreatList("SOCIAL_ENGINEERING", "ANY_PLATFORM", "URL")
client.storage.add_threat_list(threat)
client.storage.populate_hash_prefix_list(threat, HashPrefixList(8, raw))
client.storage.commit()
print("ready", flush=True)
for _ in sys.stdin:
    start = time.process_time()
    hits = sum(client.lookup_url(url) is not None for url in asked)
    print(json.dumps({"seconds": time.process_time() - start, "hits": hits}), flush=True)
