/**
 * An address as it can be shown without doing anything: shortened, plain, no link.
 *
 * The target of a warning is somebody else's text. The site's name is kept whole from its right end, because that is
 * the end that says who it belongs to; what comes after it is cut. Names in other scripts stay in their ASCII form, so that
 * look-alike letters are seen, and characters that turn or hide text are percent-encoded by the URL parser already.
 */

const LONGEST_HOST = 60;
const LONGEST_REST = 48;

/**
 * @param {string} target
 * @returns {string} empty where it is no address
 */
export function shortAddress(target) {
  /** @type {URL} */
  let url;
  try {
    url = new URL(target);
  } catch {
    return '';
  }
  const host = url.host.length > LONGEST_HOST ? `…${url.host.slice(-LONGEST_HOST)}` : url.host;
  const rest = `${url.pathname}${url.search}`;
  if (rest === '/') return host;
  return host + (rest.length > LONGEST_REST ? `${rest.slice(0, LONGEST_REST)}…` : rest);
}
