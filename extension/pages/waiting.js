/**
 * Goes on asking while something is missing, so that a page comes right by itself when the service starts later or moves.
 *
 * Every few seconds, while the page is seen, the background is asked whether it lacks a list, failed at the last attempt, or
 * follows a server that its list is not from; only then is a server asked (background/alarms.js).
 */

import { requestMissing } from '../background/messages.js';

const EVERY_MS = 3_000;

/**
 * @param {() => Promise<boolean>} answered called after each time of asking, also where nothing was missing any more: another
 *   page or the alarm may have been first; true ends it
 */
export function askWhileMissing(answered) {
  const ask = async () => {
    if (document.visibilityState === 'visible') {
      await requestMissing();
      if (await answered()) return;
    }
    setTimeout(() => void ask(), EVERY_MS);
  };
  setTimeout(() => void ask(), EVERY_MS);
}
