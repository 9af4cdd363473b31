/** Work mode ends by itself, on time, and never later because of a clock. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { browser } from '../support/browser.mjs';

const { HOURS, modeAt, onWorkModeChange, setWorkMode, timeLeft, workMode } = await import('../../../extension/background/workmode.js');

const NOW = 1_800_000_000_000;
const HOUR = 3_600_000;

test('it lasts its hours and not a moment longer', async () => {
  await setWorkMode('hours', NOW);
  assert.deepEqual(await workMode(NOW), { on: true, until: NOW + HOURS * HOUR });
  assert.equal((await workMode(NOW + HOURS * HOUR - 1)).on, true);
  assert.deepEqual(await workMode(NOW + HOURS * HOUR), { on: false, until: null });
});

test('a clock that was set back does not make it longer', async () => {
  await setWorkMode('hours', NOW);
  assert.equal((await workMode(NOW - 1)).on, false);
});

test('always has no end, and off is off at once', async () => {
  await setWorkMode('always', NOW);
  assert.deepEqual(await workMode(NOW * 2), { on: true, until: null });
  await setWorkMode('off', NOW);
  assert.deepEqual(await workMode(NOW), { on: false, until: null });
  assert.equal(browser.api.storage.local.items.has('workMode'), false);
});

test('a stored value that is none of ours is off', () => {
  for (const stored of [undefined, null, {}, { until: 'besok' }, { until: NaN }, 7]) assert.equal(modeAt(stored, NOW).on, false, String(stored));
});

test('what is left is told in hours and minutes, a begun minute as a whole one', () => {
  assert.deepEqual(timeLeft(NOW + 8 * HOUR, NOW), { hours: 8, minutes: 0 });
  assert.deepEqual(timeLeft(NOW + HOUR + 61_000, NOW), { hours: 1, minutes: 2 });
  assert.deepEqual(timeLeft(NOW + 1, NOW), { hours: 0, minutes: 1 });
});

test('who shows it hears when it is switched', async () => {
  let heard = 0;
  onWorkModeChange(() => {
    heard += 1;
  });
  await setWorkMode('always');
  await setWorkMode('off');
  await browser.api.storage.local.set({ language: 'id' });
  assert.equal(heard, 2);
});
