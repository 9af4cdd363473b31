/**
 * What can be wrong with a published list, one code for each (docs/protocol.md, section 9).
 *
 * The codes are the same strings as in the Python core, because people compare what the
 * extension says with what `cektautan verify` says. This module must never hold a sentence for
 * a reader: the pages translate the code.
 */

/**
 * @typedef {'bad_signature' | 'unknown_key' | 'rolled_back' | 'from_future' | 'manifest_expired'
 *   | 'keys_expired' | 'keys_rolled_back' | 'bad_format' | 'bad_checksum' | 'truncated'
 *   | 'too_large' | 'unreachable'} ListErrorCode
 */

/** @type {readonly ListErrorCode[]} */
export const LIST_ERROR_CODES = Object.freeze([
  'bad_signature',
  'unknown_key',
  'rolled_back',
  'from_future',
  'manifest_expired',
  'keys_expired',
  'keys_rolled_back',
  'bad_format',
  'bad_checksum',
  'truncated',
  'too_large',
  'unreachable',
]);

/** A published file was refused. `code` says why to a program, `message` to a programmer. */
export class ListError extends Error {
  /**
   * @param {ListErrorCode} code
   * @param {string} detail
   */
  constructor(code, detail) {
    super(`${code}: ${detail}`);
    this.name = 'ListError';
    this.code = code;
  }
}
