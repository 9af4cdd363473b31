/** Records that did not come with the update: asked for in company and in no order that tells which one was meant, or not at all. */

import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { beforeEach, test } from 'node:test';
import { database, requests, web } from '../support/browser.mjs';
import { json } from '../support/signer.mjs';

const { recordsOf } = await import('../../../extension/list/details.js');

const SERVER = 'https://list.example';
const SEQ = 1_700_000_000;
/** Together more than travels with an update. */
const PADDING = 'x'.repeat(700_000);

/** @param {number} bucket @param {number} bits @returns {string} a hash whose record lies in this bucket */
const hashIn = (bucket, bits) => ((bucket << (32 - bits)) >>> 0).toString(16).padStart(8, '0') + '0'.repeat(56);

/** @param {number} bits @param {string} [padding] @returns {any} */
function publish(bits, padding = PADDING) {
  const files = Array.from({ length: 2 ** bits }, (_, bucket) => {
    const sha256 = bits === 0 ? hashIn(0, 1) : hashIn(bucket, bits);
    const bytes = json({ format: 1, bucket, claims: {}, listings: [{ sha256, level: 3 }], padding });
    const name = createHash('sha256').update(bytes).digest('hex');
    web.set(`${SERVER}/lists/files/${name}.json`, bytes);
    return { path: `files/${name}.json`, sha256: name, size: bytes.length };
  });
  const head = { server: SERVER, manifest: { seq: SEQ, buckets: { bits, files } } };
  database.stores.set('list', new Map([['head', head]])).set('status', new Map());
  return head;
}

/** @param {any} head @returns {number[]} which buckets were asked for, in this order */
function asked({ manifest }) {
  const paths = manifest.buckets.files.map((/** @type {any} */ { path }) => `${SERVER}/lists/${path}`);
  return requests.map(({ url }) => paths.indexOf(url));
}

beforeEach(() => {
  web.clear();
  requests.length = 0;
});

test('with the bucket that is wanted three others are asked for, all in an order that chance gives', async (t) => {
  const head = publish(3);
  const chance = [6, 2, 2, 4, 30, 10, 40, 20].values();
  t.mock.method(crypto, 'getRandomValues', (/** @type {Uint32Array} */ numbers) => numbers.fill(/** @type {number} */ (chance.next().value)));
  const found = await recordsOf(head)(hashIn(5, 3));
  assert.equal(found?.listing.sha256, hashIn(5, 3));
  assert.deepEqual(asked(head), [6, 4, 5, 2]);
});

test('where there are fewer buckets all of them are asked for', async () => {
  const head = publish(1, PADDING.repeat(4));
  assert.equal((await recordsOf(head)(hashIn(1, 1)))?.listing.sha256, hashIn(1, 1));
  assert.deepEqual(asked(head).sort(), [0, 1]);
});

test('all that came is kept, also what nobody needed, and is not asked for again', async () => {
  const head = publish(3);
  await recordsOf(head)(hashIn(5, 3));
  const came = asked(head);
  requests.length = 0;
  for (const bucket of came) assert.equal((await recordsOf(head)(hashIn(bucket, 3)))?.listing.level, 3);
  assert.deepEqual(asked(head), []);
});

test('what comes when another list has been stored meanwhile answers, and is not kept with that one', async () => {
  const head = publish(3);
  database.stores.get('list')?.set('head', { ...head, manifest: { ...head.manifest, seq: SEQ + 1 } });
  assert.equal((await recordsOf(head)(hashIn(5, 3)))?.listing.level, 3);
  assert.deepEqual([.../** @type {Map<string, unknown>} */ (database.stores.get('list')).keys()], ['head']);
});

test('what keeps the company from coming does not matter, and a bucket that could not be had is asked for again', async () => {
  const head = publish(3);
  const { path } = head.manifest.buckets.files[5];
  const all = new Map(web);
  web.clear();
  web.set(`${SERVER}/lists/${path}`, /** @type {any} */ (all.get(`${SERVER}/lists/${path}`)));
  assert.equal((await recordsOf(head)(hashIn(5, 3)))?.listing.level, 3);
  const details = recordsOf(head);
  await assert.rejects(details(hashIn(6, 3)), { code: 'unreachable' });
  for (const [url, bytes] of all) web.set(url, bytes);
  assert.equal((await details(hashIn(6, 3)))?.listing.level, 3);
});

test('a link that is only seen asks nobody, and what is asked for a page does not wait for it', async () => {
  const head = publish(3);
  const details = recordsOf(head);
  await assert.rejects(details(hashIn(5, 3), false), { code: 'unreachable' });
  assert.deepEqual(asked(head), []);
  assert.equal((await details(hashIn(5, 3)))?.listing.level, 3);
  assert.equal((await details(hashIn(5, 3), false))?.listing.level, 3, 'it is here now');
});

test('a bucket is read once, however many ask for it', async () => {
  const head = publish(3);
  const details = recordsOf(head);
  const both = await Promise.all([details(hashIn(5, 3)), details(hashIn(5, 3))]);
  assert.deepEqual(both.map((found) => found?.listing.level), [3, 3]);
  assert.equal(asked(head).length, 4);
});

test('where all records travel with the update none is ever asked for', async () => {
  const head = publish(0, '');
  await assert.rejects(recordsOf(head)(hashIn(0, 1)), { code: 'unreachable' });
  assert.deepEqual(asked(head), []);
});
