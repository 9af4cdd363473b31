/** keys.json: only root-signed, never older, never expired. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readKeyring } from '../../../extension/core/keyring.js';
import { parsePublicKey } from '../../../extension/core/minisign.js';
import { json, makeSigner, refused } from '../support/signer.mjs';

const root = makeSigner();
const online = makeSigner();
const rootKey = parsePublicKey(root.publicText);
const NOW = 1_700_000_000;
const GOOD = { format: 1, version: 3, created: NOW - 60, expires: NOW + 60, keys: [online.publicText] };

/** @param {unknown} value @param {{ lastVersion?: number, now?: number, signer?: typeof root }} [state] */
function read(value, { lastVersion = 0, now = NOW, signer = root } = {}) {
  const bytes = json(value);
  return readKeyring(bytes, signer.sign(bytes), rootKey, { lastVersion, now });
}

test('root-signed keys are read', async () => {
  const keyring = await read(GOOD, { lastVersion: 3 });
  assert.equal(keyring.version, 3);
  assert.deepEqual(keyring.keys, [parsePublicKey(online.publicText)]);
});

test('keys that the online key signed are refused', async () => {
  await assert.rejects(read(GOOD, { signer: online }), refused('unknown_key'));
});

test('an older version is refused', async () => {
  await assert.rejects(read(GOOD, { lastVersion: 4 }), refused('keys_rolled_back'));
});

test('expired keys are refused from the very second', async () => {
  await assert.rejects(read(GOOD, { now: GOOD.expires }), refused('keys_expired'));
  await read(GOOD, { now: GOOD.expires - 1 });
});

test('a wrong shape is refused, whatever is wrong', async () => {
  const wrong = [
    [],
    null,
    { ...GOOD, format: 2 },
    { ...GOOD, version: '3' },
    { ...GOOD, expires: NOW + 0.5 },
    { ...GOOD, keys: [] },
    { ...GOOD, keys: [1] },
    { ...GOOD, keys: ['RWnot a key'] },
  ];
  for (const value of wrong) await assert.rejects(read(value), refused('bad_format'));
});
