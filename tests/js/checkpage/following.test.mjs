/** When the list is asked for anew: never more often than every quarter of an hour by itself, and by one attempt at a time. */

import assert from 'node:assert/strict';
import { beforeEach, test } from 'node:test';
import { requests } from '../support/browser.mjs';

const { following, isDue, RECENT_SECONDS } = await import('../../../checkpage/following.js');
const { emptyStatus, readStatus, wipe } = await import('../../../extension/list/store.js');
const { sourceName } = await import('../../../extension/list/update.js');
const { Publisher } = await import('../support/publisher.mjs');

const NOW = 1_800_000_000;
const SERVER = 'https://list.example';
const KEY = new Publisher().root.publicText;
const seconds = () => Math.floor(Date.now() / 1000);

/** @param {number | null} checked @param {string} [server] @param {string} [rootKey] */
const was = (checked, server = SERVER, rootKey = KEY) => wipe({ ...emptyStatus(sourceName({ server, rootKey })), checked });

beforeEach(() => {
  requests.length = 0;
});

test('a list that was never asked for, or a quarter of an hour ago, is due', () => {
  assert.equal(isDue(null, NOW), true);
  assert.equal(isDue(NOW - RECENT_SECONDS, NOW), true);
  assert.equal(isDue(NOW - RECENT_SECONDS + 1, NOW), false);
  assert.equal(isDue(NOW, NOW), false);
});

test('a clock that was set back does not stop the asking', () => {
  assert.equal(isDue(NOW + 1, NOW), true);
});

test('a page that opens asks nobody where this list has just been checked, and asks where another one has', async () => {
  const list = following(SERVER, KEY);
  await was(seconds());
  assert.equal(await list.refreshIfDue(), null);
  assert.equal(requests.length, 0);
  for (const other of [() => was(null), () => was(seconds(), `${SERVER}.other`), () => was(seconds(), SERVER, new Publisher().root.publicText)]) {
    await other();
    requests.length = 0;
    assert.equal((await list.refreshIfDue())?.outcome, 'failed');
    assert.ok(requests.every(({ url }) => url.startsWith(`${SERVER}/lists/`)) && requests.length > 0);
  }
});

test('who asks during an attempt gets its result, and the next one asks anew', async () => {
  const list = following(SERVER, KEY);
  const [first, second] = [list.refresh(), list.refresh()];
  assert.equal(first, second);
  await first;
  assert.notEqual(list.refresh(), first);
  await list.settled();
});

test('to wait for an attempt makes none, and ends when it has ended', async () => {
  const list = following(SERVER, KEY);
  await list.settled();
  assert.equal(requests.length, 0);
  await was(null);
  void list.refresh();
  await list.settled();
  assert.equal((await readStatus()).failures, 1);
});
