/**
 * Unwrap: from a redirector, an archive copy or a cached copy to the address behind it.
 *
 * Decides which address is judged. Follows docs/identity.md, step 2. Only the hosts that the rules name
 * are unwrapped, and only eight times; the `?url=` of an unknown host never is, for anybody could then
 * borrow a listing. Every target is parsed anew. It must never fetch.
 */

import { NotJudgeable, parse } from './address.js';
import { decode, firstValue, normalPath } from './normal.js';
import { fill, matches } from './templates.js';

/** @typedef {import('./address.js').Address} Address */
/** @typedef {import('./rules.js').Rules} Rules */
/** @typedef {import('./shelves.js').HostRules} HostRules */
/** @typedef {import('./shelves.js').Wrapper} Wrapper */
/** @typedef {import('./templates.js').Captures} Captures */
/** @typedef {import('./templates.js').PathTemplate} PathTemplate */

/**
 * @typedef {object} Unwrapped
 * @property {Address} address
 * @property {HostRules | null} hostRules
 * @property {boolean} stuck whether the address is a wrapper without a target
 */

/** How many wrappers are taken off. */
const MAX_DEPTH = 8;

const ESCAPED_SCHEME = /^https?:%2F/i;
const HTTP = /^https?:/i;
const OTHER_SCHEME = /^[a-z][a-z0-9+.-]*:(?:[/?]|$)/i;

/**
 * @param {Address} given
 * @param {HostRules | null} givenRules
 * @param {Rules} rules
 * @returns {Unwrapped}
 */
export function unwrap(given, givenRules, rules) {
  let address = given;
  let hostRules = givenRules;
  for (let depth = 0; ; depth += 1) {
    const found = hostRules === null ? null : findWrapper(address, hostRules);
    if (found === null) return { address, hostRules, stuck: false };
    // Too many wrappers: what was given stays what it is, and another layer changes nothing about that.
    if (depth === MAX_DEPTH) return { address: given, hostRules: givenRules, stuck: true };
    const target = targetOf(found.wrapper, found.captures, address, rules);
    if (target === null) return { address, hostRules, stuck: true };
    address = target;
    hostRules = rules.of(target);
  }
}

/**
 * @param {Address} address
 * @param {HostRules} hostRules
 * @returns {{wrapper: Wrapper, captures: Captures} | null} the first wrapper whose path matches
 */
function findWrapper(address, hostRules) {
  if (hostRules.wrappers.isEmpty) return null;
  const path = normalPath(address.path);
  for (const wrapper of hostRules.wrappers.forPath(path)) {
    const captures = matchPath(wrapper.path, path, address);
    if (captures === null) continue;
    captures.set('host', address.host);
    captures.set('sub', subdomain(address.host, wrapper.subOf));
    return { wrapper, captures };
  }
  return null;
}

/**
 * What the `*` of a wildcard stood for.
 * @param {string} host
 * @param {string} subOf
 */
export function subdomain(host, subOf) {
  return subOf === '' ? '' : host.slice(0, -subOf.length);
}

/**
 * Matches a template against the normal path, or against its head where the template takes the rest.
 * @param {PathTemplate} template
 * @param {string} path
 * @param {Address} address
 * @returns {Captures | null}
 */
function matchPath(template, path, address) {
  /** @type {Captures} */
  const captures = new Map();
  if (template.rest === '') return matches(template, path, captures) ? captures : null;
  const full = address.path;
  let end = 0;
  for (let depth = 0; depth < template.depth; depth += 1) {
    let start = end;
    while (full[start] === '/') start += 1;
    if (start === full.length) return null;
    const slash = full.indexOf('/', start);
    end = slash < 0 ? full.length : slash;
  }
  if (!matches(template, normalPath(full.slice(0, end)), captures)) return null;
  // The rest keeps its empty segments and takes the query, for both belong to the address that it holds.
  const query = address.query === '' ? '' : `?${address.query}`;
  captures.set(template.rest, full.slice(end).replace(/^\/+/, '') + query);
  return captures;
}

/**
 * @param {Wrapper} wrapper
 * @param {Captures} captures
 * @param {Address} address
 * @param {Rules} rules
 * @returns {Address | null} null where there is no target that could be judged
 */
function targetOf(wrapper, captures, address, rules) {
  if (wrapper.query.length > 0) {
    const url = firstPresent(address.query, wrapper.query);
    if (url === null) return null;
    captures.set('url', url);
  } else if (wrapper.path.rest !== '' && wrapper.to === '{url}') {
    const url = withScheme(captures.get('url') ?? '');
    if (url === null) return null;
    captures.set('url', url);
  }
  if (wrapper.decode === 'translate-goog') {
    const sub = captures.get('sub') ?? '';
    captures.set('sub', sub.replace(/--?/g, (dash) => (dash === '-' ? '.' : '-')));
  }
  const base = wrapper.relative ? `https://${address.host}${address.path}` : undefined;
  try {
    return parse(fill(wrapper.to, captures), rules.pseudoHosts, base);
  } catch (error) {
    if (error instanceof NotJudgeable) return null;
    throw error;
  }
}

/**
 * @param {string} query
 * @param {string[]} names
 */
function firstPresent(query, names) {
  for (const name of names) {
    const value = firstValue(query, name);
    if (value !== null && value !== '') return value;
  }
  return null;
}

/**
 * Reads the rest of an archive's path, which may hold an address with an escaped scheme or with none.
 * @param {string} rest
 */
function withScheme(rest) {
  const text = ESCAPED_SCHEME.test(rest) ? decode(rest) : rest;
  if (HTTP.test(text)) return text;
  if (text === '' || text.startsWith('?') || OTHER_SCHEME.test(text)) return null;
  return `http://${text}`;
}
