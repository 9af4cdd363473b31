/**
 * The list that this worker or page decides with, read once and kept while it is awake.
 *
 * Finding a key never makes a request. After an update the next call reads the store anew.
 */

import { findPrefix } from '../core/index.js';
import { Rules } from '../core/rules.js';
import { stalenessAt } from '../core/staleness.js';
import { articleNumber, articleNumbers } from './articles.js';
import { recordsOf } from './details.js';
import { onListChange } from './notices.js';
import { readList, readStatus } from './store.js';

/** @typedef {import('../core/manifest.js').Manifest} Manifest */
/** @typedef {import('../core/decision.js').Find} Find */
/** @typedef {import('../core/vocabulary.js').StalenessName} StalenessName */
/** @typedef {import('./details.js').Details} Details */
/** @typedef {import('./store.js').Status} Status */

/**
 * @typedef {object} List
 * @property {Manifest} manifest
 * @property {Rules} rules
 * @property {number} seq
 * @property {number} created Unix seconds
 * @property {number} expires Unix seconds
 * @property {string} licence
 * @property {Find} find
 * @property {(sha256: string, asks?: boolean) => Promise<Details | null>} details see details.js
 * @property {(key: string) => number | null} article the number of a checker's article with this key, null where it is none
 * @property {(addresses: Iterable<unknown>) => number[]} articles the numbers that these addresses would have
 * @property {(now: number) => StalenessName} staleness `now` in Unix seconds
 */

/** @returns {Promise<List | null>} */
async function load() {
  const stored = await readList();
  if (stored === null) return null;
  const { index } = stored;
  const { manifest } = stored.head;
  const rules = Rules.fromBundle(/** @type {any} */ (stored.head.rules));
  const known = new Set(stored.articles);
  return {
    manifest,
    rules,
    seq: manifest.seq,
    created: manifest.created,
    expires: manifest.expires,
    licence: manifest.licence,
    find: (high, low) => findPrefix(index, high, low),
    article: (key) => {
      const number = articleNumber(key);
      return known.has(number) ? number : null;
    },
    articles: (addresses) => articleNumbers(addresses, rules),
    staleness: (now) => stalenessAt(manifest.expires, now),
    details: recordsOf(stored.head),
  };
}

/** @type {Promise<List | null> | null} */
let loading = null;

onListChange(() => {
  loading = null;
});

/** @returns {Promise<List | null>} null while no list could be had yet */
export function currentList() {
  if (loading === null) {
    const mine = load();
    loading = mine;
    mine.catch(() => {
      // A store that could not be read now may be readable at the next navigation.
      if (loading === mine) loading = null;
    });
  }
  return loading;
}

/**
 * What the popup and the options page say about updating.
 *
 * @returns {Promise<Pick<Status, 'checked' | 'error' | 'failures'>>}
 */
export async function updateStatus() {
  const { checked, error, failures } = await readStatus();
  return { checked, error, failures };
}
