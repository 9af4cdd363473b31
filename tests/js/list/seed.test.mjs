/** A first list that came with the program: verified like any other, used until the server answers, and never afterwards. */

import assert from 'node:assert/strict';
import { beforeEach, test } from 'node:test';
import { database, requests, web } from '../support/browser.mjs';
import { Publisher } from '../support/publisher.mjs';

const { update } = await import('../../../extension/list/update.js');
const { currentList, updateStatus } = await import('../../../extension/list/current.js');
const { announceListChange } = await import('../../../extension/list/notices.js');

const NOW = 1_700_000_000;
const SERVER = 'https://list.example';
const SEED = 'chrome-extension://test/seed';
const HOAX = { key: 'url:hoax.example/berita/1', level: 3, verdict: 1 };

/** @type {Publisher} */
let publisher;

/** @param {string} base @param {Publisher} [from] */
function lay(base, from = publisher) {
  for (const [path, bytes] of from.files) web.set(`${base}/${path}`, bytes);
}

const attempt = (now = NOW) => update({ server: SERVER, rootKey: publisher.root.publicText, seed: SEED }, now);

beforeEach(async () => {
  web.clear();
  database.stores.set('list', new Map()).set('status', new Map());
  announceListChange();
  publisher = new Publisher();
  publisher.publish([HOAX], NOW);
  requests.length = 0;
  // What waits for a first list has asked for it before it comes.
  assert.equal(await currentList(), null);
});

test('it decides while the server cannot be asked, and those who wait for a list learn that it is there', async () => {
  lay(SEED);
  assert.deepEqual(await attempt(), { outcome: 'failed', code: 'unreachable', hasList: true, failures: 1 });
  assert.equal((await currentList())?.seq, NOW);
});

test('that it was read is no check of the server’s list', async () => {
  lay(SEED);
  await attempt();
  assert.equal((await updateStatus()).checked, null);
});

test('the server’s newer list takes its place in the same attempt', async () => {
  lay(SEED);
  publisher.publish([], NOW + 10);
  lay(`${SERVER}/lists`);
  assert.equal((await attempt(NOW + 10)).outcome, 'updated');
  assert.equal((await currentList())?.seq, NOW + 10);
});

test('one that another root signed, or that has been changed, is not used and hinders nothing', async () => {
  const other = new Publisher();
  other.publish([], NOW);
  lay(SEED, other);
  assert.deepEqual(await attempt(), { outcome: 'failed', code: 'unreachable', hasList: false, failures: 1 });
  assert.equal(await currentList(), null);
  lay(`${SERVER}/lists`);
  assert.deepEqual(await attempt(), { outcome: 'updated', code: null, hasList: true, failures: 0 });
});

test('once there is a list it is not looked at again', async () => {
  lay(SEED);
  lay(`${SERVER}/lists`);
  await attempt();
  assert.ok(requests.some(({ url }) => url.startsWith(SEED)));
  requests.length = 0;
  await attempt(NOW + 1);
  assert.deepEqual(requests.filter(({ url }) => url.startsWith(SEED)), []);
});
