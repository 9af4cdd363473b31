/**
 * Content: the item of a platform that an address names, whatever shape the address has.
 *
 * Decides the content key, its canonical address and the surface. Follows docs/identity.md, step 3. A
 * platform is never judged by a page on it: an address that names no item is of the surface `platform`,
 * about which nothing is ever said.
 */

import { firstValue } from './normal.js';
import { fill, matches } from './templates.js';
import { subdomain } from './unwrap.js';
import { Surface } from './vocabulary.js';

/** @typedef {import('./address.js').Address} Address */
/** @typedef {import('./shelves.js').ContentRule} ContentRule */
/** @typedef {import('./shelves.js').HostRules} HostRules */
/** @typedef {import('./templates.js').Captures} Captures */
/** @typedef {import('./vocabulary.js').SurfaceName} SurfaceName */

/** @typedef {{key: string, canonical: string, surface: SurfaceName, comment: boolean}} Content one item */

/**
 * The item that an address names by the first rule that matches.
 * @param {Address} address
 * @param {string} path its normal path
 * @param {HostRules} hostRules
 * @returns {Content | null}
 */
export function findContent(address, path, hostRules) {
  for (const rule of hostRules.content.forPath(path)) {
    const captures = match(rule, address, path);
    if (captures === null) continue;
    return {
      key: `content:${fill(rule.key, captures)}`,
      canonical: rule.canonical === '' ? `https://${address.host}${path}` : fill(rule.canonical, captures),
      surface: rule.surface,
      comment: rule.comment || rule.commentQuery.some((name) => firstValue(address.query, name) !== null),
    };
  }
  return null;
}

/**
 * @param {ContentRule} rule
 * @param {Address} address
 * @param {string} path
 * @returns {Captures | null}
 */
function match(rule, address, path) {
  /** @type {Captures} */
  const captures = new Map();
  if (!matches(rule.path, path, captures)) return null;
  for (const { name, template } of rule.query) {
    const value = firstValue(address.query, name);
    if (value === null || !matches(template, value, captures)) return null;
  }
  captures.set('host', address.host);
  captures.set('sub', subdomain(address.host, rule.subOf));
  return captures;
}

/**
 * The surface of an address that names no item.
 * @param {string} path its normal path
 * @param {HostRules} hostRules
 * @returns {SurfaceName}
 */
export function otherSurface(path, hostRules) {
  const isPlatform = hostRules.operators.some(
    (operator) => operator.isPlatform && !operator.pages.some((page) => page.pattern.test(path)),
  );
  return isPlatform ? Surface.PLATFORM : Surface.PAGE;
}
