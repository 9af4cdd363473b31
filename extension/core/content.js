/**
 * Content: the item of a platform that an address names, whatever shape the address has.
 *
 * Decides the content key, the canonical address and the surface. Follows docs/identity.md, step 3.
 * A platform is never judged by a page on it: what no rule names is a `platform` surface, about which
 * nothing is ever said.
 */

import { firstValue } from './normal.js';
import { fill, matchPath } from './templates.js';
import { split } from './unwrap.js';
import { Surface } from './vocabulary.js';

/** @typedef {import('./address.js').Address} Address */
/** @typedef {import('./rules.js').HostRules} HostRules */
/** @typedef {import('./rules.js').ContentRule} ContentRule */
/** @typedef {import('./templates.js').Captures} Captures */
/** @typedef {import('./templates.js').SplitPath} SplitPath */

/**
 * @typedef {object} Found
 * @property {string} key empty where no rule names an item
 * @property {string} canonical empty where the normal form is the canonical address
 * @property {import('./vocabulary.js').SurfaceName} surface
 * @property {boolean} comment
 */

/**
 * @param {Address} address
 * @param {HostRules} hostRules
 * @returns {Found}
 */
export function findContent(address, hostRules) {
  const { opaque, platforms } = hostRules;
  if (opaque.length === 0 && platforms.length === 0) return { key: '', canonical: '', surface: Surface.PAGE, comment: false };
  const parts = split(address);
  for (const rule of opaque) {
    const found = apply(rule, address, parts);
    if (found !== null) return { ...found, comment: false };
  }
  /** @type {import('./vocabulary.js').SurfaceName} */
  let surface = Surface.PAGE;
  for (const platform of platforms) {
    for (const rule of platform.content) {
      const found = apply(rule, address, parts);
      if (found === null) continue;
      return { ...found, comment: platform.commentQuery.some((name) => firstValue(address.query, name) !== null) };
    }
    const isPage = platform.other === 'page' || platform.pages.some((path) => matchPath(path, parts) !== null);
    if (!isPage) surface = Surface.PLATFORM;
  }
  return { key: '', canonical: '', surface, comment: false };
}

/**
 * @param {ContentRule} rule
 * @param {Address} address
 * @param {SplitPath} parts
 * @returns {Omit<Found, 'comment'> | null}
 */
function apply(rule, address, parts) {
  if (rule.hosts !== null && !rule.hosts.has(address.host)) return null;
  const captures = matchPath(rule.path, parts);
  if (captures === null) return null;
  for (const [name, matches] of rule.query) {
    const value = firstValue(address.query, name);
    if (value === null || !matches(value, captures)) return null;
  }
  captures.host = address.host;
  return { key: `content:${fill(rule.key, captures)}`, canonical: fill(rule.canonical, captures), surface: rule.surface };
}
