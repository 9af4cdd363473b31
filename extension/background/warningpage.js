/**
 * The address of the warning page, which carries nothing but the target in its fragment.
 *
 * The fragment never leaves the browser. Whoever writes such an address gains nothing: the page judges the
 * target anew and opens it only where it is listed.
 */

import { fileUrl } from './platform.js';

const PAGE = 'pages/warning.html';
const RESULT = 'pages/result.html';

/** @param {string} target */
export function warningAddress(target) {
  return `${fileUrl(PAGE)}#${encodeURIComponent(target)}`;
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
