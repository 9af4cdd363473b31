/** Snapshot, diff and index: what was published is what is found, and nothing tampered is read. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { applyDiff } from '../../../extension/core/diff.js';
import { buildIndex, findPrefix, hasRepeats, indexLists } from '../../../extension/core/index.js';
import { decodeSnapshot } from '../../../extension/core/snapshot.js';
import { diff, generator, prefixes, snapshot } from '../support/encoder.mjs';
import { flip, refused } from '../support/signer.mjs';

const OLD = new Map([
  ['0,0', prefixes(3, 1)],
  ['1,9', prefixes(17, 2)],
  ['3,1', prefixes(200, 3)],
  ['3,5', prefixes(1, 4)],
]);

/** @param {bigint} value */
const halves = (value) => /** @type {[number, number]} */ ([Number(value >> 32n), Number(value & 0xffffffffn)]);

/** @param {Promise<unknown>} promise */
async function refusedSomehow(promise) {
  await assert.rejects(promise, (error) => /** @type {Error} */ (error).name === 'ListError');
}

test('every key of a snapshot is found with its level and verdict, its neighbours are not', async () => {
  const index = buildIndex(await decodeSnapshot(snapshot(OLD)));
  const all = new Set([...OLD.values()].flat());
  for (const [id, list] of OLD) {
    const [level, verdict] = id.split(',').map(Number);
    for (const value of list) {
      assert.deepEqual(findPrefix(index, ...halves(value)), { level, verdict });
      if (!all.has(value + 1n)) assert.equal(findPrefix(index, ...halves(value + 1n)), null);
    }
  }
  assert.equal(findPrefix(index, 0, 0), null);
  assert.equal(findPrefix(index, 0xffffffff, 0xffffffff), null);
});

test('an empty snapshot is read and finds nothing', async () => {
  const index = buildIndex(await decodeSnapshot(snapshot(new Map())));
  assert.equal(findPrefix(index, 1, 2), null);
  assert.deepEqual(indexLists(index), []);
});

test('the index gives back the lists it was built from', async () => {
  const lists = await decodeSnapshot(snapshot(OLD));
  assert.deepEqual(indexLists(buildIndex(lists)), lists);
});

test('a prefix in two lists is noticed', async () => {
  const twice = new Map([
    ['1,8', [5n, 7n]],
    ['3,1', [7n]],
  ]);
  assert.equal(hasRepeats(buildIndex(await decodeSnapshot(snapshot(twice)))), true);
  assert.equal(hasRepeats(buildIndex(await decodeSnapshot(snapshot(OLD)))), false);
});

test('a snapshot with any bit flipped is refused', async () => {
  const file = snapshot(OLD);
  for (let at = 0; at < file.length; at += 1) {
    for (const bit of [1, 2, 4, 8, 16, 32, 64, 128]) {
      const tampered = new Uint8Array(file);
      tampered[at] ^= bit;
      await refusedSomehow(decodeSnapshot(tampered));
    }
  }
});

test('a snapshot that ends early is truncated, one that goes on is refused', async () => {
  const file = snapshot(OLD);
  for (let length = 0; length < file.length; length += 3) {
    await assert.rejects(decodeSnapshot(file.slice(0, length)), refused('truncated'));
  }
  await assert.rejects(decodeSnapshot(new Uint8Array([...file, 0])), refused('bad_format'));
});

test('a wrong digest and lists out of order have their own code', async () => {
  const file = snapshot(OLD);
  await assert.rejects(decodeSnapshot(flip(file, 20)), refused('bad_checksum'));
  const disordered = snapshot(new Map([['1,9', [1n]]]));
  disordered[40] = 4;
  await assert.rejects(decodeSnapshot(disordered), refused('bad_format'));
});

test('a diff makes exactly the new snapshot: removals, additions, moves, new and emptied lists', async () => {
  const now = new Map(OLD);
  now.set('3,1', [.../** @type {bigint[]} */ (OLD.get('3,1')).slice(20), ...prefixes(31, 9)]);
  now.set('0,0', [.../** @type {bigint[]} */ (OLD.get('0,0')), /** @type {bigint[]} */ (OLD.get('3,1'))[0]]);
  now.set('3,5', []);
  now.set('2,2', [0n, 2n ** 64n - 1n]);
  const made = await applyDiff(await decodeSnapshot(snapshot(OLD)), diff(OLD, now));
  assert.deepEqual(made, await decodeSnapshot(snapshot(now)));
});

test('random changes in a row stay equal to whole snapshots', async () => {
  const next = generator(11);
  let was = new Map(OLD);
  let lists = await decodeSnapshot(snapshot(was));
  for (let round = 0; round < 30; round += 1) {
    const now = new Map();
    for (const id of ['0,0', '1,9', '2,1', '3,1']) {
      const kept = (was.get(id) ?? []).filter(() => next() % 10 > 0);
      now.set(id, [...kept, ...prefixes(next() % 12, next())]);
    }
    lists = await applyDiff(lists, diff(was, now));
    assert.deepEqual(lists, await decodeSnapshot(snapshot(now)));
    was = now;
  }
});

test('a diff for another snapshot, a tampered one and a truncated one are refused', async () => {
  const now = new Map([...OLD, ['2,2', prefixes(5, 12)]]);
  now.set('3,1', /** @type {bigint[]} */ (OLD.get('3,1')).slice(3));
  const lists = await decodeSnapshot(snapshot(OLD));
  const file = diff(OLD, now);
  await assert.rejects(applyDiff(await decodeSnapshot(snapshot(now)), file), refused('bad_checksum'));
  for (let at = 0; at < file.length; at += 1) {
    for (const bit of [1, 16, 128]) {
      const tampered = new Uint8Array(file);
      tampered[at] ^= bit;
      await refusedSomehow(applyDiff(lists, tampered));
    }
    await assert.rejects(applyDiff(lists, file.slice(0, at)), refused('truncated'));
  }
});

test('an index beyond the old list and an addition that is there already are refused', async () => {
  const one = new Map([['3,1', [5n]]]);
  const lists = await decodeSnapshot(snapshot(one));
  const beyond = diff(new Map([['3,1', [5n, 9n]]]), one);
  beyond.set(snapshot(one).slice(8, 40), 8);
  await assert.rejects(applyDiff(lists, beyond), refused('bad_format'));
  const again = diff(new Map(), one);
  again.set(snapshot(one).slice(8, 40), 8);
  await assert.rejects(applyDiff(lists, again), refused('bad_format'));
});
