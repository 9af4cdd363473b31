/**
 * Keys: from key text to what a list holds of it.
 *
 * Decides nothing. Follows docs/protocol.md: a key's hash is the SHA-256 of its UTF-8 text; snapshots
 * hold the first 8 bytes, big-endian. Those are two 32-bit numbers here, because a BigInt for every
 * key would make the search in the snapshot four times slower.
 */

import { sha256 } from './sha256.js';

/**
 * @param {string} key
 * @returns {Uint8Array} 32 bytes
 */
export function keyHash(key) {
  return sha256(key);
}

/**
 * @param {Uint8Array} hash
 * @returns {{high: number, low: number}} the first 8 bytes, big-endian, as unsigned halves
 */
export function prefix(hash) {
  const view = new DataView(hash.buffer, hash.byteOffset, 8);
  return { high: view.getUint32(0), low: view.getUint32(4) };
}

/**
 * @param {Uint8Array} bytes
 * @returns {string} lower-case hexadecimal
 */
export function hex(bytes) {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
