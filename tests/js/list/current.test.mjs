/** The list that decides is read once and kept until it changes, and a store that could not be read is asked again. */

import assert from 'node:assert/strict';
import { beforeEach, test } from 'node:test';
import { database, web } from '../support/browser.mjs';
import { Publisher } from '../support/publisher.mjs';

const { currentList, updateStatus } = await import('../../../extension/list/current.js');
const { announceListChange, onListChange } = await import('../../../extension/list/notices.js');
const { update } = await import('../../../extension/list/update.js');

const NOW = 1_700_000_000;
const SERVER = 'https://list.example';
const publisher = new Publisher();
publisher.publish([{ key: 'url:hoax.example/berita/1', level: 3, verdict: 1 }], NOW);
for (const [path, bytes] of publisher.files) web.set(`${SERVER}/lists/${path}`, bytes);

const attempt = (now = NOW) => update({ server: SERVER, rootKey: publisher.root.publicText, seed: null }, now);

beforeEach(async () => {
  database.stores.set('list', new Map()).set('status', new Map());
  await attempt();
  announceListChange();
});

test('it says which publication it is', async () => {
  const list = (await currentList()) ?? assert.fail();
  const { seq, created, expires, licence, manifest } = list;
  assert.deepEqual([seq, created, expires, licence], [NOW, NOW, NOW + 259_200, 'CC-BY-4.0']);
  assert.equal(manifest.snapshot.keys, 1);
  assert.deepEqual([list.staleness(expires - 1), list.staleness(expires)], ['fresh', 'stale']);
});

test('a checker’s article is known by its key, and no other page is', async () => {
  const list = (await currentList()) ?? assert.fail();
  const [number] = list.articles(['https://www.check.example/1?#isi']);
  assert.equal(list.article('url:check.example/1'), number);
  assert.equal(list.article('url:check.example/2'), null);
  assert.deepEqual(list.articles([7, 'about:blank', null]), []);
});

test('it is read once, and anew after a change', async () => {
  const list = currentList();
  assert.equal(currentList(), list);
  assert.equal((await list)?.seq, NOW);
  database.stores.get('list')?.clear();
  assert.equal(currentList(), list);
  announceListChange();
  assert.equal(await currentList(), null);
});

test('a list that cannot be read now is read at the next call', async () => {
  const parts = /** @type {Map<string, any>} */ (database.stores.get('list'));
  const head = parts.get('head');
  parts.set('head', { ...head, rules: {} });
  const failing = currentList();
  await assert.rejects(failing);
  parts.set('head', head);
  assert.equal((await currentList())?.seq, NOW);
});

test('a list that changed while an older one could not be read is kept', async (t) => {
  const parts = /** @type {Map<string, any>} */ (database.stores.get('list'));
  const { rules: _, ...broken } = parts.get('head');
  let reads = 0;
  t.mock.method(parts, 'get', (/** @type {string} */ name) => {
    const part = Map.prototype.get.call(parts, name);
    return name === 'head' && (reads += 1) === 1 ? broken : part;
  });
  const failing = currentList();
  announceListChange();
  const next = currentList();
  await assert.rejects(failing);
  assert.equal((await next)?.seq, NOW);
  assert.equal(currentList(), next);
});

test('how the last attempts went is told: when one was good, what went wrong, how often', async () => {
  assert.deepEqual(await updateStatus(), { checked: NOW, error: null, failures: 0 });
  const all = new Map(web);
  web.clear();
  await attempt(NOW + 1);
  await attempt(NOW + 2);
  for (const [url, bytes] of all) web.set(url, bytes);
  const { checked, error, failures } = await updateStatus();
  assert.deepEqual([checked, error?.code, error?.at, failures], [NOW, 'unreachable', NOW + 2, 2]);
});

test('what changed in one window is heard in another that only listens, and in its own', async () => {
  const otherWindow = '../../../extension/list/notices.js?another';
  const other = await import(otherWindow);
  let here = 0;
  onListChange(() => {
    here += 1;
  });
  const there = new Promise((resolve) => other.onListChange(() => resolve('heard')));
  announceListChange();
  assert.equal(here, 1);
  // A channel keeps no test from ending.
  const waiting = setTimeout(() => {}, 10_000);
  assert.equal(await there, 'heard');
  clearTimeout(waiting);
});
