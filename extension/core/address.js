/**
 * Address: the text of a link, read exactly as the browser reads it.
 *
 * Decides whether an address can be judged at all, and gives its host, port, path and query. Follows
 * docs/identity.md, step 1; the parser is the platform's own `URL` (WHATWG URL Standard), and
 * service/cektautan/core/address.py does the same with ada-url. It must never take a host apart with
 * string tricks of its own before that parser has spoken: a parser that disagrees with the browser
 * is a bypass.
 */

/** Longest address that is judged, in UTF-8 bytes. */
export const MAX_BYTES = 8192;

/** Longest host name that DNS can carry, without its final dot. */
const MAX_HOST = 253;

/**
 * @typedef {'empty' | 'too_long' | 'not_parseable' | 'not_http' | 'no_host' | 'bad_host'} Reason
 *
 * @typedef {object} Address
 * @property {string} host without `www.` and final dots; `tg://resolve` for a pseudo-host of the rules
 * @property {string} port empty for the default one
 * @property {string} path as the parser serialises it, starting with `/` for http addresses
 * @property {string} query as the parser serialises it, without its `?`
 */

/** An address that cannot be judged. This is an error with a reason, and never the state `unknown`. */
export class NotJudgeable extends Error {
  /** @param {Reason} reason */
  constructor(reason) {
    super(reason);
    this.name = 'NotJudgeable';
    this.reason = reason;
  }
}

const encoder = new TextEncoder();

// Leading and trailing C0 controls and spaces are what the parser itself ignores.
const BLANK = /^[\0-\x20]*$/;
const HOST = /^[a-z0-9_-]+(?:\.[a-z0-9_-]+)*$/;
const NUMBER_AT_END = /(?:^|\.)(?:[0-9]+|0x[0-9a-f]*)$/;

/**
 * True for an IPv4 or a bracketed IPv6 address. The parser has made every host that ends in a number
 * a dotted quad, and `cleanHost` has refused what would look like one without being one.
 * @param {string} host
 */
export function isIp(host) {
  const last = host.charCodeAt(host.length - 1);
  return last === 0x5d || (last >= 0x30 && last <= 0x39 && /(?:^|\.)[0-9]+$/.test(host));
}

/**
 * @param {string} hostname the parser's own serialisation
 * @returns {string}
 */
function cleanHost(hostname) {
  if (hostname.charCodeAt(0) === 0x5b) return hostname;
  let host = hostname;
  while (host.endsWith('.')) host = host.slice(0, -1);
  if (host === '') throw new NotJudgeable('no_host');
  if (host.length > MAX_HOST || !HOST.test(host)) throw new NotJudgeable('bad_host');
  // `1.2.3..` is a name for the parser; without its dots it would be read as an address.
  if (host.length < hostname.length && NUMBER_AT_END.test(host)) throw new NotJudgeable('bad_host');
  // `www.example.com` is `example.com`, but `www.com` is a name of its own.
  while (host.startsWith('www.') && host.includes('.', 4)) host = host.slice(4);
  return host;
}

/**
 * @param {string} text
 * @param {ReadonlySet<string>} pseudoHosts names such as `tg://resolve` which the rules know
 * @param {string} [base] an address against which `text` is resolved
 * @returns {Address}
 * @throws {NotJudgeable}
 */
export function parse(text, pseudoHosts, base) {
  if (BLANK.test(text)) throw new NotJudgeable('empty');
  // A UTF-16 unit is at least one byte and at most three, so most addresses need no counting.
  if (text.length > MAX_BYTES || (text.length * 3 > MAX_BYTES && encoder.encode(text).length > MAX_BYTES)) {
    throw new NotJudgeable('too_long');
  }
  if (!text.isWellFormed()) throw new NotJudgeable('not_parseable');
  let url;
  try {
    url = new URL(text, base);
  } catch {
    throw new NotJudgeable('not_parseable');
  }
  const { protocol, pathname: path, search } = url;
  const query = search.slice(1);
  if (protocol !== 'https:' && protocol !== 'http:') {
    const host = `${protocol}//${url.hostname}`;
    if (!pseudoHosts.has(host)) throw new NotJudgeable('not_http');
    return { host, port: '', path, query };
  }
  return { host: cleanHost(url.hostname), port: url.port, path, query };
}
