/**
 * The search index of a snapshot: every prefix of every list in one sorted table.
 *
 * Decides whether a key's prefix is listed, and with which level and verdict. The table is three
 * typed arrays, which IndexedDB gives back as they are, so that a cold worker has nothing to
 * decode. The two halves of a prefix lie in arrays of their own because a search in Uint32Arrays
 * is four times as fast as one in a BigUint64Array.
 */

import { listTag } from './lists.js';

/** @typedef {import('./lists.js').SnapshotList} SnapshotList */
/** @typedef {import('./decision.js').Entry} Entry */

/**
 * @typedef {object} PrefixIndex
 * @property {Uint32Array<ArrayBuffer>} high first 4 bytes of each prefix
 * @property {Uint32Array<ArrayBuffer>} low last 4 bytes
 * @property {Uint8Array<ArrayBuffer>} tags level in the upper, verdict in the lower four bits
 */

/** @param {number} size @returns {PrefixIndex} */
function table(size) {
  return { high: new Uint32Array(size), low: new Uint32Array(size), tags: new Uint8Array(size) };
}

/**
 * @param {PrefixIndex} a
 * @param {PrefixIndex} b
 * @returns {PrefixIndex}
 */
function merge(a, b) {
  const merged = table(a.high.length + b.high.length);
  let i = 0;
  let j = 0;
  for (let k = 0; k < merged.high.length; k += 1) {
    const takeA =
      j === b.high.length ||
      (i < a.high.length && (a.high[i] < b.high[j] || (a.high[i] === b.high[j] && a.low[i] <= b.low[j])));
    const from = takeA ? a : b;
    const at = takeA ? i : j;
    merged.high[k] = from.high[at];
    merged.low[k] = from.low[at];
    merged.tags[k] = from.tags[at];
    if (takeA) i += 1;
    else j += 1;
  }
  return merged;
}

/**
 * @param {readonly SnapshotList[]} lists
 * @returns {PrefixIndex}
 */
export function buildIndex(lists) {
  /** @type {PrefixIndex[]} */
  let tables = lists.map(({ level, verdict, high, low }) => {
    const tags = new Uint8Array(high.length).fill(listTag(level, verdict));
    return { high, low, tags };
  });
  while (tables.length > 1) {
    /** @type {PrefixIndex[]} */
    const next = [];
    for (let i = 0; i < tables.length; i += 2) {
      next.push(i + 1 < tables.length ? merge(tables[i], tables[i + 1]) : tables[i]);
    }
    tables = next;
  }
  return tables[0] ?? table(0);
}

/**
 * The lists that an index was built from, which is what the next diff starts from.
 *
 * @param {PrefixIndex} index
 * @returns {SnapshotList[]} in ascending order of (level, verdict)
 */
export function indexLists({ high, low, tags }) {
  const counts = new Uint32Array(256);
  for (const tag of tags) counts[tag] += 1;
  /** @type {Map<number, SnapshotList>} */
  const lists = new Map();
  for (const [tag, count] of counts.entries()) {
    if (count === 0) continue;
    const halves = { high: new Uint32Array(count), low: new Uint32Array(count) };
    lists.set(tag, { level: tag >> 4, verdict: tag & 15, ...halves });
  }
  const at = new Uint32Array(256);
  for (const [i, tag] of tags.entries()) {
    const list = /** @type {SnapshotList} */ (lists.get(tag));
    list.high[at[tag]] = high[i];
    list.low[at[tag]] = low[i];
    at[tag] += 1;
  }
  return [...lists.values()];
}

/**
 * True where one prefix stands in two lists: then it would depend on the search which one counts.
 *
 * @param {PrefixIndex} index
 */
export function hasRepeats({ high, low }) {
  for (let i = 1; i < high.length; i += 1) {
    if (high[i] === high[i - 1] && low[i] === low[i - 1]) return true;
  }
  return false;
}

/**
 * @param {PrefixIndex} index
 * @param {number} high
 * @param {number} low
 * @returns {Entry | null}
 */
export function findPrefix({ high: highs, low: lows, tags }, high, low) {
  let from = 0;
  let to = highs.length;
  while (from < to) {
    const middle = (from + to) >>> 1;
    if (highs[middle] < high || (highs[middle] === high && lows[middle] < low)) from = middle + 1;
    else to = middle;
  }
  if (from === highs.length || highs[from] !== high || lows[from] !== low) return null;
  return { level: tags[from] >> 4, verdict: tags[from] & 15 };
}
