/**
 * IDN: whether an internationalised host is one that every engine reads alike.
 *
 * Decides about hosts with an `xn--` label. Follows docs/identity.md, step 1: UTS 46 as the WHATWG URL
 * Standard asks (section 3.3, domain to ASCII), within the characters of letters.js. Chromium looks at an
 * `xn--` label only where the host also holds characters beyond ASCII, Firefox always; so the host is
 * judged once more beneath a label that is not ASCII. service/cektautan/core/idn.py gives the same answers.
 */

import { LETTERS } from './letters.js';
import { decodePunycode } from './punycode.js';

const WITNESS = 'é';
const WITNESS_ACE = 'xn--9ca';

/** The bounds of LETTERS in ascending order: a character is in the set where an odd number of them lies below it. */
const BOUNDS = LETTERS.flatMap(([, ranges]) => ranges.split(' '))
  .map((range) => range.split('-').map((point) => Number.parseInt(point, 16)))
  .sort(([a], [b]) => a - b)
  .flatMap(([first, last = first]) => [first, last + 1]);

/** @param {number} point */
function isStable(point) {
  if (point < 0x80) return true;
  let from = 0;
  let to = BOUNDS.length;
  while (from < to) {
    const middle = (from + to) >>> 1;
    if (BOUNDS[middle] <= point) from = middle + 1;
    else to = middle;
  }
  return from % 2 === 1;
}

/**
 * @param {string} host as the parser serialised it
 */
export function isSound(host) {
  if (!host.includes('xn--')) return true;
  for (const label of host.split('.')) {
    if (!label.startsWith('xn--')) continue;
    const points = decodePunycode(label.slice(4));
    if (points === null || !points.every(isStable)) return false;
    // UTS 46, section 4, forbids a label that decodes to one beginning with `xn--`; Firefox lets it pass.
    if (label.startsWith('xn--', 4)) return false;
  }
  try {
    return new URL(`https://${WITNESS}.${host}/`).hostname === `${WITNESS_ACE}.${host}`;
  } catch {
    return false;
  }
}
