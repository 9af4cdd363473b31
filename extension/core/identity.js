/**
 * Identity: what an address is about, as keys that a list can hold.
 *
 * Decides the canonical address, the keys and the surface by a list of named steps: parse, unwrap,
 * content, normal form, expressions (docs/identity.md). service/cektautan/core/identity.py does exactly
 * the same, and tests/vectors and the parity runs in real browsers hold them together. It must never
 * touch the network or guess.
 */

import { parse } from './address.js';
import { findContent, otherSurface } from './content.js';
import { pageKeys, urlKey } from './expressions.js';
import { normalPath, normalQuery, sitePath } from './normal.js';
import { unwrap } from './unwrap.js';
import { Kind, Surface } from './vocabulary.js';

/** @typedef {import('./address.js').Address} Address */
/** @typedef {import('./rules.js').Rules} Rules */
/** @typedef {import('./vocabulary.js').SurfaceName} SurfaceName */

/**
 * @typedef {object} Identity
 * @property {string} url the canonical address
 * @property {string} key the most specific key
 * @property {import('./vocabulary.js').KindName} kind
 * @property {string[]} keys every key, the most specific first
 * @property {SurfaceName} surface
 * @property {boolean} comment whether the address is the link of a comment, which opens the item but is never a listing of it
 */

/**
 * @param {string} text
 * @param {Rules} rules
 * @returns {Identity}
 * @throws {import('./address.js').NotJudgeable} and nothing else
 */
export function identify(text, rules) {
  const given = parse(text, rules.pseudoHosts);
  const { address, hostRules, stuck } = unwrap(given, rules.of(given), rules);
  const path = normalPath(address.path);
  const query = normalQuery(address.query, rules, hostRules?.site ?? null);
  if (hostRules === null) return page(address, path, query, Surface.PAGE);
  const item = findContent(address, path, hostRules);
  if (item !== null) {
    const { key, canonical: url, surface, comment } = item;
    return { url, key, kind: Kind.CONTENT, keys: [key], surface, comment };
  }
  const surface = stuck ? Surface.OPAQUE : otherSurface(path, hostRules);
  return page(address, hostRules.site === null ? path : sitePath(path, hostRules.site), query, surface);
}

/**
 * The identity of an address that names no item of a platform.
 * @param {Address} address
 * @param {string} path
 * @param {string} query
 * @param {SurfaceName} found
 * @returns {Identity}
 */
function page({ scheme, host, port }, path, query, found) {
  // An app's link: its scheme is part of the pseudo-host, and it is never an ordinary page.
  const isApp = host.includes('://');
  const authority = port === '' ? host : `${host}:${port}`;
  let origin = `https://${authority}`;
  if (isApp) origin = host;
  else if (port !== '') origin = `${scheme}://${authority}`;
  const surface = isApp ? Surface.PLATFORM : found;
  const keys = surface === Surface.PAGE ? pageKeys(authority, host, path, query) : [urlKey(authority, path, query)];
  const url = origin + path + (query === '' ? '' : `?${query}`);
  return { url, key: keys[0], kind: Kind.URL, keys, surface, comment: false };
}
