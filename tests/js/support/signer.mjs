/**
 * Makes minisign keys and legacy signatures for tests, with node's own Ed25519, so that the
 * verifier under test is never checked against itself.
 */

import { generateKeyPairSync, randomBytes, sign } from 'node:crypto';

/**
 * @typedef {object} Signer
 * @property {string} publicText base64 of the minisign public key
 * @property {(message: Uint8Array, comment?: string) => Uint8Array<ArrayBuffer>} sign the text of a .minisig file
 */

/** @returns {Signer} */
export function makeSigner() {
  const { publicKey, privateKey } = generateKeyPairSync('ed25519');
  const id = randomBytes(8);
  const raw = Buffer.from(/** @type {string} */ (publicKey.export({ format: 'jwk' }).x), 'base64url');
  return {
    publicText: Buffer.concat([Buffer.from('Ed'), id, raw]).toString('base64'),
    sign(message, comment = 'timestamp:1700000000') {
      const signature = sign(null, message, privateKey);
      const bound = sign(null, Buffer.concat([signature, Buffer.from(comment)]), privateKey);
      const body = Buffer.concat([Buffer.from('Ed'), id, signature]).toString('base64');
      const text = `untrusted comment: CekTautan\n${body}\ntrusted comment: ${comment}\n${bound.toString('base64')}\n`;
      return new Uint8Array(new TextEncoder().encode(text));
    },
  };
}

/** @param {string} text @returns {Uint8Array<ArrayBuffer>} */
export const utf8 = (text) => new Uint8Array(new TextEncoder().encode(text));

/** @param {unknown} value @returns {Uint8Array<ArrayBuffer>} */
export const json = (value) => utf8(`${JSON.stringify(value)}\n`);

/** @param {string} code */
export const refused = (code) => (/** @type {unknown} */ error) =>
  /** @type {{ name?: string, code?: string }} */ (error).name === 'ListError' &&
  /** @type {{ code?: string }} */ (error).code === code;

/** @param {Uint8Array<ArrayBuffer>} bytes @param {number} at */
export function flip(bytes, at) {
  const copy = new Uint8Array(bytes);
  copy[at] ^= 1;
  return copy;
}
