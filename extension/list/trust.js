/**
 * The chain of trust of one update: pinned root key, keys.json, manifest (docs/protocol.md, section 8).
 *
 * Keys and manifest are two files with two signatures, and a server may publish between our
 * requests. The manifest's signature is asked for first: where it is that of the manifest which
 * is held, the manifest itself is not fetched again, and no mark of the server's is needed to know that. Where the parts do not fit together the whole chain is asked for once more; a
 * second misfit is an error. Nothing is stored here.
 */

import { ListError } from '../core/errors.js';
import { MAX_KEYS_BYTES, readKeyring } from '../core/keyring.js';
import { MAX_MANIFEST_BYTES, MAX_SIGNATURE_BYTES, readManifest } from '../core/manifest.js';
import { parsePublicKey } from '../core/minisign.js';

/** @typedef {import('./download.js').FetchFile} FetchFile */
/** @typedef {import('../core/manifest.js').Manifest} Manifest */

/**
 * @typedef {object} Trusted
 * @property {Manifest} manifest
 * @property {Uint8Array<ArrayBuffer>} manifestBytes
 * @property {string} signatureText of the manifest
 * @property {Uint8Array<ArrayBuffer>} keysBytes
 * @property {number} keysVersion
 */

/**
 * What the chain remembers from update to update. A keyring that holds is written back at
 * once, also when the manifest then fails: a revoked key must not come back.
 *
 * @typedef {object} Floors
 * @property {number} keysVersion
 * @property {number} floor
 */

/**
 * The manifest that is stored, and its signature file; both are verified again.
 *
 * @typedef {object} Held
 * @property {string} manifestText
 * @property {string} [signatureText] absent where an older version stored it
 */

/** Errors that a publication between two of our requests can cause. */
const RACES = new Set(['bad_signature', 'unknown_key']);

/**
 * @param {FetchFile} fetchFile
 * @param {string} rootKey
 * @param {Floors} floors changed in place
 * @param {number} now Unix seconds
 * @param {Held | null} held
 * @returns {Promise<Trusted>}
 */
async function followOnce(fetchFile, rootKey, floors, now, held) {
  const keysBytes = await fetchFile('keys.json', { cap: MAX_KEYS_BYTES });
  const keysSignature = await fetchFile('keys.json.minisig', { cap: MAX_SIGNATURE_BYTES });
  const root = parsePublicKey(rootKey);
  const keyring = await readKeyring(keysBytes, keysSignature, root, { lastVersion: floors.keysVersion, now });
  if (keyring.version > floors.keysVersion) {
    // The root key replaced the online keys: what a stolen or lost one had counted up is void.
    floors.keysVersion = keyring.version;
    floors.floor = 0;
  }
  const signature = await fetchFile('manifest.json.minisig', { cap: MAX_SIGNATURE_BYTES });
  const signatureText = new TextDecoder().decode(signature);
  const manifestBytes =
    held?.signatureText === signatureText
      ? new TextEncoder().encode(held.manifestText)
      : await fetchFile('manifest.json', { cap: MAX_MANIFEST_BYTES });
  const manifest = await readManifest(manifestBytes, signature, keyring.keys, { floor: floors.floor, now });
  floors.floor = manifest.seq;
  return { manifest, manifestBytes, signatureText, keysBytes, keysVersion: keyring.version };
}

/**
 * @param {FetchFile} fetchFile
 * @param {string} rootKey
 * @param {Floors} floors changed in place
 * @param {number} now Unix seconds
 * @param {Held | null} [held]
 * @returns {Promise<Trusted>}
 */
export async function followTrust(fetchFile, rootKey, floors, now, held = null) {
  try {
    return await followOnce(fetchFile, rootKey, floors, now, held);
  } catch (error) {
    if (!(error instanceof ListError) || !RACES.has(error.code)) throw error;
    return followOnce(fetchFile, rootKey, floors, now, null);
  }
}
