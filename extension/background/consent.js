/**
 * The browser's own consent to sending a report: Firefox wants to be asked about what leaves it, by the kinds of its policies.
 *
 * Asked once, on the press of "Kirim", in Firefox's words: an address is `browsingActivity`, a contact
 * `personallyIdentifyingInfo`. Whoever says no, or takes it back in the browser's settings, sends nothing. Chromium has no such
 * question.
 */

import { api, isFirefox } from './platform.js';

/** @typedef {import('../reports/kinds.js').Body} Body */

/** @param {{ contact?: string }} body */
function needed({ contact }) {
  const kinds = ['browsingActivity', ...(contact === undefined ? [] : ['personallyIdentifyingInfo'])];
  return /** @type {any} */ ({ data_collection: kinds });
}

/**
 * Asks, where the reader has not agreed before. Must be called while the browser still knows of the press.
 *
 * @param {Body} body
 * @returns {Promise<boolean>}
 */
export function askConsent(body) {
  if (!isFirefox()) return Promise.resolve(true);
  return api.permissions.request(needed(body)).catch(() => false);
}

/** @param {Body} body @returns {Promise<boolean>} */
export async function hasConsent(body) {
  return !isFirefox() || api.permissions.contains(needed(body));
}

/** @param {() => void} listener called when the reader has agreed to something, also where the page that asked has gone */
export function onConsent(listener) {
  if (isFirefox()) api.permissions.onAdded.addListener(listener);
}
