/**
 * The address of the warning page, which carries nothing but the target in its fragment.
 *
 * The fragment never leaves the browser. Whoever writes such an address gains nothing: the page judges the
 * target anew and opens it only where it is listed.
 */

import { before } from '../core/address.js';
import { fileUrl } from './platform.js';

const PAGE = 'pages/warning.html';
const AGAIN = '?again';
const RESULT = 'pages/result.html';
/**
 * How many characters of a target are carried. Browsers open no address of more than two million, and three may stand for one here.
 * What is remembered of a tab has its bound as well.
 */
const LONGEST = 65_536;

/**
 * The address that a warning is about, cut where it would be too long for a warning to appear at all. What is cut off decides
 * nothing: an address of that length is judged by its path, its host or its domain (core/wider.js).
 *
 * @param {string} url of the web
 */
export function warnable(url) {
  const page = before(url, '#');
  const fitting = [url, page, before(page, '?')].find(({ length }) => length <= LONGEST);
  return fitting ?? `${new URL(url).origin}/`;
}

/**
 * @param {string} target
 * @param {boolean} [again] a second warning after a first one in the same tab needs another address: if only the fragment
 *   changed, the browser would go on loading the page that is warned of
 */
export function warningAddress(target, again = false) {
  return `${fileUrl(PAGE)}${again ? AGAIN : ''}#${encodeURIComponent(target)}`;
}

/** @param {string} url of the warning page */
export function isAgain(url) {
  return url.startsWith(`${fileUrl(PAGE)}${AGAIN}#`);
}

/** @param {string} target */
export function resultAddress(target) {
  return `${fileUrl(RESULT)}#${encodeURIComponent(target)}`;
}

/**
 * @param {string} fragment with or without its `#`
 * @returns {string} the target; empty where the fragment is not what we write
 */
export function targetOf(fragment) {
  try {
    return decodeURIComponent(fragment.replace(/^#/, ''));
  } catch {
    return '';
  }
}

/**
 * @param {string} url
 * @returns {string | null} the target where this is the warning page, else null
 */
export function warnedOf(url) {
  const page = fileUrl(PAGE);
  if (url !== page && !url.startsWith(`${page}#`) && !url.startsWith(`${page}?`)) return null;
  const hash = url.indexOf('#');
  return hash < 0 ? '' : targetOf(url.slice(hash));
}

/** @param {unknown} url */
export function isWeb(url) {
  return typeof url === 'string' && /^https?:/i.test(url);
}
