/**
 * The public records of listings, by the SHA-256 of their key (docs/protocol.md, section 10).
 *
 * While all buckets together are small they came with the update, and nothing here makes a
 * request. Above that, one bucket is fetched when a listed page is opened; it holds at least 32
 * listings, and random other buckets are asked for with it in random order, so that the server
 * cannot tell which one was meant. A bucket that was fetched is kept for next time.
 */

import { ListError } from '../core/errors.js';
import { bucketsTravelWhole, parseBucket } from './assemble.js';
import { fetchEntry, fetchFrom } from './download.js';
import { recordsIn } from './records.js';
import { readBucket, writeBucket } from './store.js';

/** @typedef {import('./store.js').Head} Head */

/**
 * @typedef {object} Details the public record of a listing
 * @property {Record<string, any>} listing
 * @property {Record<string, any> | null} claim
 * @property {Omit<Details, 'also'>[]} also what other claims say of the same key; it is told and decides nothing
 */

/** How many buckets that nobody needs are fetched with one that is needed. */
const PADDING = 3;
/** A reader waits for this, so it is shorter than an update may take. */
const TIMEOUT_MS = 5_000;

/**
 * @param {string} sha256 64 hexadecimal digits
 * @param {number} bits
 * @returns {number} the bucket that holds this listing
 */
function bucketOf(sha256, bits) {
  return bits === 0 ? 0 : parseInt(sha256.slice(0, 8), 16) >>> (32 - bits);
}

/**
 * The bucket and its random company, in random order.
 *
 * @param {number} wanted
 * @param {number} count how many buckets there are
 * @returns {number[]}
 */
function withPadding(wanted, count) {
  const numbers = new Set([wanted]);
  while (numbers.size < Math.min(PADDING + 1, count)) {
    numbers.add(crypto.getRandomValues(new Uint32Array(1))[0] % count);
  }
  const keyed = [...numbers].map((number) => ({ number, order: crypto.getRandomValues(new Uint32Array(1))[0] }));
  return keyed.sort((a, b) => a.order - b.order).map(({ number }) => number);
}

/**
 * @param {Head} head
 * @param {number} wanted
 * @returns {Promise<Record<string, any>>}
 */
async function fetchBucket({ server, manifest }, wanted) {
  const fetchFile = fetchFrom(`${server}/lists`, { timeoutMs: TIMEOUT_MS });
  const { files } = manifest.buckets;
  const fetched = await Promise.allSettled(
    withPadding(wanted, files.length).map(async (number) => {
      const bucket = parseBucket(await fetchEntry(fetchFile, files[number]), number);
      await writeBucket(manifest.seq, number, bucket);
      return { number, bucket };
    }),
  );
  for (const result of fetched) {
    if (result.status === 'fulfilled' && result.value.number === wanted) return result.value.bucket;
  }
  throw new ListError('unreachable', `bucket ${wanted}`);
}

/**
 * Makes the function that finds records of one publication.
 *
 * @param {Head} head
 * @returns {(sha256: string, asks?: boolean) => Promise<Details | null>} without `asks` nothing is fetched; null where no listing has exactly this
 *   hash; rejects with a ListError where the record could not be had or read
 */
export function recordsOf(head) {
  const { buckets } = head.manifest;
  const whole = bucketsTravelWhole(head.manifest);
  /** @type {Map<number, Promise<Record<string, any>>>} */
  const reading = new Map();
  /** @param {number} number */
  const readHere = async (number) => {
    const bucket = await readBucket(number);
    if (bucket === null) throw new ListError('unreachable', `bucket ${number} is not here`);
    return bucket;
  };
  /** @param {number} number */
  const read = async (number) => (whole ? readHere(number) : ((await readBucket(number)) ?? fetchBucket(head, number)));
  return async (sha256, asks = true) => {
    const number = bucketOf(sha256, buckets.bits);
    let bucket = reading.get(number);
    if (bucket === undefined && !asks && !whole) bucket = readHere(number);
    if (bucket === undefined) {
      bucket = read(number);
      reading.set(number, bucket);
      // What could not be had now may be had at the next page.
      bucket.catch(() => reading.delete(number));
    }
    return recordsIn(await bucket, sha256);
  };
}
