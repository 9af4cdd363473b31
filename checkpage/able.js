/**
 * Whether this browser can decide by itself: it must verify a signature and keep a list.
 *
 * Where it cannot, nothing on the page changes: the form stays the one that the service answers, with its own sentence
 * about what is sent.
 */

import { parsePublicKey } from '../extension/core/minisign.js';
import { readStatus } from '../extension/list/store.js';

/**
 * @param {string} rootKey
 * @returns {Promise<boolean>}
 */
export async function canDecide(rootKey) {
  try {
    await crypto.subtle.importKey('raw', parsePublicKey(rootKey).key, 'Ed25519', false, ['verify']);
    await readStatus();
    return true;
  } catch {
    return false;
  }
}
