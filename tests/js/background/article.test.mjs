/** What is remembered of the tab that shows a check's article, and when it makes a finding quieter. */

import assert from 'node:assert/strict';
import { beforeEach, test } from 'node:test';
import { browser, web } from '../support/browser.mjs';
import { Publisher } from '../support/publisher.mjs';

let seen = true;
browser.api.tabs = { get: async () => ({ active: seen }) };

const { comesFromCheck, forgetTab, noteSeen, noteShown, passOn, READ_MS } = await import('../../../extension/background/article.js');
const { judge } = await import('../../../extension/judgement/judge.js');
const { update } = await import('../../../extension/list/update.js');

const SERVER = 'https://list.example';
const publisher = new Publisher();
publisher.publish([{ key: 'url:hoax.example/1', level: 3, verdict: 1 }, { key: 'url:hoax.example/2', level: 3, verdict: 1 }], Math.floor(Date.now() / 1000));
for (const [path, bytes] of publisher.files) web.set(`${SERVER}/lists/${path}`, bytes);
await update({ server: SERVER, rootKey: publisher.root.publicText, seed: null });

const ARTICLE = await judge('https://check.example/1');
const [HOAX, OTHER] = [await judge('http://hoax.example/1'), await judge('http://hoax.example/2')];
const PAGE = await judge('http://lain.example/');
const { items } = browser.api.storage.session;
const note = (/** @type {number} */ tabId) => items.get(`article ${tabId}`);

beforeEach(() => {
  items.clear();
  seen = true;
});

test('any check of the same key counts, also one of another claim, and of no other', async () => {
  await noteShown(1, ARTICLE);
  assert.equal(await comesFromCheck(1, HOAX), true);
  const { reviews } = HOAX;
  const also = /** @type {any} */ ([{ listing: {}, claim: null }, { listing: {}, claim: { reviews } }]);
  assert.equal(await comesFromCheck(1, { ...HOAX, reviews: [], also }), true);
  assert.equal(await comesFromCheck(1, { ...HOAX, reviews: [] }), false);
  assert.equal(await comesFromCheck(1, { ...HOAX, reviews: [{ ...reviews[0], url: 'https://check.example/2' }] }), false);
  assert.equal(await comesFromCheck(2, HOAX), false);
});

test('what was opened from the article is quiet alone, until the article is shown again', async () => {
  await noteShown(1, ARTICLE);
  await noteShown(1, HOAX);
  assert.deepEqual([await comesFromCheck(1, HOAX), await comesFromCheck(1, OTHER)], [true, false]);
  await noteShown(1, ARTICLE);
  assert.deepEqual([await comesFromCheck(1, HOAX), await comesFromCheck(1, OTHER)], [true, true]);
  await noteShown(1, PAGE);
  assert.deepEqual([...items], []);
});

test('a tab that the article opens begins there; one that its hoax opens does not, and each may lead the other', async () => {
  await noteShown(1, ARTICLE);
  await passOn(1, 2);
  assert.equal(await comesFromCheck(2, HOAX), true);
  await noteShown(2, HOAX);
  await passOn(2, 3);
  assert.equal(await comesFromCheck(3, HOAX), false);
  assert.deepEqual([items.get('led 2'), items.get('led 3'), items.has('led 1')], [true, true, false]);
});

test('in a tab that another may lead an article counts when it has been seen for a while, on a clock that goes either way', async (t) => {
  const now = Date.now();
  const clock = t.mock.method(Date, 'now', () => now);
  await passOn(8, 1);
  seen = false;
  await noteShown(1, ARTICLE);
  assert.equal(note(1).since, null);
  clock.mock.mockImplementation(() => now + 10 * READ_MS);
  assert.equal(await comesFromCheck(1, HOAX), false, 'nobody has seen it');
  await noteSeen(1);
  assert.equal(await comesFromCheck(1, HOAX), false);
  for (const [passed, counts] of /** @type {[number, boolean][]} */ ([[READ_MS - 1, false], [READ_MS, true], [-READ_MS, true]])) {
    clock.mock.mockImplementation(() => now + 10 * READ_MS + passed);
    assert.equal(await comesFromCheck(1, HOAX), counts, String(passed));
    await noteSeen(1);
    await noteShown(1, ARTICLE);
    assert.equal(note(1).since, now + 10 * READ_MS, 'it is seen since the first time');
  }
});

test('in any other tab it counts at once, and that it is looked at again changes nothing', async () => {
  await noteShown(1, ARTICLE);
  const before = note(1);
  await noteSeen(1);
  assert.deepEqual(note(1), before);
  assert.deepEqual(Object.keys(before), ['article', 'key']);
  await noteSeen(2);
  assert.equal(note(2), undefined);
});

test('nothing is left of a tab that closed', async () => {
  await passOn(8, 1);
  await noteShown(1, ARTICLE);
  await forgetTab(1);
  assert.deepEqual([...items.keys()], ['led 8']);
});
