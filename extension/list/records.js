/**
 * Finds the records of one key in a bucket, and takes of them what can be used (docs/protocol.md, section 10).
 *
 * Pure. A signature says who made a bucket and not that it was made well. One record that is not as it should be must
 * neither stop the others nor make its own key look as if nothing were listed: it is told apart from a key that has no record.
 */

import { ListError } from '../core/errors.js';

/** @typedef {import('./details.js').Details} Details */

/**
 * @param {unknown} value
 * @returns {value is Record<string, any>}
 */
function isObject(value) {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/**
 * A claim whose parts are of the shape that everything behind this counts on: `text` is an object, `reviews` a list of objects.
 *
 * @param {unknown} claim as it stands in a bucket
 * @returns {Record<string, any> | null} null where it says nothing that could be shown
 */
export function usableClaim(claim) {
  if (!isObject(claim) || !isObject(claim.text)) return null;
  return { ...claim, reviews: Array.isArray(claim.reviews) ? claim.reviews.filter(isObject) : [] };
}

/**
 * @param {Record<string, any>} bucket
 * @param {unknown} id
 */
function claimIn({ claims }, id) {
  // An object has members that nobody wrote into it, such as `constructor`.
  return typeof id === 'string' && Object.hasOwn(claims, id) ? usableClaim(claims[id]) : null;
}

/**
 * @param {Record<string, any>} bucket whose `claims` are an object and whose `listings` are a list
 * @param {string} sha256 of the key, 64 hexadecimal digits
 * @returns {Details | null} null where no listing is of this key; a claim that cannot be used is null
 * @throws {ListError} where a listing does not say of which key it is, and none of the others is of this one
 */
export function recordsIn(bucket, sha256) {
  /** @type {Omit<Details, 'also'>[]} */
  const found = [];
  let nameless = false;
  for (const listing of bucket.listings) {
    if (!isObject(listing) || typeof listing.sha256 !== 'string') nameless = true;
    else if (listing.sha256 === sha256) found.push({ listing, claim: claimIn(bucket, listing.claim) });
  }
  if (found.length > 0) return { ...found[0], also: found.slice(1) };
  if (nameless) throw new ListError('bad_format', 'a listing names no key');
  return null;
}
