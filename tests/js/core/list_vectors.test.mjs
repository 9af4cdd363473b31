/** The shared vectors of the published set (tests/vectors/lists): this client reads and refuses what Python does. */

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { fetchEntry, fetchFrom } from '../../../extension/list/download.js';
import { followTrust } from '../../../extension/list/trust.js';
import { applyDiff } from '../../../extension/core/diff.js';
import { LIST_ERROR_CODES, ListError } from '../../../extension/core/errors.js';
import { stateDigest } from '../../../extension/core/lists.js';
import { parsePublicKey, verify } from '../../../extension/core/minisign.js';
import { decodeSnapshot } from '../../../extension/core/snapshot.js';
import { stalenessAt } from '../../../extension/core/staleness.js';

/** @typedef {Record<string, any>} Row */

/** @param {string} name @returns {{ root: string, rows: Row[] }} */
const read = (name) => JSON.parse(readFileSync(new URL(`../../vectors/lists/${name}.json`, import.meta.url), 'utf8'));

/** @param {string} text */
const bytes = (text) => new Uint8Array(Buffer.from(text, 'base64'));

/** @param {number} half */
const hex8 = (half) => half.toString(16).padStart(8, '0');

/** @param {readonly import('../../../extension/core/lists.js').SnapshotList[]} lists */
async function described(lists) {
  return {
    state: await stateDigest(lists),
    lists: lists.map(({ level, verdict, high, low }) => ({
      level,
      verdict,
      prefixes: Array.from(high, (half, i) => hex8(half) + hex8(low[i])),
    })),
  };
}

/** What a row expects of a reader. @param {Row} row @param {() => Promise<unknown>} reader */
async function check(row, reader) {
  if (row.expect_error === undefined) {
    assert.deepEqual(await reader(), row.expect);
    return;
  }
  await assert.rejects(reader, (error) => {
    assert.ok(error instanceof ListError, String(error));
    assert.equal(error.code, row.expect_error, error.message);
    return true;
  });
}

/** @param {Row} row */
const snapshotOf = async (row, data = bytes(row.data)) => described(await decodeSnapshot(data));
/** @param {Row} row */
const diffOf = async (row, data = bytes(row.data)) => described(await applyDiff(await decodeSnapshot(bytes(row.old)), data));
/** @param {Row} row */
const signatureOf = async (row, data = bytes(row.signature)) => ({
  trusted_comment: await verify(row.keys.map(parsePublicKey), bytes(row.message), data),
});

/** @type {[string, string, (row: Row, data?: Uint8Array<ArrayBuffer>) => Promise<unknown>][]} */
const FORMATS = [
  ['snapshots', 'data', snapshotOf],
  ['diffs', 'data', diffOf],
  ['signatures', 'signature', signatureOf],
];

for (const [name, field, reader] of FORMATS) {
  const { rows } = read(name);
  for (const row of rows) test(`${name}: ${row.id}`, () => check(row, () => reader(row)));

  test(`${name}: every flipped bit of every good row is refused with a code`, async () => {
    for (const row of rows.filter(({ expect_error: error }) => error === undefined)) {
      const good = bytes(row[field]);
      for (let at = 0; at < good.length * 8; at += 1) {
        const flipped = new Uint8Array(good);
        flipped[at >> 3] ^= 1 << (at & 7);
        await assert.rejects(reader(row, flipped), (error) => {
          assert.ok(error instanceof ListError && LIST_ERROR_CODES.includes(error.code), `${row.id}, bit ${at}: ${error}`);
          return true;
        });
      }
    }
  });
}

for (const row of read('files').rows) {
  test(`files: ${row.id}`, async () => {
    const sent = bytes(row.data);
    const real = globalThis.fetch;
    globalThis.fetch = async () => new Response(sent);
    try {
      const entry = { path: 'files/x.json', sha256: row.sha256, size: row.size };
      const reading = fetchEntry(fetchFrom('https://list.example/lists'), entry);
      await check({ ...row, expect: sent }, () => reading);
    } finally {
      globalThis.fetch = real;
    }
  });
}

/** @param {Row} step @returns {import('../../../extension/list/download.js').FetchFile} */
function filesOf(step) {
  /** @type {Record<string, string>} */
  const names = {
    'keys.json': 'keys',
    'keys.json.minisig': 'keys_signature',
    'manifest.json': 'manifest',
    'manifest.json.minisig': 'manifest_signature',
  };
  return async (path, { cap }) => {
    const data = bytes(step[names[path]]);
    if (data.length > cap) throw new ListError('too_large', path);
    return data;
  };
}

/**
 * Judges an update as the protocol's section 8 does.
 *
 * @param {Row} step @param {string} root @param {{ keysVersion: number, floor: number }} floors changed in place
 */
async function judge(step, root, floors) {
  try {
    const { manifest } = await followTrust(filesOf(step), root, floors, step.now);
    const staleness = stalenessAt(manifest.expires, step.now);
    return { error: staleness === 'fresh' ? null : 'manifest_expired', seq: manifest.seq, staleness };
  } catch (error) {
    if (!(error instanceof ListError)) throw error;
    return { error: error.code, seq: null, staleness: null };
  }
}

const updates = read('updates');
for (const row of updates.rows) {
  test(`updates: ${row.id}`, async () => {
    const floors = { keysVersion: row.state.keys_version, floor: row.state.floor };
    const judged = await judge(row, updates.root, floors);
    assert.deepEqual({ ...judged, state: { keys_version: floors.keysVersion, floor: floors.floor } }, row.expect);
  });
}

const histories = read('histories');
for (const row of histories.rows) {
  test(`histories: ${row.id}`, async () => {
    const floors = { keysVersion: 0, floor: 0 };
    let held = null;
    for (const step of row.steps) {
      const { error, seq } = await judge(step, row.root ?? histories.root, floors);
      held = seq ?? held;
      assert.deepEqual([error, held], [step.expect_error, step.expect_held_seq]);
    }
  });
}
