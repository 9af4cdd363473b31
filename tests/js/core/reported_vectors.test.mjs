/** Every row of tests/vectors/reported_addresses.json: what a reader meant, and what is shown and sent. */

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { NotJudgeable } from '../../../extension/core/address.js';
import { reported } from '../../../extension/core/reported.js';
import { rules } from '../support/rules.mjs';

/** @type {{ id: string, url: string, expect_cleaned?: string, expect_error?: string, why: string }[]} */
const rows = JSON.parse(readFileSync(new URL('../../vectors/reported_addresses.json', import.meta.url), 'utf8')).vectors;

for (const { id, url, expect_cleaned: cleaned, expect_error: refused, why } of rows) {
  test(`${id}: ${why}`, () => {
    if (cleaned === undefined) {
      assert.throws(() => reported(url, rules), (error) => error instanceof NotJudgeable && error.reason === refused);
      return;
    }
    const found = reported(url, rules);
    assert.equal(found.url, cleaned);
    assert.deepEqual(reported(cleaned, rules), found, 'a second cleaning changes nothing');
  });
}
