/** The rules that a publisher adds for its own host: with its port, and with a feed that looks like an item. */

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';

import { identify } from '../../../extension/core/identity.js';
import { Rules } from '../../../extension/core/rules.js';
import { RULES } from '../support/publisher.mjs';

/** @typedef {{ url: string, expect_key: string, expect_surface: string, expect_canonical: string }} Row */
/** @type {{ servers: { server: string, added: any, vectors: Row[] }[] }} */
const { servers } = JSON.parse(readFileSync(new URL('../../vectors/own_host.json', import.meta.url), 'utf8'));

for (const { server, added, vectors } of servers) {
  const rules = Rules.fromBundle(/** @type {any} */ ({ ...RULES, ...added }));
  for (const row of vectors) {
    test(`${server}: ${row.url}`, () => {
      const { key, surface, url } = identify(row.url, rules);
      assert.deepEqual([key, surface, url], [row.expect_key, row.expect_surface, row.expect_canonical]);
    });
  }
}
