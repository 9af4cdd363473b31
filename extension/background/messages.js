/**
 * What the extension's own pages may ask of the background.
 *
 * `{ type: 'update' }` updates the list now and answers with the result: the popup asks when it
 * opens, the options page after a change, the warning page once, to learn of a withdrawal. Only
 * pages of this extension are heard.
 */

import { updateNow } from './alarms.js';
import { api } from './platform.js';

/** Wires the messages. Must be called at the top level of the worker. */
export function registerMessages() {
  api.runtime.onMessage.addListener((message, sender, reply) => {
    if (sender.id !== api.runtime.id || message?.type !== 'update') return false;
    updateNow().then(reply, () => reply(null));
    return true;
  });
}

/**
 * Asks the background for an update; for pages.
 *
 * @returns {Promise<import('./update.js').UpdateResult | null>} null where the background could not answer
 */
export async function requestUpdate() {
  try {
    return await api.runtime.sendMessage({ type: 'update' });
  } catch {
    return null;
  }
}
