import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { describe, it } from 'node:test';

import { hex, keyHash } from '../../../extension/core/keys.js';

describe('SHA-256 of a key', () => {
  it('is what FIPS 180-4 gives for its own example', () => {
    assert.equal(hex(keyHash('abc')), 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad');
  });

  it('is the same as that of node for every length around its blocks, and beyond ASCII', () => {
    const texts = Array.from({ length: 300 }, (_, length) => 'url:contoh.example/é😀'.repeat(20).slice(0, length).toWellFormed());
    for (const text of [...texts, 'x'.repeat(100_000)]) {
      assert.equal(hex(keyHash(text)), createHash('sha256').update(text).digest('hex'), text);
    }
  });
});
