/** Rice blocks: every set comes back, and no malformed block is read. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readBlock } from '../../../extension/core/rice.js';
import { block, generator, prefixes } from '../support/encoder.mjs';
import { refused } from '../support/signer.mjs';

/** @param {{ high: Uint32Array, low: Uint32Array }} halves */
const whole = ({ high, low }) => Array.from(high, (value, i) => (BigInt(value) << 32n) | BigInt(low[i]));

/** @param {bigint[]} list */
const sorted = (list) => [...list].sort((a, b) => (a < b ? -1 : 1));

test('an empty block is nine zero bytes', () => {
  assert.deepEqual(readBlock(new Uint8Array(9), 0, Infinity), {
    high: new Uint32Array(0),
    low: new Uint32Array(0),
    end: 9,
  });
});

test('sets at the edges of 64 bits come back', () => {
  const edges = [[0n], [2n ** 64n - 1n], [0n, 2n ** 64n - 1n], [2n ** 32n - 1n, 2n ** 32n, 2n ** 32n + 1n], [0n, 1n, 2n, 3n]];
  for (const list of edges) {
    const bytes = block(list);
    const read = readBlock(bytes, 0, Infinity);
    assert.deepEqual(whole(read), list);
    assert.equal(read.end, bytes.length);
  }
});

test('every k that a writer may choose is read', () => {
  for (let k = 0; k <= 63; k += 1) {
    const unit = 2n ** BigInt(k);
    const list = [unit, unit * 2n, unit * 2n + 5n].map((value) => value % 2n ** 64n);
    const bytes = block(sorted([...new Set(list)]), BigInt(k));
    // A block may not need more quotient bytes than numbers; these never do.
    assert.deepEqual(whole(readBlock(bytes, 0, Infinity)), sorted([...new Set(list)]), `k = ${k}`);
  }
});

test('random sets of many sizes come back, also from the middle of a file', () => {
  for (let size = 1; size < 400; size += 7) {
    const list = sorted(prefixes(size, size));
    const bytes = block(list);
    const file = new Uint8Array([9, 9, 9, ...bytes, 7, 7]);
    const read = readBlock(file, 3, Infinity);
    assert.deepEqual(whole(read), list);
    assert.equal(read.end, 3 + bytes.length);
  }
});

test('a number at the bound is refused, one below it is not', () => {
  const bytes = block([3n, 9n]);
  assert.deepEqual(whole(readBlock(bytes, 0, 10)), [3n, 9n]);
  assert.throws(() => readBlock(bytes, 0, 9), refused('bad_format'));
});

test('a block that ends early is truncated, wherever it ends', () => {
  const bytes = block(sorted(prefixes(50, 1)));
  for (let length = 0; length < bytes.length; length += 1) {
    assert.throws(() => readBlock(bytes.subarray(0, length), 0, Infinity), refused('truncated'));
  }
});

test('malformed headers and streams have their own code', () => {
  /** @param {number} k @param {number} count @param {number} quotientBytes @param {number[]} rest */
  const made = (k, count, quotientBytes, ...rest) =>
    new Uint8Array([k, ...[24, 16, 8, 0].map((s) => (count >>> s) & 255), ...[24, 16, 8, 0].map((s) => (quotientBytes >>> s) & 255), ...rest]);
  assert.throws(() => readBlock(made(1, 0, 0), 0, Infinity), refused('bad_format'));
  assert.throws(() => readBlock(made(0, 0, 1), 0, Infinity), refused('bad_format'));
  assert.throws(() => readBlock(made(0, 2 ** 23 + 1, 2 ** 23), 0, Infinity), refused('too_large'));
  assert.throws(() => readBlock(made(64, 1, 1, 128), 0, Infinity), refused('bad_format'));
  assert.throws(() => readBlock(made(0, 1, 2, 0, 128), 0, Infinity), refused('bad_format'));
  assert.throws(() => readBlock(made(0, 9, 1, 255), 0, Infinity), refused('bad_format'));
  assert.throws(() => readBlock(made(0, 1, 1, 0xc0), 0, Infinity), refused('bad_format'));
  assert.throws(() => readBlock(made(0, 2, 2, 0xc0, 0), 0, Infinity), refused('bad_format'));
  assert.throws(() => readBlock(made(4, 1, 1, 0x80, 0x01), 0, Infinity), refused('bad_format'));
  // Two numbers, of which the second is beyond 64 bits.
  assert.throws(() => readBlock(made(63, 2, 1, 0x50, ...new Array(16).fill(0)), 0, Infinity), refused('bad_format'));
});

test('random bytes are read or refused, and never anything else', () => {
  const next = generator(7);
  for (let round = 0; round < 20_000; round += 1) {
    const count = next() % 9;
    const bytes = Uint8Array.from({ length: 9 + (next() % 24) }, () => (next() >>> 13) & 255);
    bytes.set([next() % 66, 0, 0, 0, count, 0, 0, 0, (count >> 1) + (next() % 3)]);
    try {
      const list = whole(readBlock(bytes, 0, Infinity));
      for (let i = 1; i < list.length; i += 1) assert.ok(list[i] > list[i - 1]);
    } catch (error) {
      assert.equal(/** @type {Error} */ (error).name, 'ListError');
    }
  }
});
