/**
 * Reads a snapshot file: the keys of all active listings (docs/protocol.md, section 3).
 *
 * Everything in it is checked before anything is given back, and the content must have the
 * state digest that stands in its header.
 */

import { toHex } from './bytes.js';
import { ListError } from './errors.js';
import { readListId, listTag, stateDigest } from './lists.js';
import { MAX_SNAPSHOT_BYTES } from './manifest.js';
import { MAX_COUNT, readBlock } from './rice.js';

/** @typedef {import('./lists.js').SnapshotList} SnapshotList */

const MAGIC = [0x43, 0x4b, 0x54, 0x53]; // "CKTS"
const VERSION = 1;
const HEADER_BYTES = 40;

/**
 * What every binary file begins with: magic, version, a count, two zero bytes.
 *
 * @param {Uint8Array} data
 * @param {readonly number[]} magic
 * @param {number} headerBytes
 * @returns {number} the count
 */
export function readPreamble(data, magic, headerBytes) {
  if (data.length > MAX_SNAPSHOT_BYTES) throw new ListError('too_large', `${data.length} bytes`);
  if (data.length < headerBytes) throw new ListError('truncated', `a header of ${data.length} bytes`);
  if (!magic.every((byte, i) => data[i] === byte)) throw new ListError('bad_format', 'another kind of file');
  if (data[4] !== VERSION || data[6] !== 0 || data[7] !== 0) throw new ListError('bad_format', 'another version');
  return data[5];
}

/**
 * @param {Uint8Array} data
 * @returns {Promise<SnapshotList[]>} in ascending order of (level, verdict)
 */
export async function decodeSnapshot(data) {
  const count = readPreamble(data, MAGIC, HEADER_BYTES);
  /** @type {SnapshotList[]} */
  const lists = [];
  let at = HEADER_BYTES;
  let before = -1;
  let keys = 0;
  for (let i = 0; i < count; i += 1) {
    const { level, verdict } = readListId(data, at, before);
    before = listTag(level, verdict);
    const { high, low, end } = readBlock(data, at + 2, Infinity, MAX_COUNT - keys);
    if (high.length === 0) throw new ListError('bad_format', `an empty list at byte ${at}`);
    keys += high.length;
    lists.push({ level, verdict, high, low });
    at = end;
  }
  if (at !== data.length) throw new ListError('bad_format', `${data.length - at} bytes too many`);
  if ((await stateDigest(lists)) !== toHex(data.subarray(8, HEADER_BYTES))) {
    throw new ListError('bad_checksum', 'the content has another state digest');
  }
  return lists;
}
