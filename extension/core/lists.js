/**
 * What a snapshot holds: for each (level, verdict) its prefixes in ascending order, and the
 * digest that says whether two snapshots hold the same (docs/protocol.md, section 3).
 */

import { sha256Hex } from './bytes.js';
import { ListError } from './errors.js';

/**
 * @typedef {object} SnapshotList
 * @property {number} level
 * @property {number} verdict
 * @property {Uint32Array<ArrayBuffer>} high upper halves of the prefixes
 * @property {Uint32Array<ArrayBuffer>} low lower halves
 */

const MAX_LEVEL = 3;
const MAX_VERDICT = 11;

/**
 * One number for (level, verdict), ascending as the lists are; it also fits into four and four bits.
 *
 * @param {number} level
 * @param {number} verdict
 */
export function listTag(level, verdict) {
  return (level << 4) | verdict;
}

/**
 * Reads level and verdict of the next list.
 *
 * @param {Uint8Array} data
 * @param {number} at
 * @param {number} before tag of the list before, -1 at first
 */
export function readListId(data, at, before) {
  if (data.length - at < 2) throw new ListError('truncated', `a list header at byte ${at}`);
  const [level, verdict] = [data[at], data[at + 1]];
  if (level > MAX_LEVEL || verdict > MAX_VERDICT || listTag(level, verdict) <= before) {
    throw new ListError('bad_format', `list (${level}, ${verdict}) at byte ${at}`);
  }
  return { level, verdict };
}

/**
 * @param {readonly SnapshotList[]} lists in ascending order of (level, verdict)
 * @returns {Promise<string>} hexadecimal SHA-256 of the content, whatever its encoding
 */
export async function stateDigest(lists) {
  const size = lists.reduce((sum, { high }) => sum + 6 + high.length * 8, 0);
  const bytes = new Uint8Array(size);
  const view = new DataView(bytes.buffer);
  let at = 0;
  for (const { level, verdict, high, low } of lists) {
    view.setUint8(at, level);
    view.setUint8(at + 1, verdict);
    view.setUint32(at + 2, high.length);
    at += 6;
    for (let i = 0; i < high.length; i += 1, at += 8) {
      view.setUint32(at, high[i]);
      view.setUint32(at + 4, low[i]);
    }
  }
  return sha256Hex(bytes);
}
