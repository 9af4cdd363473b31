/**
 * Decision: how loudly the list speaks about an address.
 *
 * Decides level, verdict and the key that decided. Follows docs/verdicts.md: the most specific listed
 * key decides alone, and level 0 silences everything wider. A list past its expiry still warns on
 * exact items, but no longer on wide ones. It never answers "safe": where nothing is listed, nothing is
 * decided.
 */

import { keyHash, prefix } from './keys.js';
import { Kind, Level, Staleness } from './vocabulary.js';

/**
 * @typedef {{level: number, verdict: number}} Entry
 *
 * @typedef {(high: number, low: number) => Entry | null} Find looks up the first 8 bytes of a key's hash
 *
 * @typedef {object} Decision
 * @property {number} level
 * @property {number} verdict
 * @property {string} kind
 * @property {string} key
 * @property {number} index the place of the key among the keys of the address
 */

/**
 * @param {string} kind
 * @param {string} staleness
 */
function ceiling(kind, staleness) {
  if (staleness === Staleness.FRESH) return Level.WARNING;
  const isExact = kind === Kind.CONTENT || kind === Kind.URL;
  return staleness === Staleness.STALE && isExact ? Level.WARNING : Level.CAUTION;
}

/**
 * @param {readonly string[]} keys most specific first
 * @param {Find} find
 * @param {import('./vocabulary.js').StalenessName} [staleness]
 * @returns {Decision | null} null where no key is listed
 */
export function decide(keys, find, staleness = Staleness.FRESH) {
  for (const [index, key] of keys.entries()) {
    const { high, low } = prefix(keyHash(key));
    const entry = find(high, low);
    if (entry === null) continue;
    const kind = key.slice(0, key.indexOf(':'));
    return { level: Math.min(entry.level, ceiling(kind, staleness)), verdict: entry.verdict, kind, key, index };
  }
  return null;
}
