/**
 * Identity: what an address is about, as keys that a list can hold.
 *
 * Decides the canonical address, the keys and the surface by a list of named steps: parse, unwrap,
 * content, normal form, expressions (docs/identity.md). service/cektautan/core/identity.py does exactly
 * the same, and tests/vectors and the parity runs in real browsers hold them together. It must never
 * touch the network or guess.
 */

import { parse } from './address.js';
import { findContent } from './content.js';
import { pageKeys, urlKey } from './expressions.js';
import { normalForm } from './normal.js';
import { serialise, unwrap } from './unwrap.js';
import { Surface } from './vocabulary.js';

/** @typedef {import('./rules.js').Rules} Rules */

/**
 * @typedef {object} Identity
 * @property {string} url the canonical address
 * @property {string} key the most specific key
 * @property {string} kind the word before its first colon
 * @property {string[]} keys most specific first
 * @property {import('./vocabulary.js').SurfaceName} surface
 * @property {boolean} comment whether the address is a comment's link, which opens the post
 */

/**
 * @param {string} text
 * @param {Rules} rules
 * @returns {Identity}
 * @throws {import('./address.js').NotJudgeable}
 */
export function identify(text, rules) {
  const { address, hostRules, stuck } = unwrap(parse(text, rules.pseudoHosts), rules);
  const found = findContent(address, hostRules);
  const surface = stuck ? Surface.OPAQUE : found.surface;
  if (found.key !== '' && found.canonical !== '') return identity(found.canonical, [found.key], surface, found.comment);
  const normal = normalForm(address, hostRules, rules);
  const url = serialise(normal);
  if (found.key !== '') return identity(url, [found.key], surface, found.comment);
  return identity(url, surface === Surface.PAGE ? pageKeys(normal) : [urlKey(normal)], surface, false);
}

/**
 * @param {string} url
 * @param {string[]} keys
 * @param {import('./vocabulary.js').SurfaceName} surface
 * @param {boolean} comment
 * @returns {Identity}
 */
function identity(url, keys, surface, comment) {
  const key = keys[0];
  return { url, key, kind: key.slice(0, key.indexOf(':')), keys, surface, comment };
}
