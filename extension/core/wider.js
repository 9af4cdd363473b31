/**
 * Wider: what an address that is refused certainly lies under.
 *
 * Decides which keys are looked up where `identify` refuses an address that a browser opens all the same: one that is too
 * long, and one whose host engines read differently (docs/identity.md, section 5.1). Whoever shares such an address must not get
 * past a listing that covers every address of that path, host or domain. service/cektautan/core/wider.py does exactly the same. It
 * must never say what such an address is about, so it gives no `url:` key, and of a part of a host no more than its domains.
 */

import { NotJudgeable, before, fits } from './address.js';
import { identify } from './identity.js';

/** @typedef {import('./rules.js').Rules} Rules */

/** How many labels of a host are tried; no key of a domain has more. */
const MAX_LABELS = 9;

/**
 * @param {string} text what `identify` has refused
 * @param {Rules} rules
 * @returns {string[]} the most specific key first; none where nothing is certain
 */
export function widerKeys(text, rules) {
  const address = before(text, '#');
  const path = before(address, '?');
  if (!fits(address) && fits(path)) {
    const keys = keysOf(path, rules);
    if (keys !== null) return keys.filter((key) => !key.startsWith('url:'));
  }
  const host = hostOf(address);
  const whole = host === '' ? null : keysOf(`https://${host}/`, rules);
  if (whole !== null) return whole.filter((key) => !key.startsWith('url:'));
  const labels = host.split('.').slice(-MAX_LABELS);
  for (let from = 0; from + 2 <= labels.length; from += 1) {
    const keys = keysOf(`https://${labels.slice(from).join('.')}/`, rules);
    if (keys !== null) return keys.filter((key) => key.startsWith('domain:'));
  }
  return [];
}

/**
 * @param {string} text
 * @param {Rules} rules
 */
function keysOf(text, rules) {
  try {
    return identify(text, rules).keys;
  } catch (error) {
    if (error instanceof NotJudgeable) return null;
    throw error;
  }
}

/** @param {string} text @returns {string} empty where the text is no address of the web; one final dot is left out */
function hostOf(text) {
  if (/\p{Surrogate}/u.test(text)) return '';
  try {
    const { protocol, hostname } = new URL(text);
    return protocol === 'https:' || protocol === 'http:' ? hostname.replace(/\.$/, '') : '';
  } catch {
    return '';
  }
}
