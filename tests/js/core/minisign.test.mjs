/** Signatures: only the pinned key's, only whole, only over exactly these bytes. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parsePublicKey, verify } from '../../../extension/core/minisign.js';
import { flip, makeSigner, refused, utf8 } from '../support/signer.mjs';

const signer = makeSigner();
const key = parsePublicKey(signer.publicText);
const message = utf8('{"format":1}\n');
const signature = signer.sign(message, 'file:manifest.json');

test('a signature of the pinned key holds and gives its trusted comment', async () => {
  assert.equal(await verify([key], message, signature), 'file:manifest.json');
});

test('a whole minisign.pub file is read like its key line', () => {
  const file = `untrusted comment: minisign public key\n${signer.publicText}\n`;
  assert.deepEqual(parsePublicKey(file), key);
});

test('every flipped byte of the message is refused', async () => {
  for (let at = 0; at < message.length; at += 1) {
    await assert.rejects(verify([key], flip(message, at), signature), refused('bad_signature'));
  }
});

test('every changed byte of the signature file is refused', async () => {
  for (let at = 0; at < signature.length; at += 1) {
    for (const bit of [1, 4, 32, 128]) {
      const changed = new Uint8Array(signature);
      changed[at] ^= bit;
      await assert.rejects(verify([key], message, changed), (error) =>
        ['bad_signature', 'unknown_key'].includes(/** @type {any} */ (error).code),
      );
    }
  }
});

test('another key is unknown, also when it signs', async () => {
  const other = makeSigner();
  await assert.rejects(verify([key], message, other.sign(message)), refused('unknown_key'));
});

test('a truncated signature, a pre-hashed one and an empty one are refused', async () => {
  const text = new TextDecoder().decode(signature);
  const wrong = ['', text.slice(0, 150), text.slice(0, -1), text.replace('\nRW', '\nRU'), `${text}more\n`, text.replaceAll('\n', '\r\n')];
  for (const other of wrong) await assert.rejects(verify([key], message, utf8(other)), refused('bad_signature'));
});

test('what is not a minisign public key is refused', () => {
  for (const text of ['', 'RW', `${signer.publicText}A`, signer.publicText.slice(4), 'a\nb\nc']) {
    assert.throws(() => parsePublicKey(text), refused('bad_format'));
  }
});
