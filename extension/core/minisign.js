/**
 * Verifies a signature in minisign's legacy Ed25519 format (docs/protocol.md, section 5).
 *
 * A public key is base64 of `Ed`, 8 bytes of key id and 32 bytes of key. A signature file has
 * four lines: a fixed first one, base64 of `Ed`, key id and 64 bytes of signature over the
 * message, a trusted comment, and base64 of 64 bytes of signature over (signature || comment).
 * Only the legacy form is read: the pre-hashed one needs BLAKE2b, which browsers do not have.
 *
 * This module must never accept a message before both signatures hold.
 */

import { fromBase64, sameBytes, toHex } from './bytes.js';
import { ListError } from './errors.js';

/**
 * @typedef {object} PublicKey
 * @property {Uint8Array} keyId 8 bytes that name the key
 * @property {Uint8Array<ArrayBuffer>} key 32 bytes of Ed25519 public key
 */

/**
 * @typedef {object} Signature
 * @property {Uint8Array} keyId
 * @property {Uint8Array<ArrayBuffer>} signature 64 bytes over the message
 * @property {Uint8Array<ArrayBuffer>} globalSignature 64 bytes over (signature || trusted comment)
 * @property {string} trustedComment
 */

const ALGORITHM = [0x45, 0x64]; // "Ed"
/** The one line that nothing signs has one spelling, so that no byte can change unnoticed. */
const FIRST_LINE = 'untrusted comment: CekTautan';
const TRUSTED = 'trusted comment: ';

/**
 * @param {Uint8Array} bytes
 * @param {number} length
 */
function isLegacy(bytes, length) {
  return bytes.length === length && bytes[0] === ALGORITHM[0] && bytes[1] === ALGORITHM[1];
}

/**
 * The key itself, or a whole `minisign.pub` file with its comment line.
 *
 * @param {string} text
 * @returns {PublicKey}
 */
export function parsePublicKey(text) {
  const lines = text.trim().split(/\r?\n/);
  const bytes = fromBase64((lines.length === 2 ? lines[1] : lines[0]).trim());
  if (lines.length > 2 || bytes === null || !isLegacy(bytes, 42)) {
    throw new ListError('bad_format', 'not a minisign public key');
  }
  return { keyId: bytes.slice(2, 10), key: bytes.slice(10) };
}

/**
 * @param {string} text
 * @returns {Signature}
 */
function parseSignature(text) {
  const [firstLine, first, trusted, second, ...rest] = text.split('\n');
  const isFile = firstLine === FIRST_LINE && rest.length === 1 && rest[0] === '' && !text.includes('\r');
  if (!isFile || !trusted.startsWith(TRUSTED)) {
    throw new ListError('bad_signature', 'not a signature file');
  }
  const body = fromBase64(first);
  const globalSignature = fromBase64(second);
  if (body === null || !isLegacy(body, 74) || globalSignature === null || globalSignature.length !== 64) {
    throw new ListError('bad_signature', 'not a legacy signature');
  }
  return {
    keyId: body.slice(2, 10),
    signature: body.slice(10),
    globalSignature,
    trustedComment: trusted.slice(TRUSTED.length),
  };
}

/**
 * @param {Uint8Array<ArrayBuffer>} key
 * @param {Uint8Array<ArrayBuffer>} signature
 * @param {Uint8Array<ArrayBuffer>} message
 */
async function holds(key, signature, message) {
  try {
    const imported = await crypto.subtle.importKey('raw', key, { name: 'Ed25519' }, false, ['verify']);
    return await crypto.subtle.verify({ name: 'Ed25519' }, imported, signature, message);
  } catch {
    // A key that is not a point of the curve cannot be imported; nothing it signed holds.
    return false;
  }
}

/**
 * @param {Uint8Array} bytes a .minisig file
 * @returns {string}
 */
function signatureText(bytes) {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw new ListError('bad_signature', 'a signature file that is not UTF-8');
  }
}

/**
 * Verifies `message` against the one of `keys` that the signature names.
 *
 * @param {readonly PublicKey[]} keys
 * @param {Uint8Array<ArrayBuffer>} message
 * @param {Uint8Array<ArrayBuffer>} signature a .minisig file
 * @returns {Promise<string>} the trusted comment
 * @throws {ListError} `unknown_key` or `bad_signature`
 */
export async function verify(keys, message, signature) {
  const signed = parseSignature(signatureText(signature));
  const key = keys.find((candidate) => sameBytes(candidate.keyId, signed.keyId));
  if (key === undefined) throw new ListError('unknown_key', `signed by key ${toHex(signed.keyId)}`);
  const comment = new TextEncoder().encode(signed.trustedComment);
  const bound = new Uint8Array(64 + comment.length);
  bound.set(signed.signature);
  bound.set(comment, 64);
  if (!(await holds(key.key, signed.signature, message))) {
    throw new ListError('bad_signature', 'the signature does not fit the file');
  }
  if (!(await holds(key.key, signed.globalSignature, bound))) {
    throw new ListError('bad_signature', 'the trusted comment was changed');
  }
  return signed.trustedComment;
}
