import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { describe, it } from 'node:test';

import { hex, keyHash } from '../../../extension/core/keys.js';

describe('SHA-256 of a key', () => {
  it('is what FIPS 180-4 gives for its own example', () => {
    assert.equal(hex(keyHash('abc')), 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad');
  });

  it('is the same as that of node for every length around its blocks, and beyond ASCII', () => {
    const text = 'url:contoh.example/é😀'.repeat(20);
    const texts = Array.from({ length: 300 }, (_, length) => [...text].slice(0, length).join(''));
    for (const one of [...texts, 'x'.repeat(100_000)]) {
      assert.equal(hex(keyHash(one)), createHash('sha256').update(one).digest('hex'), one);
    }
  });
});
