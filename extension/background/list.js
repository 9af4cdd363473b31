/**
 * The list that this worker or page decides with, read once and kept while it is awake.
 *
 * Everything is local: nothing here makes a request, so opening a listed page tells nobody.
 * After an update the next call reads the store anew.
 */

import { findPrefix } from '../core/index.js';
import { Rules } from '../core/rules.js';
import { Staleness } from '../core/vocabulary.js';
import { bucketsTravelWhole } from './assemble.js';
import { onListChange } from './notices.js';
import { readBucket, readList, readStatus } from './store.js';

/** @typedef {import('../core/manifest.js').Manifest} Manifest */
/** @typedef {import('../core/decision.js').Find} Find */
/** @typedef {import('../core/vocabulary.js').StalenessName} StalenessName */
/** @typedef {import('./store.js').Status} Status */

/**
 * @typedef {object} Details the public record of a listing
 * @property {Record<string, any>} listing
 * @property {Record<string, any> | null} claim
 */

/**
 * @typedef {object} List
 * @property {Manifest} manifest
 * @property {Rules} rules
 * @property {number} seq
 * @property {number} created Unix seconds
 * @property {number} expires Unix seconds
 * @property {string} licence
 * @property {boolean} hasDetails whether the records of all listings are here
 * @property {Find} find
 * @property {(sha256: string) => Promise<Details | null>} details
 * @property {(now: number) => StalenessName} staleness `now` in Unix seconds
 */

const OLD_AFTER_SECONDS = 7 * 86_400;

/**
 * @param {number} expires
 * @param {number} now
 * @returns {StalenessName}
 */
export function stalenessAt(expires, now) {
  if (now < expires) return Staleness.FRESH;
  return now < expires + OLD_AFTER_SECONDS ? Staleness.STALE : Staleness.OLD;
}

/**
 * @param {string} sha256 64 hexadecimal digits
 * @param {number} bits
 * @returns {number} the bucket that holds this listing
 */
export function bucketOf(sha256, bits) {
  return bits === 0 ? 0 : parseInt(sha256.slice(0, 8), 16) >>> (32 - bits);
}

/** @returns {Promise<List | null>} */
async function load() {
  const stored = await readList();
  if (stored === null) return null;
  const { index } = stored;
  const { manifest, rules } = stored.head;
  /** @type {Map<number, Promise<Record<string, any> | null>>} */
  const buckets = new Map();
  return {
    manifest,
    rules: Rules.fromBundle(/** @type {any} */ (rules)),
    seq: manifest.seq,
    created: manifest.created,
    expires: manifest.expires,
    licence: manifest.licence,
    hasDetails: bucketsTravelWhole(manifest),
    find: (high, low) => findPrefix(index, high, low),
    staleness: (now) => stalenessAt(manifest.expires, now),
    details: async (sha256) => {
      const number = bucketOf(sha256, manifest.buckets.bits);
      let reading = buckets.get(number);
      if (reading === undefined) buckets.set(number, (reading = readBucket(number)));
      const bucket = await reading;
      const listing = bucket?.listings.find((/** @type {any} */ item) => item.sha256 === sha256);
      if (listing === undefined) return null;
      return { listing, claim: bucket?.claims[listing.claim] ?? null };
    },
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
