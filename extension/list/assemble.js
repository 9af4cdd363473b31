/**
 * Turns a trusted manifest into a whole publication: snapshot, rules, buckets.
 *
 * Takes the small way where it can: a diff from the snapshot that is stored, and files that did
 * not change are not fetched again. Each file must have the size and SHA-256 that were signed,
 * and what a diff makes must have the state digest that it names. Nothing is stored here, so a
 * failure in the middle leaves the last good list as it was (docs/protocol.md, section 8).
 */

import { readJson } from '../core/bytes.js';
import { applyDiff } from '../core/diff.js';
import { ListError } from '../core/errors.js';
import { buildIndex, hasRepeats, indexLists } from '../core/index.js';
import { MAX_BUCKETS_BYTES } from '../core/manifest.js';
import { Rules } from '../core/rules.js';
import { decodeSnapshot } from '../core/snapshot.js';
import { articlesOf } from './articles.js';
import { fetchEntry } from './download.js';

/** @typedef {import('../core/index.js').PrefixIndex} PrefixIndex */
/** @typedef {import('../core/manifest.js').Manifest} Manifest */
/** @typedef {import('../core/manifest.js').FileEntry} FileEntry */
/** @typedef {import('./download.js').FetchFile} FetchFile */
/** @typedef {import('./store.js').Publication} Publication */
/** @typedef {import('./trust.js').Trusted} Trusted */

/** Buckets are fetched this many at a time. */
const PARALLEL = 6;

/**
 * @param {FetchFile} fetchFile
 * @param {Manifest} manifest
 * @param {Publication | null} stored
 * @returns {Promise<PrefixIndex>}
 */
async function nextIndex(fetchFile, { snapshot, diffs }, stored) {
  if (stored !== null) {
    const have = stored.head.manifest.snapshot.sha256;
    if (have === snapshot.sha256) return stored.index;
    const diff = diffs.find(({ from }) => from === have);
    if (diff !== undefined) {
      try {
        const index = buildIndex(await applyDiff(indexLists(stored.index), await fetchEntry(fetchFile, diff)));
        if (index.high.length === snapshot.keys) return index;
      } catch (error) {
        // A diff only saves bytes: the whole snapshot is the same list.
        if (!(error instanceof ListError)) throw error;
      }
    }
  }
  return buildIndex(await decodeSnapshot(await fetchEntry(fetchFile, snapshot)));
}

/**
 * @param {FetchFile} fetchFile
 * @param {Manifest} manifest
 * @param {Publication | null} stored
 * @returns {Promise<Record<string, unknown>>}
 */
async function nextRules(fetchFile, manifest, stored) {
  if (stored !== null && stored.head.manifest.rules.sha256 === manifest.rules.sha256) return stored.head.rules;
  const bundle = readJson(await fetchEntry(fetchFile, manifest.rules), 'rules');
  if (bundle.format !== 1) throw new ListError('bad_format', `rules format ${String(bundle.format)}`);
  try {
    // Rules that do not compile must not replace rules that do.
    Rules.fromBundle(/** @type {any} */ (bundle));
  } catch (error) {
    throw new ListError('bad_format', `rules: ${String(error)}`);
  }
  return bundle;
}

/**
 * @param {Uint8Array<ArrayBuffer>} bytes
 * @param {number} number
 * @returns {Record<string, any>}
 */
export function parseBucket(bytes, number) {
  const bucket = readJson(bytes, `bucket ${number}`);
  const { format, bucket: says, claims, listings } = bucket;
  const isObject = typeof claims === 'object' && claims !== null && !Array.isArray(claims);
  if (format !== 1 || says !== number || !Array.isArray(listings) || !isObject) {
    throw new ListError('bad_format', `bucket ${number}`);
  }
  return bucket;
}

/** @param {Manifest} manifest */
export function bucketsTravelWhole({ buckets }) {
  return buckets.files.reduce((sum, { size }) => sum + size, 0) <= MAX_BUCKETS_BYTES;
}

/**
 * @param {FetchFile} fetchFile
 * @param {Manifest} manifest
 * @param {Publication | null} stored
 * @returns {Promise<Map<number, Record<string, any>>>}
 */
async function nextBuckets(fetchFile, manifest, stored) {
  /** @type {Map<number, Record<string, any>>} */
  const buckets = new Map();
  /** @type {[number, FileEntry][]} */
  const missing = [];
  const whole = bucketsTravelWhole(manifest);
  for (const [number, entry] of manifest.buckets.files.entries()) {
    const same = stored?.head.manifest.buckets.files[number]?.sha256 === entry.sha256;
    const kept = same ? stored?.buckets.get(number) : undefined;
    if (kept !== undefined) buckets.set(number, kept);
    else if (whole) missing.push([number, entry]);
  }
  const next = missing.values();
  const worker = async () => {
    for (const [number, entry] of next) {
      buckets.set(number, parseBucket(await fetchEntry(fetchFile, entry), number));
    }
  };
  await Promise.all(Array.from({ length: PARALLEL }, worker));
  return buckets;
}

/**
 * @param {FetchFile} fetchFile
 * @param {Trusted} trusted
 * @param {Publication | null} stored what is there to build on
 * @param {{ source: string, server: string }} origin
 * @returns {Promise<Publication>}
 */
export async function assemble(fetchFile, { manifest, manifestBytes, signatureText, keysBytes, keysVersion }, stored, origin) {
  const rules = await nextRules(fetchFile, manifest, stored);
  const index = await nextIndex(fetchFile, manifest, stored);
  if (index.high.length !== manifest.snapshot.keys) {
    throw new ListError('bad_format', `${index.high.length} keys, but the manifest says ${manifest.snapshot.keys}`);
  }
  if (hasRepeats(index)) throw new ListError('bad_format', 'a key stands in two lists');
  const buckets = await nextBuckets(fetchFile, manifest, stored);
  const text = new TextDecoder();
  const head = {
    ...origin,
    manifest,
    manifestText: text.decode(manifestBytes),
    signatureText,
    keysText: text.decode(keysBytes),
    keysVersion,
    rules,
  };
  const articles = articlesOf(buckets.values(), Rules.fromBundle(/** @type {any} */ (rules)));
  return { head, index, articles, buckets };
}
