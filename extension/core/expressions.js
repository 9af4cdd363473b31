/**
 * Expressions: every key under which an address may stand in a list.
 *
 * Decides their number and order, most specific first. Follows docs/identity.md, step 5. The text of a
 * key begins with its kind, so that listing a home page can never list the site. Public suffixes are
 * refused where lists are made, so that their keys never match and no suffix list is needed here.
 */

import { isIp } from './ip.js';

/** How many path prefixes have a key. */
const MAX_PATHS = 4;

/** How many domains have a key; the shortest ones do. */
const MAX_DOMAINS = 8;

/**
 * The keys of an ordinary page.
 * @param {string} authority the host with its port
 * @param {string} host
 * @param {string} path normal
 * @param {string} query normal
 * @returns {string[]}
 */
export function pageKeys(authority, host, path, query) {
  const keys = [urlKey(authority, path, query), ...pathKeys(authority, path), `host:${host}`];
  if (!isIp(host)) keys.push(...domainKeys(host));
  return keys;
}

/**
 * @param {string} authority
 * @param {string} path
 * @param {string} query
 */
export function urlKey(authority, path, query) {
  return query === '' ? `url:${authority}${path}` : `url:${authority}${path}?${query}`;
}

/**
 * @param {string} authority
 * @param {string} path
 */
function pathKeys(authority, path) {
  /** @type {string[]} */
  const keys = [];
  if (path === '/') return keys;
  for (let end = 0; end < path.length && keys.length < MAX_PATHS; ) {
    const slash = path.indexOf('/', end + 1);
    end = slash < 0 ? path.length : slash;
    keys.push(`path:${authority}${path.slice(0, end)}`);
  }
  return keys.reverse();
}

/**
 * The domain keys of a name: itself and each parent of at least two labels, the longest first.
 * @param {string} host
 */
function domainKeys(host) {
  /** @type {string[]} */
  const keys = [];
  let start = 0;
  for (let dot = host.indexOf('.'); dot > 0; dot = host.indexOf('.', start)) {
    keys.push(`domain:${host.slice(start)}`);
    start = dot + 1;
  }
  return keys.slice(-MAX_DOMAINS);
}
