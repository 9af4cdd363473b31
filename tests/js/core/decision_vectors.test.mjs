/** Every row of tests/vectors/decision.json, by the loop in tests/vectors/README.md. */

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, it } from 'node:test';

import { NotJudgeable } from '../../../extension/core/address.js';
import { decide } from '../../../extension/core/decision.js';
import { identify } from '../../../extension/core/identity.js';
import { hex, keyHash, prefix } from '../../../extension/core/keys.js';
import { State, UNLISTED_STATE, Verdict, verdictName } from '../../../extension/core/vocabulary.js';
import { rules } from '../support/rules.mjs';

/**
 * @typedef {object} Row
 * @property {string} id
 * @property {{level: number, verdict: string, keys: string[]}[]} lists
 * @property {'fresh' | 'stale' | 'old'} staleness
 * @property {string} url
 * @property {{state: string, level?: number, verdict?: string, kind?: string, key?: string}} expect
 * @property {string} why
 */

/** @type {Row[]} */
const rows = JSON.parse(readFileSync(new URL('../../vectors/decision.json', import.meta.url), 'utf8')).vectors;

/** @param {Row} row */
function answer({ lists, staleness, url }) {
  const entries = new Map(
    lists.flatMap(({ level, verdict, keys }) => {
      const number = Verdict[/** @type {keyof typeof Verdict} */ (verdict.toUpperCase())];
      return keys.map((key) => [hex(keyHash(key)).slice(0, 16), { level, verdict: number }]);
    }),
  );
  /** @param {number} high @param {number} low */
  const find = (high, low) => entries.get([high, low].map((half) => half.toString(16).padStart(8, '0')).join('')) ?? null;
  let identity;
  try {
    identity = identify(url, rules);
  } catch (error) {
    if (error instanceof NotJudgeable) return { state: State.ERROR };
    throw error;
  }
  const decision = decide(identity.keys, find, staleness);
  if (decision === null) return { state: UNLISTED_STATE[identity.surface] };
  const { level, verdict, kind, key, index } = decision;
  assert.equal(identity.keys[index], key);
  return { state: level === 0 ? State.CLEARED : State.LISTED, level, verdict: verdictName(verdict), kind, key };
}

describe('decision vectors', () => {
  for (const row of rows) it(`${row.id}: ${row.why}`, () => assert.deepEqual(answer(row), row.expect));
});

describe('key prefix', () => {
  it('is the first eight bytes, big-endian, as unsigned halves', () => {
    const hash = Uint8Array.from({ length: 32 }, (_, i) => 255 - i);
    assert.deepEqual(prefix(hash), { high: 0xfffefdfc, low: 0xfbfaf9f8 });
  });
});
