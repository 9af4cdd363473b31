/**
 * Normal form: one spelling for every path and query that mean the same.
 *
 * Decides how escapes, empty segments, parameter order, tracking parameters and the paging and AMP
 * forms of named sites are written. Follows docs/identity.md, step 4. It works on what the WHATWG
 * parser serialised, which is pure ASCII, and on bytes rather than characters, so that no decoding
 * can fail. One pass must be enough: the normal form of a normal form is itself.
 */

/** @typedef {import('./address.js').Address} Address */
/** @typedef {import('./rules.js').Rules} Rules */
/** @typedef {import('./rules.js').HostRules} HostRules */

const HEX = '0123456789ABCDEF';
const decoder = new TextDecoder('utf-8', { ignoreBOM: true });

/** @param {string} chars */
function literalSet(chars) {
  const set = new Uint8Array(128);
  for (const char of `ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789${chars}`) set[char.charCodeAt(0)] = 1;
  return set;
}

const PATH_LITERALS = literalSet("-._~!$&'()*+,;=:@/");
const QUERY_LITERALS = literalSet("-._~!$'()*,;:@/?");
const PLAIN_PATH = /^[A-Za-z0-9\-._~!$&'()*+,;=:@/]*$/;
const PLAIN_QUERY = /^[A-Za-z0-9\-._~!$'()*,;:@/?]*$/;

/** @param {number} code */
function hexValue(code) {
  if (code >= 0x30 && code <= 0x39) return code - 0x30;
  const letter = code | 0x20;
  return letter >= 0x61 && letter <= 0x66 ? letter - 0x57 : -1;
}

/**
 * The byte that the escape at `at` stands for, or -1 where there is no well-formed escape.
 * @param {string} text
 * @param {number} at
 */
function escapedByte(text, at) {
  if (text.charCodeAt(at) !== 0x25) return -1;
  const high = hexValue(text.charCodeAt(at + 1));
  const low = hexValue(text.charCodeAt(at + 2));
  return high < 0 || low < 0 ? -1 : high * 16 + low;
}

/**
 * Decodes every escape and encodes again what is not in the literal set; a stray `%` becomes `%25`.
 * An encoded slash is data and not a separator, so it stays `%2F`.
 * @param {string} text ASCII
 * @param {Uint8Array} literals
 * @param {boolean} isForm whether `+` is a space
 */
function respell(text, literals, isForm) {
  let out = '';
  for (let i = 0; i < text.length; i += 1) {
    let byte = escapedByte(text, i);
    const escaped = byte >= 0;
    if (escaped) i += 2;
    else byte = isForm && text[i] === '+' ? 0x20 : text.charCodeAt(i);
    out +=
      byte < 128 && literals[byte] === 1 && !(escaped && byte === 0x2f && !isForm)
        ? String.fromCharCode(byte)
        : `%${HEX[byte >> 4]}${HEX[byte & 15]}`;
  }
  return out;
}

/** @param {string} path */
export function normalPath(path) {
  let out = PLAIN_PATH.test(path) ? path : respell(path, PATH_LITERALS, false);
  if (out.includes('//')) out = out.replace(/\/{2,}/g, '/');
  if (out.length > 1 && out.endsWith('/')) out = out.slice(0, -1);
  return out === '' ? '/' : out;
}

/** @param {string} text a name or a value of a query, not yet decoded */
function normalValue(text) {
  return PLAIN_QUERY.test(text) ? text : respell(text, QUERY_LITERALS, true);
}

/**
 * @param {string} query without its `?`
 * @param {(name: string) => boolean} isDropped told of a parameter's name in lower case
 */
export function normalQuery(query, isDropped) {
  if (query === '') return '';
  /** @type {{name: string, text: string}[]} */
  const pairs = [];
  for (const pair of query.split('&')) {
    if (pair === '') continue;
    const equals = pair.indexOf('=');
    const name = normalValue(equals < 0 ? pair : pair.slice(0, equals));
    if (isDropped(name.toLowerCase())) continue;
    const value = equals < 0 ? '' : normalValue(pair.slice(equals + 1));
    pairs.push({ name, text: value === '' ? name : `${name}=${value}` });
  }
  // Array.prototype.sort is stable; names are ASCII, so code units order them as bytes would.
  if (pairs.length > 1) pairs.sort((a, b) => (a.name < b.name ? -1 : Number(a.name > b.name)));
  return pairs.map((pair) => pair.text).join('&');
}

/**
 * Percent-decodes as a browser would show it: bytes that are not UTF-8 become U+FFFD.
 * @param {string} text ASCII
 * @param {boolean} isForm whether `+` is a space
 */
export function decode(text, isForm) {
  const spaced = isForm && text.includes('+') ? text.replaceAll('+', ' ') : text;
  if (!spaced.includes('%')) return spaced;
  const bytes = new Uint8Array(spaced.length);
  let size = 0;
  for (let i = 0; i < spaced.length; i += 1) {
    const byte = escapedByte(spaced, i);
    if (byte >= 0) i += 2;
    bytes[size] = byte >= 0 ? byte : spaced.charCodeAt(i);
    size += 1;
  }
  return decoder.decode(bytes.subarray(0, size));
}

/**
 * The first value of a query parameter, form-decoded; null where there is none.
 * @param {string} query
 * @param {string} name compared as it is written in the rules, after decoding
 */
export function firstValue(query, name) {
  if (query === '') return null;
  for (const pair of query.split('&')) {
    const equals = pair.indexOf('=');
    const given = equals < 0 ? pair : pair.slice(0, equals);
    if (given === name || ((given.includes('%') || given.includes('+')) && decode(given, true) === name)) {
      return equals < 0 ? '' : decode(pair.slice(equals + 1), true);
    }
  }
  return null;
}

/**
 * @param {Address} address
 * @param {HostRules} hostRules
 * @param {Rules} rules
 * @returns {Address}
 */
export function normalForm(address, hostRules, rules) {
  let path = normalPath(address.path);
  const { sites } = hostRules;
  for (const site of sites) {
    for (let before = ''; before !== path; ) {
      before = path;
      for (const suffix of site.stripSuffix) {
        if (path.endsWith(suffix)) path = path.slice(0, -suffix.length) || '/';
      }
      for (const prefix of site.stripPrefix) {
        if (path === prefix || path.startsWith(`${prefix}/`)) path = path.slice(prefix.length) || '/';
      }
    }
  }
  const query = normalQuery(
    address.query,
    (name) => rules.isTracking(name) || sites.some((site) => site.dropQuery.has(name)),
  );
  return { host: address.host, port: address.port, path, query };
}
