/** Every row of tests/vectors/identity.json, by the loop in tests/vectors/README.md. */

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, it } from 'node:test';

import { NotJudgeable } from '../../../extension/core/address.js';
import { identify } from '../../../extension/core/identity.js';
import { widerKeys } from '../../../extension/core/wider.js';
import { rules } from '../support/rules.mjs';

/**
 * @typedef {object} Row
 * @property {string} id
 * @property {string} platform
 * @property {string} url
 * @property {string} [expect_key]
 * @property {string} [expect_surface]
 * @property {string} [expect_canonical]
 * @property {boolean} [expect_comment]
 * @property {string} [expect_not_key]
 * @property {string[]} [expressions]
 * @property {string} [expect_error]
 * @property {string[]} [expect_wider]
 * @property {string} why
 */

/** @type {Row[]} */
const rows = JSON.parse(readFileSync(new URL('../../vectors/identity.json', import.meta.url), 'utf8')).vectors;

describe('identity vectors', () => {
  for (const row of rows) {
    it(`${row.id}: ${row.why}`, () => {
      if (row.expect_error !== undefined) {
        assert.throws(
          () => identify(row.url, rules),
          (error) => error instanceof NotJudgeable && error.reason === row.expect_error,
        );
        assert.deepEqual(widerKeys(row.url, rules), row.expect_wider ?? []);
        return;
      }
      const found = identify(row.url, rules);
      assert.equal(found.key, row.expect_key);
      assert.equal(found.keys[0], row.expect_key);
      assert.equal(found.kind, row.expect_key?.split(':')[0]);
      assert.equal(found.surface, row.expect_surface);
      assert.equal(found.comment, row.expect_comment ?? false);
      assert.ok(found.keys.length <= 30);
      if (row.expect_canonical !== undefined) assert.equal(found.url, row.expect_canonical);
      if (row.expect_not_key !== undefined) assert.ok(!found.keys.includes(row.expect_not_key));
      if (row.expressions !== undefined) assert.deepEqual(found.keys, row.expressions);
      if (found.surface === 'content' || found.surface === 'page') {
        const again = identify(found.url, rules);
        assert.deepEqual(again.keys, found.keys);
        assert.equal(again.url, found.url);
      }
    });
  }
});
