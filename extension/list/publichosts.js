/**
 * The imitations whose names the list gives in plain, for a rule that only the browser itself can keep.
 *
 * Pure. Of the public records only whole domains of the verdict imposter are named (docs/protocol.md, section 10), and a name is
 * used only where its hash is the record's own, so that a name can never reach further than the listing that was signed. A domain
 * on which anything else is listed too is left out: a rule of names cannot tell an exact page, which decides by itself, from
 * the rest. Listings of a host are left out as well, because such a rule would cover the hosts below it.
 */

import { hex, keyHash } from '../core/keys.js';

/** @typedef {{ key: string, domain: string, level: number }} PublicDomain */

/** As records spell it. */
const IMPOSTER = 'imposter';
/** What a page comes before. */
const LOWEST_LEVEL = 2;
/** As a browser's rule wants a domain: lower-case ASCII. */
const PLAIN = /^[a-z0-9-]+(\.[a-z0-9-]+)+$/;

/** @param {Record<string, any>} listing */
function isNamed({ kind, verdict, level, host, sha256 }) {
  if (kind !== 'domain' || verdict !== IMPOSTER || !(level >= LOWEST_LEVEL)) return false;
  return typeof host === 'string' && PLAIN.test(host) && hex(keyHash(`domain:${host}`)) === sha256;
}

/**
 * @param {Iterable<Record<string, any>>} buckets the records that are on this device
 * @returns {PublicDomain[]} in the order of their names
 */
export function publicDomains(buckets) {
  const listings = [...buckets].flatMap(({ listings: held }) => /** @type {Record<string, any>[]} */ (held));
  /** @type {Map<string, Set<string>>} which keys are listed on a domain, both by hash */
  const on = new Map();
  /** @type {Map<string, Record<string, any>>} the first record of a key decides */
  const deciding = new Map();
  for (const listing of listings) {
    // What is not a record names nothing; whether it decides about a page is found out when that page is opened.
    if (listing === null || typeof listing !== 'object') continue;
    on.set(listing.domain, (on.get(listing.domain) ?? new Set()).add(listing.sha256));
    if (!deciding.has(listing.sha256)) deciding.set(listing.sha256, listing);
  }
  return [...deciding.values()]
    .filter(isNamed)
    .filter(({ sha256 }) => on.get(sha256)?.size === 1)
    .map(({ host, level }) => ({ key: `domain:${host}`, domain: host, level }))
    .sort((a, b) => (a.domain < b.domain ? -1 : 1));
}
