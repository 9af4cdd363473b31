/**
 * When the list is asked for anew: as the page opens, at most every quarter of an hour, and when the reader asks.
 *
 * Never because a link is checked, so that no request can tell whether, when or what anybody checks.
 */

import { readStatus } from '../extension/list/store.js';
import { update } from '../extension/list/update.js';

/** @typedef {import('../extension/list/update.js').UpdateResult} UpdateResult */

/** How long a list that was just asked for is taken as the newest. */
export const RECENT_SECONDS = 15 * 60;

/**
 * @param {number | null} checked Unix seconds of the last answer
 * @param {number} now Unix seconds
 */
export function isDue(checked, now) {
  // A clock that was set back must not keep the list from ever being asked for.
  return checked === null || now - checked >= RECENT_SECONDS || checked > now;
}

/**
 * One list server, asked by one attempt at a time.
 *
 * @param {string} server
 * @param {string} rootKey
 */
export function following(server, rootKey) {
  /** @type {Promise<UpdateResult> | null} */
  let running = null;

  /** @returns {Promise<UpdateResult>} */
  function refresh() {
    running ??= update({ server, rootKey, seed: null }).finally(() => {
      running = null;
    });
    return running;
  }

  return {
    refresh,
    /** @returns {Promise<UpdateResult | null>} null where it was asked for a moment ago */
    refreshIfDue: async () => {
      const { checked, source } = await readStatus();
      const ours = source.startsWith(`${server} `) && source.endsWith(rootKey);
      return ours && !isDue(checked, Math.floor(Date.now() / 1000)) ? null : refresh();
    },
    /** Waits for an attempt that is under way; makes none. */
    settled: async () => {
      await running?.catch(() => {});
    },
  };
}
