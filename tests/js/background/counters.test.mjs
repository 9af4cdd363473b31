/** The counters hold sums and a day, nothing that tells what was read, and only what counts. */

import assert from 'node:assert/strict';
import { beforeEach, test } from 'node:test';
import { browser } from '../support/browser.mjs';

const { clearCounters, count, onCountersChange, readCounters } = await import('../../../extension/background/counters.js');
const { setWorkMode } = await import('../../../extension/background/workmode.js');

const DAY = new Date(2026, 10, 9, 23, 59);
const REVIEW = { publisher: 'Pemeriksa', url: 'https://check.example/1', verdict: 'false' };
/** @param {Record<string, unknown>} [given] @returns {any} */
const judgement = (given) => ({
  state: 'listed', level: 3, verdict: 'false', key: 'url:hoax.example/berita/1', claim: { text: { id: 'Klaim.' } }, reviews: [REVIEW], also: [], ...given,
});
const TAB = 1;
const PRIVATE = 2;
browser.api.tabs.get = async (/** @type {number} */ tabId) => {
  if (tabId !== TAB && tabId !== PRIVATE) throw new Error(`No tab with id: ${tabId}.`);
  return { incognito: tabId === PRIVATE };
};
const NONE = { caution: 0, warning: 0 };

beforeEach(() => browser.api.storage.local.items.clear());

test('without a warning there is no day and no sum', async () => {
  assert.deepEqual(await readCounters(), { since: '', seen: NONE, opened: NONE });
});

test('warnings and reminders are summed apart, from the first day on', async () => {
  await count('opened', judgement(), TAB, new Date(2026, 10, 12));
  await count('seen', judgement(), TAB, DAY);
  await count('seen', judgement({ level: 2 }), TAB, new Date(2026, 10, 11));
  await count('seen', judgement(), TAB, new Date(2026, 10, 12));
  assert.deepEqual(await readCounters(), { since: '2026-11-09', seen: { caution: 1, warning: 2 }, opened: { caution: 0, warning: 1 } });
});

test('counts that come at once are all counted', async () => {
  await Promise.all([1, 2, 3, 4].map(() => count('seen', judgement(), TAB, DAY)));
  assert.equal((await readCounters()).seen.warning, 4);
});

test('notes, what is not listed, test pages and work mode are not counted', async () => {
  for (const given of [{ level: 1 }, { state: 'unknown', level: 0 }, { reviews: [] }, { test: true }]) await count('seen', judgement(given), TAB, DAY);
  await setWorkMode('always');
  await count('seen', judgement(), TAB, DAY);
  await count('opened', judgement(), TAB, DAY);
  assert.equal((await readCounters()).since, '');
});

test('of a private window, and of a tab that may have been in one, nothing is written', async () => {
  for (const tabId of [PRIVATE, 77]) {
    await count('seen', judgement(), tabId, DAY);
    await count('opened', judgement(), tabId, DAY);
  }
  assert.deepEqual([...browser.api.storage.local.items], []);
  await count('seen', judgement(), TAB, DAY);
  assert.equal((await readCounters()).seen.warning, 1);
});

test('what is stored is two sums and a day, in two items', async () => {
  await count('seen', judgement(), TAB, DAY);
  await count('opened', judgement(), TAB, DAY);
  const sums = { since: '2026-11-09', caution: 0, warning: 1 };
  assert.deepEqual([...browser.api.storage.local.items], [['countSeen', sums], ['countOpened', sums]]);
});

test('cleared is as if nothing had been counted, and who shows it hears of changes', async () => {
  let heard = 0;
  onCountersChange(() => {
    heard += 1;
  });
  await count('seen', judgement(), TAB, DAY);
  await clearCounters();
  assert.deepEqual(await readCounters(), { since: '', seen: NONE, opened: NONE });
  assert.ok(heard >= 2);
});

test('a storage that fails keeps nobody from going on', async () => {
  const { set } = browser.api.storage.local;
  browser.api.storage.local.set = async () => {
    throw new Error('quota');
  };
  await count('opened', judgement(), TAB, DAY);
  browser.api.storage.local.set = set;
  await count('opened', judgement(), TAB, DAY);
  assert.equal((await readCounters()).opened.warning, 1);
});
