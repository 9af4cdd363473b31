/**
 * Reads the signed manifest: what one publication consists of (docs/protocol.md, section 7).
 *
 * The manifest names every file by SHA-256 and size, so its signature covers them all. It
 * decides which publication is newer (`seq`) and until when it is fresh (`expires`). This
 * module must never let a path out of the list server's own `files/` folder through.
 */

import { readSmallJson } from './bytes.js';
import { ListError } from './errors.js';
import { isCount } from './keyring.js';
import { verify } from './minisign.js';

/** @typedef {import('./minisign.js').PublicKey} PublicKey */

/**
 * @typedef {object} FileEntry
 * @property {string} path below the manifest's own folder
 * @property {string} sha256
 * @property {number} size
 */

/**
 * @typedef {object} Manifest
 * @property {number} seq
 * @property {number} created Unix seconds
 * @property {number} expires Unix seconds
 * @property {string} licence
 * @property {number} keysVersion
 * @property {FileEntry & { keys: number }} snapshot
 * @property {FileEntry} rules
 * @property {{ bits: number, files: FileEntry[] }} buckets
 * @property {(FileEntry & { from: string })[]} diffs
 * @property {number} [listings] what readers are told, without test pages; absent where the manifest does not say it
 */

/** Caps in bytes: a larger file is refused before it is read. */
export const MAX_MANIFEST_BYTES = 256 * 1024;
export const MAX_SIGNATURE_BYTES = 4 * 1024;
export const MAX_RULES_BYTES = 1024 * 1024;
export const MAX_SNAPSHOT_BYTES = 64 * 1024 * 1024;
/** Above this the buckets are not fetched whole. */
export const MAX_BUCKETS_BYTES = 4 * 1024 * 1024;
/** The public record, for people: looked at here, never fetched. */
const MAX_RECORD_BYTES = 32 * 1024 * 1024;
const MAX_BUCKET_BITS = 10;
const MAX_DIFFS = 64;

/** No list is called fresh for longer than this, so that one which is kept from readers' updates grows stale. */
export const MAX_FRESH_SECONDS = 7 * 86_400;

/** A manifest made further ahead of our clock than this is refused. */
export const FUTURE_SECONDS = 86_400;

const SHA256 = /^[0-9a-f]{64}$/;
const FILE_ENDING = /^\.(?:snap|diff|json)$/;

/**
 * @param {unknown} value
 * @param {string} what
 * @param {number} cap
 * @returns {FileEntry & Record<string, unknown>}
 */
function fileEntry(value, what, cap) {
  if (value === null || typeof value !== 'object') throw new ListError('bad_format', `${what} is missing`);
  const entry = /** @type {Record<string, unknown>} */ (value);
  const { path, sha256, size } = entry;
  if (typeof sha256 !== 'string' || !SHA256.test(sha256) || !isCount(size)) {
    throw new ListError('bad_format', `${what} lacks its checksum or size`);
  }
  const stem = `files/${sha256}`;
  if (typeof path !== 'string' || !path.startsWith(stem) || !FILE_ENDING.test(path.slice(stem.length))) {
    throw new ListError('bad_format', `${what} is not called by its checksum`);
  }
  if (size > cap) throw new ListError('too_large', `${what}: ${size} bytes`);
  return { ...entry, path, sha256, size };
}

/**
 * @param {unknown} value
 * @returns {Manifest['buckets']}
 */
function bucketLayout(value) {
  const { bits, files } = /** @type {Record<string, unknown>} */ (value ?? {});
  if (!isCount(bits) || bits > MAX_BUCKET_BITS || !Array.isArray(files) || files.length !== 2 ** bits) {
    throw new ListError('bad_format', 'the buckets are not 2^bits files');
  }
  return { bits, files: files.map((file, i) => fileEntry(file, `bucket ${i}`, MAX_BUCKETS_BYTES)) };
}

/**
 * @param {unknown} value
 * @returns {Manifest['diffs']}
 */
function diffList(value) {
  if (!Array.isArray(value) || value.length > MAX_DIFFS) throw new ListError('bad_format', 'diffs are missing or too many');
  return value.map((item, i) => {
    const entry = fileEntry(item, `diff ${i}`, MAX_SNAPSHOT_BYTES);
    if (typeof entry.from !== 'string' || !SHA256.test(entry.from)) {
      throw new ListError('bad_format', `diff ${i} does not say what it starts from`);
    }
    return { ...entry, from: entry.from };
  });
}

/**
 * Information for people, by which nothing is decided: what is missing or odd counts as absent.
 *
 * @param {unknown} counts
 */
function listingsIn(counts) {
  const { listings } = /** @type {Record<string, unknown>} */ (counts ?? {});
  return isCount(listings) ? { listings } : {};
}

/**
 * How many links readers are told are listed. The snapshot also has the keys of the service's own test pages.
 *
 * @param {Manifest} manifest which may have been stored by a version that did not read this
 */
export function listedLinks({ listings, snapshot }) {
  return listings ?? snapshot.keys;
}

/**
 * @param {Uint8Array<ArrayBuffer>} bytes
 * @returns {Manifest}
 */
function parseManifest(bytes) {
  const raw = readSmallJson(bytes, 'manifest.json');
  const { format, seq, created, expires, licence, keys_version: keysVersion } = raw;
  if (format !== 1) throw new ListError('bad_format', `manifest format ${String(format)}`);
  if (!isCount(seq) || !isCount(created) || !isCount(expires) || !isCount(keysVersion)) {
    throw new ListError('bad_format', 'the manifest lacks seq, times or keys_version');
  }
  if (expires > created + MAX_FRESH_SECONDS) throw new ListError('bad_format', 'the manifest holds for more than seven days');
  const snapshot = fileEntry(raw.snapshot, 'snapshot', MAX_SNAPSHOT_BYTES);
  if (!isCount(snapshot.keys)) throw new ListError('bad_format', 'the snapshot does not say how many keys it has');
  if (raw.record !== undefined) fileEntry(raw.record, 'record', MAX_RECORD_BYTES);
  return {
    seq,
    created,
    expires,
    licence: typeof licence === 'string' ? licence : '',
    keysVersion,
    snapshot: { ...snapshot, keys: snapshot.keys },
    rules: fileEntry(raw.rules, 'rules', MAX_RULES_BYTES),
    buckets: bucketLayout(raw.buckets),
    diffs: diffList(raw.diffs),
    ...listingsIn(raw.counts),
  };
}

/**
 * The manifest, once its signature, its place in the order and its date are right.
 *
 * An expired manifest is returned all the same: it is stale, not wrong (architecture, decision 10).
 *
 * @param {Uint8Array<ArrayBuffer>} bytes manifest.json
 * @param {Uint8Array<ArrayBuffer>} signature manifest.json.minisig
 * @param {readonly PublicKey[]} keys online keys from the keyring
 * @param {{ floor: number, now: number }} state the lowest seq that is accepted, Unix seconds
 * @returns {Promise<Manifest>}
 */
export async function readManifest(bytes, signature, keys, { floor, now }) {
  await verify(keys, bytes, signature);
  const manifest = parseManifest(bytes);
  if (manifest.seq < floor) throw new ListError('rolled_back', `seq ${manifest.seq} after ${floor}`);
  if (manifest.created > now + FUTURE_SECONDS) throw new ListError('from_future', `made at ${manifest.created}`);
  return manifest;
}
