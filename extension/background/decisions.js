/**
 * The reader's own decisions of this session: what was opened in spite of a warning, and which calm
 * pages have been shown.
 *
 * A decision is about the key that was listed, so it covers every shape of the same item and nothing
 * else. Each has an item of its own in the session's storage: page and worker may write at once and
 * neither undoes the other.
 */

import { recall, remember } from './session.js';

/** @param {string} key @returns {string} the name of its item in the session's storage */
export function allowedName(key) {
  return `allowed ${key}`;
}

/** @param {string} key a listed key */
export async function isAllowed(key) {
  return (await recall(allowedName(key))) === true;
}

/** @param {string} key a listed key that the reader chose to open */
export async function allow(key) {
  await remember(allowedName(key), true);
}

/** @param {string} key */
export async function wasCautioned(key) {
  return (await recall(`cautioned ${key}`)) === true;
}

/** @param {string} key a listed key of level 2 whose page has been shown */
export async function markCautioned(key) {
  await remember(`cautioned ${key}`, true);
}
