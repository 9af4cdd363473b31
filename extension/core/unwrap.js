/**
 * Unwrap: from an address that only leads elsewhere to the address it leads to.
 *
 * Decides for redirectors, archive copies, AMP caches, translators and host aliases of known hosts
 * what they show. Follows docs/identity.md, step 2. An unknown host's `?url=` is never unwrapped: any
 * page could then pass itself off as another. The work is bounded, and every target is parsed anew.
 */

import { NotJudgeable, parse } from './address.js';
import { decode, firstValue } from './normal.js';
import { fill, matchPath } from './templates.js';

/** @typedef {import('./address.js').Address} Address */
/** @typedef {import('./rules.js').Rules} Rules */
/** @typedef {import('./rules.js').HostRules} HostRules */
/** @typedef {import('./rules.js').Wrapper} Wrapper */
/** @typedef {import('./templates.js').Captures} Captures */
/** @typedef {import('./templates.js').SplitPath} SplitPath */

/** How many wrappers may lie around one another. */
const BOUND = 8;

/** @param {Address} address @returns {SplitPath} */
export function split({ path, query }) {
  return { segments: path.split('/').filter((segment) => segment !== ''), path, query };
}

/** @param {Address} address */
export function serialise({ host, port, path, query }) {
  const origin = host.includes('://') ? host : `https://${host}`;
  return `${origin}${port === '' ? '' : `:${port}`}${path}${query === '' ? '' : `?${query}`}`;
}

/**
 * @param {Address} start
 * @param {Rules} rules
 * @returns {{address: Address, hostRules: HostRules, stuck: boolean}} `stuck` where a wrapper gave no target
 */
export function unwrap(start, rules) {
  let address = start;
  for (let depth = 0; ; depth += 1) {
    const hostRules = rules.forHost(address.host);
    const found = findWrapper(address, hostRules);
    if (found === null) return { address, hostRules, stuck: false };
    const target = depth < BOUND ? targetOf(found.wrapper, found.captures, address, rules) : null;
    if (target === null) return { address, hostRules, stuck: true };
    address = target;
  }
}

/**
 * @param {Address} address
 * @param {HostRules} hostRules
 */
function findWrapper(address, hostRules) {
  if (hostRules.wrappers.length === 0) return null;
  const parts = split(address);
  for (const wrapper of hostRules.wrappers) {
    const captures = matchPath(wrapper.path, parts);
    if (captures !== null) {
      captures.host = address.host;
      captures.sub = hostRules.sub;
      return { wrapper, captures };
    }
  }
  return null;
}

/**
 * @param {Wrapper} wrapper
 * @param {Captures} captures
 * @param {Address} address
 * @param {Rules} rules
 * @returns {Address | null}
 */
function targetOf(wrapper, captures, address, rules) {
  if (wrapper.isTranslateGoog) {
    captures.url = translated(captures.sub, address);
  } else if (wrapper.query.length > 0) {
    const value = wrapper.query.map((name) => firstValue(address.query, name)).find((given) => given !== null);
    if (value === undefined) return null;
    captures.url = value;
  } else if (captures.url !== undefined && wrapper.to === '{url}') {
    captures.url = withScheme(captures.url);
  }
  try {
    const target = fill(wrapper.to, captures);
    return parse(target, rules.pseudoHosts, wrapper.relative ? serialise(address) : undefined);
  } catch (error) {
    if (error instanceof NotJudgeable) return null;
    throw error;
  }
}

/**
 * The rest of an archive's path may hold an address with an escaped scheme, or with none.
 * @param {string} rest
 */
function withScheme(rest) {
  const text = /^https?%3a/i.test(rest) ? decode(rest, false) : rest;
  return /^[a-z][a-z0-9+.-]*:/i.test(text) ? text : `http://${text}`;
}

/**
 * Google's translator writes a dot of the host as `-` and a hyphen as `--`.
 * @param {string} sub
 * @param {Address} address
 */
function translated(sub, address) {
  const host = sub.replace(/--|-/g, (dash) => (dash === '-' ? '.' : '-'));
  return `https://${host}${address.path}${address.query === '' ? '' : `?${address.query}`}`;
}
