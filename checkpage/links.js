/**
 * Links in a text that a person pasted or shared: a bare address, several, or a forwarded message around them.
 *
 * Decides only where an address begins and ends; whether it is one is for `identify`. The same rule stands in
 * service/cektautan/lookup/links.py, and tests/vectors/links.json holds both to it. It asks no suffix list
 * (docs/adr/0055): without a scheme, a name counts by the way it is written. Nothing is fetched. The work grows with
 * the length of the text and no faster, whatever stands in it.
 */

/** The most that one text is answered for; the service holds to the same. */
export const MOST_LINKS = 20;

/** Endings that a name without a path may have inside a sentence: common ones that are no word after a full stop. */
export const ENDINGS = new Set(
  (
    'com net org info biz xyz top site online website web app dev page pages store shop club vip icu buzz click link live ' +
    'news blog space fun asia id my sg ph vn th au uk jp cn kr ru de fr nl eu tv cc io ws'
  ).split(' '),
);

/** Endings that need a path behind them: short links have them, and so do the words of a sentence. */
export const ENDINGS_WITH_PATH = new Set('me be co ly gl gd gg to in it at am is us do tt st so la ai pm im watch'.split(' '));

// Blanks, control characters, and marks of direction, which chats put around addresses. No class of the regular
// expressions is used for them, for each language has another idea of a blank.
const BLANK = '\\0-\\x20\\x7f-\\xa0\\u1680\\u2000-\\u200b\\u200e\\u200f\\u2028-\\u202f\\u205f-\\u2069\\u3000\\ufeff';
const ADDRESS = new RegExp(`(?:[Hh][Tt][Tt][Pp][Ss]?|[Tt][Gg])://[^${BLANK}]+`, 'gu');
const NAME = '(?:[A-Za-z0-9_][A-Za-z0-9_-]{0,62}\\.)+([A-Za-z]{2,24})';
const BARE = new RegExp(
  `(?<![\\p{L}\\p{N}_@/.])(?<![^${BLANK}]-)${NAME}(?::[0-9]{1,5})?([/?][^${BLANK}]*)?(?![\\p{L}\\p{N}_@])`,
  'gu',
);
const ALONE = new RegExp(`^${NAME}(?::[0-9]{1,5})?(?:[/?].*)?$`, 'u');
const OTHER_SCHEME = new RegExp(`^[A-Za-z][A-Za-z0-9+.-]*:[^${BLANK}]+$`, 'u');
const WORD = new RegExp(`[^${BLANK}]+`, 'gu');

/** What a sentence or a chat's bold mark puts behind an address, and what encloses one. */
const TRAILING = '.,;:!?\'"*_~>\u00bb\u201d\u2019\u2026';
/** @type {Record<string, string>} */
const PAIRS = { ')': '(', ']': '[', '}': '{' };

/** @param {string} link */
function trim(link) {
  // Counted once and then down, for a text may be one long row of brackets.
  const count = (/** @type {string} */ sign) => link.split(sign).length - 1;
  const unopened = new Map(Object.entries(PAIRS).map(([closing, opening]) => [closing, count(closing) - count(opening)]));
  let end = link.length;
  for (; end > 0; end -= 1) {
    const last = link[end - 1];
    const left = unopened.get(last);
    if (left !== undefined) {
      if (left <= 0) break;
      unopened.set(last, left - 1);
    } else if (!TRAILING.includes(last)) break;
  }
  return link.slice(0, end);
}

/**
 * Whether a name without a scheme counts as an address inside a sentence.
 *
 * @param {string} link
 * @param {string} ending
 * @param {string} path what stood behind the name
 */
function counts(link, ending, path) {
  const word = ending.toLowerCase();
  return ENDINGS.has(word) || /^www\./i.test(link) || (trim(path).length > 1 && ENDINGS_WITH_PATH.has(word));
}

/**
 * @param {string} text
 * @returns {string[]} the links in order, each once
 */
export function findLinks(text) {
  /** @type {[number, string][]} */
  const found = [];
  // Blanked, so that the host inside an address is not found a second time, and positions stay.
  const rest = text.replace(ADDRESS, (whole, at) => {
    found.push([at, trim(whole)]);
    return ' '.repeat(whole.length);
  });
  for (const { 0: whole, 1: ending, 2: path = '', index } of rest.matchAll(BARE)) {
    if (counts(whole, ending, path)) found.push([index, `https://${trim(whole)}`]);
  }
  if (found.length === 0) return onlyWord(text);
  return [...new Set(found.sort(([a], [b]) => a - b).map(([, link]) => link))];
}

/**
 * A text of one word is taken as it would be in a browser's address bar, also where it cannot be judged: the page
 * then says why.
 *
 * @param {string} text
 */
function onlyWord(text) {
  // The blanks around it are passed over from the front; an expression that ends in `$` would try each run of them.
  const words = text.matchAll(WORD);
  const first = words.next();
  if (first.done || !words.next().done) return [];
  const word = first.value[0];
  if (ALONE.test(word)) return [`https://${trim(word)}`];
  return OTHER_SCHEME.test(word) ? [word] : [];
}
