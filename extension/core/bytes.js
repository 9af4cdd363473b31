/**
 * The few conversions that every published file needs: base64, hexadecimal, SHA-256, JSON.
 *
 * Strict on purpose: a decoder that forgives a stray character accepts two spellings of one
 * file, and then the Python and the JavaScript client no longer refuse the same bytes.
 */

import { ListError } from './errors.js';
import { isSmallFile, isWellFormed } from './jsontext.js';

const BASE64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;

/**
 * @param {string} text
 * @returns {Uint8Array<ArrayBuffer> | null} null where the text is not strict base64
 */
export function fromBase64(text) {
  if (!BASE64.test(text)) return null;
  const raw = atob(text);
  // Unused bits in the last character would be a second spelling of the same bytes.
  if (btoa(raw) !== text) return null;
  const bytes = new Uint8Array(raw.length);
  for (let i = 0; i < raw.length; i += 1) bytes[i] = raw.charCodeAt(i);
  return bytes;
}

/**
 * @param {Uint8Array} bytes
 * @returns {string} lower-case hexadecimal
 */
export function toHex(bytes) {
  let text = '';
  for (const byte of bytes) text += byte.toString(16).padStart(2, '0');
  return text;
}

/**
 * @param {Uint8Array} a
 * @param {Uint8Array} b
 */
export function sameBytes(a, b) {
  return a.length === b.length && a.every((byte, i) => byte === b[i]);
}

/**
 * @param {Uint8Array<ArrayBuffer>} bytes
 * @returns {Promise<Uint8Array<ArrayBuffer>>}
 */
export async function sha256(bytes) {
  return new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
}

/**
 * @param {Uint8Array<ArrayBuffer>} bytes
 * @returns {Promise<string>}
 */
export async function sha256Hex(bytes) {
  return toHex(await sha256(bytes));
}

/**
 * UTF-8 text. Bytes that are not UTF-8 are refused rather than replaced: what was signed is
 * what is read. A byte order mark is kept, so that it fails as JSON as it does in Python.
 *
 * @param {Uint8Array} bytes
 * @param {string} what
 */
function readText(bytes, what) {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw new ListError('bad_format', `${what} is not UTF-8`);
  }
}

/**
 * A JSON object of a published format.
 *
 * @param {Uint8Array} bytes
 * @param {string} what
 * @returns {Record<string, unknown>}
 */
export function readJson(bytes, what) {
  const text = readText(bytes, what);
  /** @type {unknown} */
  let value;
  try {
    value = JSON.parse(text);
  } catch {
    throw new ListError('bad_format', `${what} is not JSON`);
  }
  if (value === null || typeof value !== 'object' || Array.isArray(value)) {
    throw new ListError('bad_format', `${what} is not an object`);
  }
  if (!isWellFormed(text)) throw new ListError('bad_format', `${what} holds half of a character`);
  return /** @type {Record<string, unknown>} */ (value);
}

/**
 * A JSON object by which it is decided which list holds: keys.json or manifest.json.
 *
 * @param {Uint8Array} bytes
 * @param {string} what
 * @returns {Record<string, unknown>}
 */
export function readSmallJson(bytes, what) {
  const value = readJson(bytes, what);
  if (!isSmallFile(readText(bytes, what))) {
    throw new ListError('bad_format', `${what} holds a number that is not whole, or too much in one another`);
  }
  return value;
}
