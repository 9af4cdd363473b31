/**
 * Zero contact, in Firefox: a page waits until its address has been matched, and a listed one is not asked for at all.
 *
 * Only there can a request be held back for a decision that is made from hashes (docs/adr/0066). The decision is
 * the one that every navigation gets; the request of a page that is warned of is dropped and the tab is sent to the warning. What
 * cannot be decided is let through: a list that cannot be read must not keep anybody from the web.
 */

import { currentChoice } from './features.js';
import { holdsBack } from './navigation.js';
import { api, isFirefox } from './platform.js';

/**
 * @param {{ tabId: number, url: string }} details
 * @returns {Promise<{ cancel?: boolean }>}
 */
export async function hold({ tabId, url }) {
  try {
    if (tabId < 0 || !(await currentChoice()).noContact) return {};
    return (await holdsBack(tabId, url)) ? { cancel: true } : {};
  } catch {
    return {};
  }
}

/** Begins to hold pages back, where the browser allows it. Called whenever permissions may have changed. */
export function listen() {
  // Without the permission the browser has no such event.
  const event = api.webRequest?.onBeforeRequest;
  const listener = /** @type {any} */ (hold);
  if (!isFirefox() || event === undefined) return;
  try {
    // After the permission was taken back and given again, an old listener is still known and hears nothing.
    event.removeListener(listener);
    event.addListener(listener, { urls: ['*://*/*'], types: ['main_frame'] }, ['blocking']);
  } catch {
    // One of the two permissions is missing: nothing is held back, and the settings show it as off.
  }
}

/** Wires the feature. Must be called at the top level of the worker. */
export function registerNoContact() {
  listen();
  api.permissions?.onAdded?.addListener(listen);
}
