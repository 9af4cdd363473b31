/**
 * Reads keys.json, the root-signed list of online keys (docs/protocol.md, section 6).
 *
 * The client pins the root key only. keys.json says which online keys may sign a manifest,
 * has a version that never goes back and an expiry, so that a stolen online key is replaced
 * by publishing a higher version. This module must never trust a key before the root's
 * signature over keys.json holds.
 */

import { readSmallJson } from './bytes.js';
import { ListError } from './errors.js';
import { parsePublicKey, verify } from './minisign.js';

/** @typedef {import('./minisign.js').PublicKey} PublicKey */

/**
 * @typedef {object} Keyring
 * @property {number} version
 * @property {number} created Unix seconds
 * @property {number} expires Unix seconds
 * @property {PublicKey[]} keys
 */

/** A published keys.json is never larger than this. */
export const MAX_KEYS_BYTES = 16 * 1024;
const MAX_KEYS = 8;

/**
 * @param {unknown} value
 * @returns {value is number} a whole number that a double holds exactly
 */
export function isCount(value) {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0;
}

/**
 * @param {Uint8Array<ArrayBuffer>} bytes
 * @returns {Keyring}
 */
function parseKeyring(bytes) {
  const { format, version, created, expires, keys } = readSmallJson(bytes, 'keys.json');
  if (format !== 1 || !isCount(version) || !isCount(created) || !isCount(expires)) {
    throw new ListError('bad_format', 'keys.json lacks format, version or times');
  }
  if (!Array.isArray(keys) || keys.length === 0 || keys.length > MAX_KEYS || !keys.every((key) => typeof key === 'string')) {
    throw new ListError('bad_format', `keys.json does not name 1 to ${MAX_KEYS} keys`);
  }
  return { version, created, expires, keys: keys.map((key) => parsePublicKey(key)) };
}

/**
 * The online keys that the root vouches for now.
 *
 * @param {Uint8Array<ArrayBuffer>} bytes keys.json
 * @param {Uint8Array<ArrayBuffer>} signature keys.json.minisig
 * @param {PublicKey} root the pinned key
 * @param {{ lastVersion: number, now: number }} state the highest version accepted so far, Unix seconds
 * @returns {Promise<Keyring>}
 */
export async function readKeyring(bytes, signature, root, { lastVersion, now }) {
  await verify([root], bytes, signature);
  const keyring = parseKeyring(bytes);
  if (keyring.version < lastVersion) {
    throw new ListError('keys_rolled_back', `version ${keyring.version} after ${lastVersion}`);
  }
  if (keyring.expires <= now) throw new ListError('keys_expired', `at ${keyring.expires}`);
  return keyring;
}
