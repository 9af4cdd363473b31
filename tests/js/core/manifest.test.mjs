/** manifest.json: signed, newer or the same, not from the future, with paths that stay in files/. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { FUTURE_SECONDS, MAX_RULES_BYTES, listedLinks, readManifest } from '../../../extension/core/manifest.js';
import { parsePublicKey } from '../../../extension/core/minisign.js';
import { flip, json, makeSigner, refused } from '../support/signer.mjs';

const online = makeSigner();
const keys = [parsePublicKey(online.publicText)];
const NOW = 1_700_000_000;
const SHA = 'ab'.repeat(32);

/** @param {string} ending */
const file = (ending) => ({ path: `files/${SHA}.${ending}`, sha256: SHA, size: 10 });

const GOOD = {
  format: 1,
  name: 'CekTautan',
  seq: NOW,
  created: NOW,
  expires: NOW + 259_200,
  licence: 'CC-BY-4.0',
  log_head: null,
  keys_version: 1,
  snapshot: { ...file('snap'), keys: 2 },
  rules: file('json'),
  buckets: { bits: 1, files: [file('json'), file('json')] },
  diffs: [{ ...file('diff'), from: SHA }],
  counts: { claims: 1, listings: 1, levels: { 3: 1 } },
};

/** @param {unknown} value @param {{ floor?: number, now?: number }} [state] */
function read(value, { floor = 0, now = NOW } = {}) {
  const bytes = json(value);
  return readManifest(bytes, online.sign(bytes), keys, { floor, now });
}

test('a signed manifest is read', async () => {
  const manifest = await read(GOOD);
  assert.equal(manifest.seq, NOW);
  assert.equal(manifest.buckets.files.length, 2);
  assert.equal(manifest.diffs[0].from, SHA);
});

test('readers are told the listings without test pages; where that is missing or odd, the keys', async () => {
  assert.equal(listedLinks(await read(GOOD)), 1);
  assert.equal(listedLinks(await read({ ...GOOD, counts: { listings: 0 } })), 0);
  for (const counts of [undefined, null, 7, 'banyak', [], {}, { listings: '1' }]) {
    assert.equal(listedLinks(await read({ ...GOOD, counts })), 2);
  }
});

test('every flipped byte is refused', async () => {
  const bytes = json(GOOD);
  const signature = online.sign(bytes);
  for (let at = 0; at < bytes.length; at += 1) {
    await assert.rejects(readManifest(flip(bytes, at), signature, keys, { floor: 0, now: NOW }), refused('bad_signature'));
  }
});

test('a lower seq is refused, the same one is not', async () => {
  await assert.rejects(read(GOOD, { floor: NOW + 1 }), refused('rolled_back'));
  await read(GOOD, { floor: NOW });
});

test('a manifest made more than a day ahead is refused', async () => {
  await assert.rejects(read(GOOD, { now: NOW - FUTURE_SECONDS - 1 }), refused('from_future'));
  await read(GOOD, { now: NOW - FUTURE_SECONDS });
});

test('an expired manifest is stale, not refused', async () => {
  assert.equal((await read(GOOD, { now: GOOD.expires + 1 })).expires, GOOD.expires);
});

test('a file beyond its cap is refused before anybody fetches it', async () => {
  await assert.rejects(read({ ...GOOD, rules: { ...file('json'), size: MAX_RULES_BYTES + 1 } }), refused('too_large'));
});

test('a path that leaves files/ is refused', async () => {
  for (const path of [`files/${'cd'.repeat(32)}.json`, `files/${SHA}.exe`, '../x', `/files/${SHA}.json`, `files/../${SHA}.json`, `https://evil.example/${SHA}.json`, '']) {
    await assert.rejects(read({ ...GOOD, rules: { ...file('json'), path } }), refused('bad_format'));
  }
});

test('a wrong shape is refused, whatever is wrong', async () => {
  const wrong = [
    { ...GOOD, format: 2 },
    { ...GOOD, seq: -1 },
    { ...GOOD, seq: 1e300 },
    { ...GOOD, created: null },
    { ...GOOD, snapshot: file('snap') },
    { ...GOOD, snapshot: null },
    { ...GOOD, buckets: { bits: 2, files: [file('json')] } },
    { ...GOOD, buckets: { bits: 40, files: [] } },
    { ...GOOD, buckets: null },
    { ...GOOD, diffs: {} },
    { ...GOOD, diffs: [file('diff')] },
    { ...GOOD, rules: { ...file('json'), sha256: 'AB'.repeat(32) } },
  ];
  for (const value of wrong) await assert.rejects(read(value), refused('bad_format'));
});
