/**
 * Address: the text of a link, read exactly as the browser reads it.
 *
 * Decides whether an address can be judged at all, and gives its host, port, path and query. Follows
 * docs/identity.md, step 1; the parser is the platform's own `URL` (WHATWG URL Standard), and
 * service/cektautan/core/address.py does the same with ada-url. A host must never be taken apart before
 * that parser has spoken: a parser that disagrees with the browser is a bypass.
 */

import { isSound } from './idn.js';
import { asIpv4 } from './ip.js';
import { speltPath } from './normal.js';

/** The longest address that is judged, in UTF-8 bytes and without its fragment. */
export const MAX_BYTES = 8192;

/** The longest host name that DNS can carry, without its final dot. */
const MAX_HOST = 253;

/**
 * @typedef {'empty' | 'too_long' | 'not_parseable' | 'not_http' | 'no_host' | 'bad_host' | 'not_public'} Reason
 *   the last of them only of a report (reported.js)
 *
 * @typedef {object} Address
 * @property {string} scheme `http` or `https`, which name the same thing; only a canonical address with a port tells them apart
 * @property {string} host without `www.` and final dot; `tg://resolve` for a pseudo-host that the rules name
 * @property {string} port empty for the ports of http and https
 * @property {string} path spelt as in docs/identity.md, step 4, with its empty segments
 * @property {string} query as the parser serialised it, in ASCII, without its `?`
 */

/** An address that cannot be judged, and why. It is an error, and never the state `unknown`. */
export class NotJudgeable extends Error {
  /** @param {Reason} reason */
  constructor(reason) {
    super(reason);
    this.name = 'NotJudgeable';
    this.reason = reason;
  }
}

const encoder = new TextEncoder();

// What the parser itself ignores at both ends (C0 controls and space).
const BLANK = /^[\0-\x20]*$/;
const LONE_SURROGATE = /\p{Surrogate}/u;
const JUDGEABLE = /^(?:[a-z0-9_-]+(?:\.[a-z0-9_-]+)*|\[[0-9a-f:.]+\])$/;

/**
 * @param {string} text
 * @param {ReadonlySet<string>} pseudoHosts names such as `tg://resolve` that the rules know
 * @param {string} [base] an address against which `text` is resolved
 * @returns {Address}
 * @throws {NotJudgeable}
 */
export function parse(text, pseudoHosts, base) {
  let judged = text;
  if (!fits(text)) {
    // A fragment names nothing, and no server sees it: however long it is, it must not keep an address from being judged.
    judged = before(text, '#');
    if (!fits(judged)) throw new NotJudgeable('too_long');
  }
  const url = read(judged, base);
  if (url === null) throw new NotJudgeable(BLANK.test(judged) ? 'empty' : 'not_parseable');
  const { protocol, host: authority, hostname, port, pathname, search } = url;
  const path = speltPath(pathname);
  const query = search.slice(1);
  if (protocol !== 'https:' && protocol !== 'http:') {
    const host = `${protocol}//${authority}`;
    if (!pseudoHosts.has(host)) throw new NotJudgeable('not_http');
    return { scheme: protocol.slice(0, -1), host, port: '', path, query };
  }
  return {
    scheme: protocol === 'https:' ? 'https' : 'http',
    host: cleanHost(hostname),
    // http and https are the same, and so are their ports.
    port: port === '80' || port === '443' ? '' : port,
    path,
    query,
  };
}

/**
 * Whether an address is short enough to be judged.
 * @param {string} text
 */
export function fits(text) {
  // A UTF-16 unit is at most three bytes, so that most addresses need no counting.
  return text.length * 3 <= MAX_BYTES || encoder.encode(text).length <= MAX_BYTES;
}

/**
 * What stands before the first of these signs: `#` and `?` begin fragment and query wherever they come first in an address.
 * @param {string} text
 * @param {'#' | '?'} sign
 */
export function before(text, sign) {
  const at = text.indexOf(sign);
  return at < 0 ? text : text.slice(0, at);
}

/**
 * @param {string} text
 * @param {string | undefined} base
 * @returns {URL | null}
 */
function read(text, base) {
  // `URL` would put U+FFFD in the place of a lone surrogate, which is no text at all.
  if (LONE_SURROGATE.test(text)) return null;
  try {
    return new URL(text, base);
  } catch {
    return null;
  }
}

/**
 * @param {string} hostname as the parser serialised it
 * @returns {string}
 */
function cleanHost(hostname) {
  let host = hostname.endsWith('.') ? hostname.slice(0, -1) : hostname;
  if (host === '') throw new NotJudgeable('no_host');
  if (!JUDGEABLE.test(host) || !isSound(host)) throw new NotJudgeable('bad_host');
  // `www.example.com` is `example.com`, but `www.com` is a name of its own.
  while (host.startsWith('www.') && host.includes('.', 4)) host = host.slice(4);
  if (host.length > MAX_HOST) throw new NotJudgeable('bad_host');
  return asIpv4(host);
}
