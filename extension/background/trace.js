/**
 * What happened in one tab, and what a navigation therefore leads to: once to the warning, never twice.
 *
 * Pure. A browser reports one navigation several times: before it starts, when it commits, when a script
 * changes the address. And a page that had committed before the warning took its place stays in the tab's
 * history, where the browser's Back finds it again. The trace holds what is needed to tell these apart.
 */

/**
 * @typedef {object} Trace
 * @property {string} target the address that the warning is about
 * @property {string} key the listed key that decided
 * @property {number} level
 * @property {boolean} committed whether the target is an entry of the tab's history, just before the warning
 * @property {boolean} shown whether the warning has appeared
 * @property {boolean} again which of the two addresses of the warning page is used
 * @property {boolean} waiting whether the tab has to be seen first
 * @property {boolean} [dropped] whether the request of the target was dropped meanwhile, so that the tab shows nothing of it
 * @property {boolean} [errorPage] whether the browser's own page stands in the history where the target would, because a rule dropped it
 * @property {number} at milliseconds, when the tab was sent to the warning
 * @property {number} [tries] how often it was sent again because the warning did not appear
 */

/**
 * @typedef {object} Happening
 * @property {'before' | 'committed'} stage a script's change of the address counts as committed
 * @property {string} url
 * @property {boolean} back whether the reader came here by Back or Forward
 * @property {number} now milliseconds
 */

/**
 * @typedef {object} Finding what the list says about the address
 * @property {string} key empty where nothing interrupts
 * @property {number} level
 * @property {boolean} warn whether a page has to come first
 * @property {boolean} [banner] whether a bar comes on top of the page instead
 * @property {boolean} allowed whether the reader wants this page to be left alone
 */

/** @typedef {{ act: 'none' | 'warn' | 'pass', trace: Trace | null }} Step `pass`: go on backwards */

/**
 * Under which name a tab's trace is remembered in this session.
 *
 * @param {number} tabId
 */
export function traceName(tabId) {
  return `trace ${tabId}`;
}

/** A tab that was sent to the warning arrives well within this time, or something else came between. */
export const ARRIVAL_MS = 3000;

/**
 * @param {Trace | null} trace
 * @param {Happening} happening
 * @param {Finding} finding
 * @returns {Step}
 */
export function next(trace, { stage, url, back, now }, { key, level, warn, allowed }) {
  const same = trace !== null && key !== '' && trace.key === key;
  const committed = stage === 'committed';

  // Back from the warning to the page that caused it: the reader wants to leave, so goes on backwards.
  if (same && trace.shown && trace.committed && !allowed) {
    if (!committed) return { act: 'none', trace };
    if (back) return { act: 'pass', trace };
  }
  if (!warn) return { act: 'none', trace: committed ? null : trace };

  const onItsWay = same && !trace.shown && (trace.waiting || now - trace.at < ARRIVAL_MS);
  if (onItsWay) return { act: 'none', trace: { ...trace, committed: trace.committed || committed } };
  const again = trace !== null && trace.shown && !trace.again;
  return { act: 'warn', trace: { target: url, key, level, committed, shown: false, again, waiting: false, at: now } };
}

/**
 * The warning appeared in the tab. One that was reached again through the history has no trace; then
 * its target may be the entry before it, and Back must not end in another warning.
 *
 * @param {Trace | null} trace
 * @param {string} target what the warning is about
 * @param {{ key: string, level: number, again: boolean }} found
 * @returns {Trace}
 */
export function arrived(trace, target, { key, level, again }) {
  if (trace !== null && trace.target === target) return { ...trace, again, shown: true, waiting: false };
  return { target, key, level, committed: true, shown: true, again, waiting: false, at: 0 };
}

/**
 * Whether a page may have turned itself into this: the address of a blob carries the origin of the page that made it.
 *
 * @param {string} url that a tab came to
 * @param {string} target of the web
 */
export function isBlobOf(url, target) {
  return url.startsWith('blob:') && new URL(url).origin === new URL(target).origin;
}
