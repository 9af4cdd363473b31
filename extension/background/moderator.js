/**
 * Whether this reader is a moderator: then the popup offers to take the page to the desk. Off until it is turned on.
 *
 * The address travels in the fragment, which no browser sends: the desk's own page reads it into its field. So neither a log
 * nor a referrer can hold it.
 */

import { api } from './platform.js';

const STORAGE_KEY = 'moderator';

/** @returns {Promise<boolean>} */
export async function isModerator() {
  return (await api.storage.local.get(STORAGE_KEY))[STORAGE_KEY] === true;
}

/** @param {boolean} on */
export async function setModerator(on) {
  if (on) await api.storage.local.set({ [STORAGE_KEY]: true });
  else await api.storage.local.remove(STORAGE_KEY);
}

/** @param {string} server @param {string} url */
export function deskAddress(server, url) {
  return `${server}/meja/tempel#${encodeURIComponent(url)}`;
}
