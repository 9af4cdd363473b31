/** What is answered of an address: by the first key that is truly listed, with its record, and never that it is safe. */

import assert from 'node:assert/strict';
import { beforeEach, test } from 'node:test';
import { database, requests, web } from '../support/browser.mjs';
import { Publisher } from '../support/publisher.mjs';

const { judge } = await import('../../../extension/judgement/judge.js');
const { announceListChange } = await import('../../../extension/list/notices.js');
const { update } = await import('../../../extension/list/update.js');

const NOW = 1_700_000_000;
const SERVER = 'https://list.example';
const HOAX = { key: 'url:hoax.example/berita/1', level: 3, verdict: 1 };
const SITE = { key: 'host:situs.example', level: 3, verdict: 1 };
const CLEARED = { key: 'url:situs.example/ralat', level: 0, verdict: 10 };
/** Of an answer that names nothing. */
const NOTHING = { level: 0, verdict: 'unknown', kind: '', key: '', listing: null, claim: null, reviews: [], test: false, also: [] };
const LIST = { seq: NOW, created: NOW, expires: NOW + 259_200, staleness: 'fresh', licence: 'CC-BY-4.0' };

/** @param {any[]} items @param {Parameters<Publisher['publish']>[2]} [how] */
async function publish(items, how) {
  const publisher = new Publisher();
  publisher.publish(items, NOW, how);
  web.clear();
  for (const [path, bytes] of publisher.files) web.set(`${SERVER}/lists/${path}`, bytes);
  database.stores.set('list', new Map()).set('status', new Map());
  assert.equal((await update({ server: SERVER, rootKey: publisher.root.publicText, seed: null }, NOW)).outcome, 'updated');
  requests.length = 0;
}

beforeEach(() => publish([HOAX, SITE, CLEARED]));

test('without a list it is an error, and nothing else is said', async () => {
  database.stores.set('list', new Map());
  announceListChange();
  assert.deepEqual(await judge('http://hoax.example/berita/1', NOW), { state: 'error', reason: 'no_list', identity: null, list: null, ...NOTHING });
});

test('a page that is not listed is unknown by this list', async () => {
  const { identity, ...judged } = await judge('http://hoax.example/berita/2', NOW);
  assert.equal(identity?.key, 'url:hoax.example/berita/2');
  assert.deepEqual(judged, { state: 'unknown', reason: null, list: LIST, ...NOTHING });
});

test('what is no address of the web is an error with its reason', async () => {
  assert.deepEqual(await judge('about:config', NOW), { state: 'error', reason: 'not_http', identity: null, list: LIST, ...NOTHING });
});

test('a listed page comes with its record, and what decided is told', async () => {
  const { listing, claim, identity, ...judged } = await judge('http://www.hoax.example/berita/1#x', NOW);
  assert.deepEqual([listing?.level, claim?.text.id, identity?.key], [3, 'Klaim', HOAX.key]);
  assert.deepEqual(judged, {
    state: 'listed', reason: null, level: 3, verdict: 'false', kind: 'url', key: HOAX.key, list: LIST, test: false, also: [],
    reviews: [{ publisher: 'Pemeriksa', url: 'https://check.example/1' }],
  });
});

test('the narrowest listing decides, also where it clears a page of a listed site', async () => {
  assert.deepEqual((await judge('http://situs.example/lain', NOW)).key, SITE.key);
  const { state, level, key } = await judge('http://situs.example/ralat', NOW);
  assert.deepEqual([state, level, key], ['cleared', 0, CLEARED.key]);
});

test('no spelling that is refused leads past a wider listing', async () => {
  const { state, key, level, identity } = await judge(`http://situs.example/${'a'.repeat(9_000)}`, NOW);
  assert.deepEqual([state, key, level, identity], ['listed', SITE.key, 3, null]);
});

test('a list past its date says so and is quieter about whole sites', async () => {
  const later = NOW + 259_200;
  const [site, page] = [await judge('http://situs.example/lain', later), await judge('http://hoax.example/berita/1', later)];
  assert.deepEqual([site.level, page.level, page.list?.staleness], [2, 3, 'stale']);
});

/** @type {[string, (made: any) => void][]} */
const NAMELESS = [
  ['has no claim', (made) => delete made.claims.c1],
  ['has a claim without any check', (made) => (made.claims.c1.reviews = [])],
];
for (const [what, change] of NAMELESS) {
  test(`a listing that ${what} is a note and no more`, async () => {
    const bucket = (/** @type {any} */ made) => {
      change(made);
      return made;
    };
    await publish([HOAX, { ...SITE, level: 1 }, CLEARED], { bucket });
    for (const [url, state, level] of /** @type {[string, string, number][]} */ ([
      ['http://hoax.example/berita/1', 'listed', 1], ['http://situs.example/x', 'listed', 1], ['http://situs.example/ralat', 'cleared', 0],
    ])) {
      const judged = await judge(url, NOW);
      assert.deepEqual([judged.state, judged.level, judged.reason, judged.reviews], [state, level, 'no_details', []], url);
    }
  });
}

test('a test page of the service is told from what was found, by nothing but a plain yes', async () => {
  for (const [said, is] of /** @type {[unknown, boolean][]} */ ([[true, true], ['yes', false], [1, false], [undefined, false]])) {
    await publish([HOAX], { bucket: (made) => ({ ...made, listings: made.listings.map((/** @type {any} */ each) => ({ ...each, test: said })) }) });
    assert.equal((await judge('http://hoax.example/berita/1', NOW)).test, is, String(said));
  }
});

test('a record that is not here is asked for when a page is opened, and not for a link that is only seen', async () => {
  await publish([HOAX, SITE, CLEARED], { bits: 2, padding: 1_500_000 });
  const seen = await judge('http://hoax.example/berita/1', NOW, { asks: false });
  assert.deepEqual([seen.level, seen.reason, requests.length], [1, 'no_details', 0]);
  assert.equal((await judge('http://hoax.example/berita/1', NOW)).level, 3);
});

test('a defect of ours is no note: it is thrown', async () => {
  const parts = /** @type {Map<string, any>} */ (database.stores.get('list'));
  parts.set('bucket:0', { listings: 7, claims: {} });
  await assert.rejects(judge('http://hoax.example/berita/1', NOW), TypeError);
});
