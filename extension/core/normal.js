/**
 * Normal form: one spelling for every path and query that mean the same.
 *
 * Decides how escapes, empty segments, parameter order, tracking parameters and the paging and AMP
 * forms of named sites are written. Follows docs/identity.md, step 4. It works on what the WHATWG
 * parser serialised, which is pure ASCII, and on bytes rather than characters, so that no decoding
 * can fail. One pass must be enough: the normal form of a normal form is itself.
 */

/** @typedef {import('./rules.js').Rules} Rules */
/** @typedef {import('./shelves.js').Site} Site */

const HEX = '0123456789ABCDEF';

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

/**
 * Spells a path: literals as they are, all else escaped; its empty segments stay.
 * @param {string} path
 */
export function speltPath(path) {
  return PLAIN_PATH.test(path) ? path : respell(path, PATH_LITERALS, false);
}

/**
 * Removes the empty segments of a path that is spelt; `/` is the root.
 * @param {string} path
 */
export function normalPath(path) {
  let out = path.includes('//') ? path.replace(/\/{2,}/g, '/') : path;
  if (out.length > 1 && out.endsWith('/')) out = out.slice(0, -1);
  return out === '' ? '/' : out;
}

/**
 * Spells a name or a value of a query, in which `+` is a space.
 * @param {string} text
 */
function normalText(text) {
  return PLAIN_QUERY.test(text) ? text : respell(text, QUERY_LITERALS, true);
}

/**
 * Spells a query: no empty pair, no tracking parameter, in the order of the names; equal names keep their order.
 * @param {string} query without its `?`
 * @param {Rules} rules
 * @param {Site | null} site
 */
export function normalQuery(query, rules, site) {
  if (query === '') return '';
  /** @type {{name: string, text: string}[]} */
  const pairs = [];
  for (const pair of query.split('&')) {
    const { given, raw } = halves(pair);
    const name = normalText(given);
    const value = normalText(raw);
    const lower = name.toLowerCase();
    if (rules.isTracking(lower) || site?.dropQuery.has(lower)) continue;
    if (value !== '') pairs.push({ name, text: `${name}=${value}` });
    else if (name !== '') pairs.push({ name, text: name });
  }
  // Array.prototype.sort is stable; names are ASCII, so that code units order them as bytes would.
  if (pairs.length > 1) pairs.sort((a, b) => (a.name < b.name ? -1 : Number(a.name > b.name)));
  return pairs.map(({ text }) => text).join('&');
}

/** @param {string} pair */
function halves(pair) {
  const equals = pair.indexOf('=');
  return equals < 0 ? { given: pair, raw: '' } : { given: pair.slice(0, equals), raw: pair.slice(equals + 1) };
}

/**
 * Removes the affixes of a site from a normal path for as long as one of them is there.
 * @param {string} path
 * @param {Site} site
 */
export function sitePath(path, { stripSuffix, stripPrefix }) {
  let now = path;
  for (let before = ''; before !== now; ) {
    before = now;
    for (const suffix of stripSuffix) {
      if (now.endsWith(suffix)) now = now.slice(0, -suffix.length) || '/';
    }
    for (const prefix of stripPrefix) {
      if (now === prefix || now.startsWith(`${prefix}/`)) now = now.slice(prefix.length) || '/';
    }
  }
  return now;
}

/**
 * Percent-decodes what stands for ASCII; other bytes stay escaped, for the parser spells them so anyway.
 * @param {string} text
 */
export function decode(text) {
  if (!text.includes('%')) return text;
  return text.replace(/%([0-7][0-9a-f])/gi, (_, digits) => String.fromCharCode(parseInt(digits, 16)));
}

/**
 * The first value of a parameter, form-decoded; null when it is not there.
 * @param {string} query
 * @param {string} name
 */
export function firstValue(query, name) {
  for (const pair of query.split('&')) {
    const { given, raw } = halves(pair);
    if (given === name || (/[%+]/.test(given) && decode(given.replaceAll('+', ' ')) === name)) {
      return decode(raw.replaceAll('+', ' '));
    }
  }
  return null;
}
