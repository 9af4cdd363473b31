/**
 * Applies a diff file to the lists of an older snapshot (docs/protocol.md, section 4).
 *
 * Removals are indices in the old list, additions are prefixes. The old and the new content are
 * both named by their state digest, so a diff can only be applied to what it was made for, and
 * its result is right or refused.
 */

import { toHex } from './bytes.js';
import { ListError } from './errors.js';
import { listTag, readListId, stateDigest } from './lists.js';
import { MAX_COUNT, readBlock } from './rice.js';
import { readPreamble } from './snapshot.js';

/** @typedef {import('./lists.js').SnapshotList} SnapshotList */
/** @typedef {Pick<SnapshotList, 'high' | 'low'>} Prefixes */

const MAGIC = [0x43, 0x4b, 0x54, 0x44]; // "CKTD"
const HEADER_BYTES = 72;

/**
 * The old prefixes without those at `removed` and with `added`, in order.
 *
 * @param {Prefixes} old
 * @param {Uint32Array} removed indices, ascending
 * @param {Prefixes} added
 * @returns {Prefixes}
 */
function change(old, removed, added) {
  const size = old.high.length - removed.length + added.high.length;
  const high = new Uint32Array(size);
  const low = new Uint32Array(size);
  let [i, r, j] = [0, 0, 0];
  for (let k = 0; k < size; k += 1) {
    while (r < removed.length && removed[r] === i) {
      i += 1;
      r += 1;
    }
    const oldLeft = i < old.high.length;
    const newLeft = j < added.high.length;
    if (oldLeft && newLeft && old.high[i] === added.high[j] && old.low[i] === added.low[j]) {
      throw new ListError('bad_format', 'an addition that is there already');
    }
    const takeOld =
      oldLeft &&
      (!newLeft || old.high[i] < added.high[j] || (old.high[i] === added.high[j] && old.low[i] < added.low[j]));
    high[k] = takeOld ? old.high[i] : added.high[j];
    low[k] = takeOld ? old.low[i] : added.low[j];
    if (takeOld) i += 1;
    else j += 1;
  }
  return { high, low };
}

/** @returns {Prefixes} */
const nothing = () => ({ high: new Uint32Array(0), low: new Uint32Array(0) });

/**
 * @param {readonly SnapshotList[]} old
 * @param {Uint8Array} data
 * @returns {Promise<SnapshotList[]>}
 */
export async function applyDiff(old, data) {
  const changes = readPreamble(data, MAGIC, HEADER_BYTES);
  if ((await stateDigest(old)) !== toHex(data.subarray(8, 40))) {
    throw new ListError('bad_checksum', 'the diff starts from another snapshot');
  }
  const lists = new Map(old.map((list) => [listTag(list.level, list.verdict), list]));
  let at = HEADER_BYTES;
  let before = -1;
  for (let i = 0; i < changes; i += 1) {
    const { level, verdict } = readListId(data, at, before);
    const tag = (before = listTag(level, verdict));
    const was = lists.get(tag) ?? nothing();
    const removals = readBlock(data, at + 2, was.high.length);
    const additions = readBlock(data, removals.end, Infinity);
    if (removals.high.length === 0 && additions.high.length === 0) {
      throw new ListError('bad_format', `a change at byte ${at} that changes nothing`);
    }
    const { high, low } = change(was, removals.low, additions);
    if (high.length === 0) lists.delete(tag);
    else lists.set(tag, { level, verdict, high, low });
    at = additions.end;
  }
  if (at !== data.length) throw new ListError('bad_format', `${data.length - at} bytes too many`);
  const result = [...lists].sort(([a], [b]) => a - b).map(([, list]) => list);
  if (result.reduce((sum, { high }) => sum + high.length, 0) > MAX_COUNT) {
    throw new ListError('too_large', 'more keys than a snapshot may hold');
  }
  if ((await stateDigest(result)) !== toHex(data.subarray(40, HEADER_BYTES))) {
    throw new ListError('bad_checksum', 'the result has another state digest');
  }
  return result;
}
