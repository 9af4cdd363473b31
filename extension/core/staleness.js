/**
 * Decides how old a list is (docs/protocol.md, section 8): fresh until its manifest expires,
 * stale from then on, old after seven days more. Pure: the time is the caller's.
 */

import { Staleness } from './vocabulary.js';

const OLD_AFTER_SECONDS = 7 * 86_400;

/**
 * @param {number} expires Unix seconds
 * @param {number} now Unix seconds
 * @returns {import('./vocabulary.js').StalenessName}
 */
export function stalenessAt(expires, now) {
  if (now < expires) return Staleness.FRESH;
  return now < expires + OLD_AFTER_SECONDS ? Staleness.STALE : Staleness.OLD;
}
