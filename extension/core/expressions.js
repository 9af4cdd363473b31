/**
 * Expressions: every key under which an address may stand in the list.
 *
 * Decides their number and order, most specific first. Follows docs/identity.md, step 5. The key text
 * begins with its kind, so that listing a home page can never list the site. Public suffixes are
 * refused where lists are made, so their keys never match and no suffix list is needed here.
 */

import { isIp } from './address.js';

/** @typedef {import('./address.js').Address} Address */

const MAX_PATHS = 4;
const MAX_DOMAINS = 8;

/** @param {Address} address in normal form */
function authority({ host, port }) {
  return port === '' ? host : `${host}:${port}`;
}

/** @param {Address} address in normal form */
export function urlKey(address) {
  return `url:${authority(address)}${address.path}${address.query === '' ? '' : `?${address.query}`}`;
}

/**
 * The keys of an ordinary page.
 * @param {Address} address in normal form
 * @returns {string[]}
 */
export function pageKeys(address) {
  return [urlKey(address), ...pathKeys(address), `host:${address.host}`, ...domainKeys(address.host)];
}

/** @param {Address} address in normal form */
function pathKeys(address) {
  const { path } = address;
  const base = `path:${authority(address)}`;
  /** @type {string[]} */
  const keys = [];
  if (path === '/') return keys;
  let end = 0;
  for (let count = 0; count < MAX_PATHS && end < path.length; count += 1) {
    const slash = path.indexOf('/', end + 1);
    end = slash < 0 ? path.length : slash;
    keys.unshift(base + path.slice(0, end));
  }
  return keys;
}

/** @param {string} host */
function domainKeys(host) {
  if (isIp(host)) return [];
  const keys = [`domain:${host}`];
  for (let dot = host.indexOf('.'); dot >= 0; dot = host.indexOf('.', dot + 1)) {
    if (host.includes('.', dot + 1)) keys.push(`domain:${host.slice(dot + 1)}`);
  }
  return keys.slice(-MAX_DOMAINS);
}
