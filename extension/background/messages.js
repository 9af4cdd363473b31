/**
 * What the extension's own pages may ask of the background.
 *
 * `{ type: 'update' }` updates the list now and answers with the result: the popup asks when it opens, the options
 * page after a change. `{ type: 'refresh' }` does so unless the list has just been checked: the warning page asks
 * once, to learn of a withdrawal. `{ type: 'missing' }` does so where there is no list that is in order: pages that wait for
 * one ask it again and again. `{ type: 'release' }` is answered when what the reader has just decided is in force (hostrule.js): a page
 * that is opened in spite of its warning waits for it. Only pages of this extension are heard, and no content script.
 */

import { refreshIfDue, updateIfMissing, updateNow } from './alarms.js';
import { api, fileUrl } from './platform.js';

/** What the warning page sends before it opens what it warned of. */
export const RELEASE = 'release';

/** @type {ReadonlyMap<unknown, () => Promise<import('../list/update.js').UpdateResult | null>>} */
const ANSWERS = new Map([
  ['update', () => updateNow()],
  ['refresh', () => refreshIfDue()],
  ['missing', () => updateIfMissing()],
]);

/** @param {chrome.runtime.MessageSender} sender */
export function isOwnPage({ id, url }) {
  return id === api.runtime.id && url?.startsWith(fileUrl('')) === true;
}

/** Wires the messages. Must be called at the top level of the worker. */
export function registerMessages() {
  api.runtime.onMessage.addListener((message, sender, reply) => {
    const answer = isOwnPage(sender) ? ANSWERS.get(message?.type) : undefined;
    if (answer === undefined) return false;
    answer().then(reply, () => reply(null));
    return true;
  });
}

/**
 * Asks the background for an update; for pages.
 *
 * @returns {Promise<import('../list/update.js').UpdateResult | null>} null where the background could not answer
 */
export function requestUpdate() {
  return ask('update');
}

/**
 * Asks the background whether something was withdrawn; for the warning page.
 *
 * @returns {Promise<import('../list/update.js').UpdateResult | null>} null where the list was checked just before
 */
export function requestRefresh() {
  return ask('refresh');
}

/**
 * Asks the background to update where there is no list in order; for pages that wait for one.
 *
 * @returns {Promise<import('../list/update.js').UpdateResult | null>} null where nothing is missing
 */
export function requestMissing() {
  return ask('missing');
}

/** Waits until the background no longer keeps the browser from what the reader chose to open; for the warning page. */
export async function requestRelease() {
  await ask(RELEASE);
}

/** @param {string} type */
async function ask(type) {
  try {
    return await api.runtime.sendMessage({ type });
  } catch {
    return null;
  }
}
