/**
 * Reported: the address of a report, as it is shown to the reader and sent.
 *
 * Decides what of an address leaves the device: its canonical address (docs/identity.md), so that what surrounds an item,
 * who shared it, names, passwords and fragments stay with the reader. What only one network can open is refused, for
 * nobody else could look at it, and it may say where the reader is. service/cektautan/core/reported.py does exactly the
 * same, and tests/vectors/reported_addresses.json holds them together. It must never touch the network, and a second
 * cleaning must change nothing.
 */

import { MAX_BYTES, NotJudgeable, parse } from './address.js';
import { identify } from './identity.js';
import { isIp } from './ip.js';

/** @typedef {import('./rules.js').Rules} Rules */

/** Names that mean another thing in each network: RFC 6761, 6762 and 8375, what ICANN set aside, and what routers use. */
const AT_HOME = ['.home.arpa', '.internal', '.lan', '.local', '.localhost'];

/**
 * @typedef {object} Reported
 * @property {string} url what is sent
 * @property {string} key the most specific key of it, under which reports of one item meet
 */

/**
 * @param {string} text
 * @param {Rules} rules
 * @returns {Reported}
 * @throws {NotJudgeable} with one reason more than identify() has: `not_public`
 */
export function reported(text, rules) {
  const { url, key } = identify(text, rules);
  // Escapes make a text longer, and what is sent is read once more by whoever gets it.
  if (url.length > MAX_BYTES) throw new NotJudgeable('too_long');
  if (!isPublic(parse(url, rules.pseudoHosts).host)) throw new NotJudgeable('not_public');
  return { url, key };
}

/** @param {string} host */
function isPublic(host) {
  // An app's link.
  if (host.includes('://')) return true;
  if (!isIp(host)) return host.includes('.') && !AT_HOME.some((end) => host.endsWith(end));
  // What the public has been given of IPv6 is 2000::/3.
  if (host.startsWith('[')) return /^\[[23][0-9a-f]{3}:/.test(host);
  const [first, second] = host.split('.').map(Number);
  return !(
    first === 0 ||
    first === 10 ||
    first === 127 ||
    first >= 224 ||
    (first === 169 && second === 254) ||
    (first === 192 && second === 168) ||
    (first === 100 && second >= 64 && second < 128) ||
    (first === 172 && second >= 16 && second < 32)
  );
}
