/**
 * The checkers' articles that a publication names, as a set of short hashes.
 *
 * With it a client can notice that a tab shows one of these articles, and needs to remember nothing of any other page
 * (background/article.js). Made when the list is stored, from the public records that came with it. An article counts as the
 * same in every spelling of its address, as pages of the list do. A hash that fits by chance would make one warning quieter; 48
 * bits make that as good as impossible.
 */

import { NotJudgeable } from '../core/address.js';
import { identify } from '../core/identity.js';
import { hex, keyHash } from '../core/keys.js';
import { usableClaim } from './records.js';

/** @typedef {import('../core/rules.js').Rules} Rules */

const DIGITS = 12;

/** @param {string} key the most specific key of an address */
export function articleNumber(key) {
  return parseInt(hex(keyHash(key)).slice(0, DIGITS), 16);
}

/**
 * @param {Iterable<unknown>} addresses
 * @param {Rules} rules
 * @returns {number[]} one for each that is an address; what is none has no article
 */
export function articleNumbers(addresses, rules) {
  const numbers = [];
  for (const address of addresses) {
    try {
      if (typeof address === 'string') numbers.push(articleNumber(identify(address, rules).key));
    } catch (error) {
      if (!(error instanceof NotJudgeable)) throw error;
    }
  }
  return numbers;
}

/**
 * @param {Iterable<Record<string, any>>} buckets
 * @param {Rules} rules
 * @returns {Float64Array<ArrayBuffer>} the articles of every claim, each once
 */
export function articlesOf(buckets, rules) {
  /** @type {Set<unknown>} */
  const addresses = new Set();
  for (const { claims } of buckets) {
    for (const claim of Object.values(/** @type {Record<string, any>} */ (claims))) {
      for (const review of usableClaim(claim)?.reviews ?? []) addresses.add(review.url);
    }
  }
  return Float64Array.from(new Set(articleNumbers(addresses, rules)));
}
