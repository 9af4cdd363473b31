/** The card beside a finding fits its verdict, and is the same each time. */

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { techniqueFor } from '../../../extension/i18n/techniques.js';

const { techniques } = JSON.parse(readFileSync(new URL('../../../extension/i18n/techniques.json', import.meta.url), 'utf8'));

test('every card that is chosen fits the verdict, for every verdict that interrupts', () => {
  for (const verdict of ['false', 'misleading', 'altered', 'imposter', 'scam']) {
    for (const name of ['a-2024', 'b-2025', 'c-2026']) {
      assert.ok(techniqueFor(techniques, verdict, name)?.verdicts.includes(verdict), verdict);
    }
  }
});

test('the same claim has the same card, and all fitting cards are used', () => {
  const fitting = techniques.filter((/** @type {any} */ { verdicts }) => verdicts.includes('false'));
  const names = Array.from({ length: 60 }, (_, i) => `klaim-${i}-2024`);
  const chosen = names.map((name) => techniqueFor(techniques, 'false', name)?.id);
  assert.deepEqual(names.map((name) => techniqueFor(techniques, 'false', name)?.id), chosen);
  assert.equal(new Set(chosen).size, fitting.length);
});

test('what no card fits has none', () => {
  assert.equal(techniqueFor(techniques, 'true', 'a-2024'), null);
  assert.equal(techniqueFor([], 'false', 'a-2024'), null);
  assert.notEqual(techniqueFor(techniques, 'false', ''), null);
});
