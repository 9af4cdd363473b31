/**
 * The two ways out of a warning: back to where the reader was, or on to the page.
 *
 * Going back means before the entry that caused the warning, which is one entry where the page never committed and two
 * where it did (a redirect's end, a script's change of address). Going on is only for an http(s) address; that it is
 * listed is the caller's to have judged.
 */

import { allow } from '../background/decisions.js';
import { requestRelease } from '../background/messages.js';
import { api } from '../background/platform.js';
import { recall } from '../background/session.js';
import { traceName } from '../background/trace.js';
import { isWeb } from '../background/warningpage.js';

/** @typedef {import('../background/trace.js').Trace} Trace */

/** A step in the history has begun well within this time, or there was none to take. */
const STEP_MS = 700;

/**
 * How many entries lie between the warning and where the reader was. Kept with the entry of the
 * history itself, because the tab's trace is gone when the reader comes back to it by Forward.
 *
 * @param {string} target
 * @returns {Promise<number>}
 */
async function steps(target) {
  const kept = /** @type {{ steps?: unknown } | null} */ (history.state)?.steps;
  if (kept === 1 || kept === 2) return kept;
  const tab = await api.tabs.getCurrent();
  const trace = tab?.id === undefined ? null : /** @type {Trace | null} */ (await recall(traceName(tab.id)));
  const found = trace !== null && trace.target === target && trace.at > 0 && trace.committed ? 2 : 1;
  history.replaceState({ steps: found }, '');
  return found;
}

/**
 * Notes where "back" leads while the tab's trace is still there.
 *
 * @param {string} target
 */
export async function rememberWay(target) {
  await new Promise((resolve) => setTimeout(resolve, STEP_MS));
  await steps(target);
}

/** Leaves this tab where there is nothing to go back to; the browser itself must not close with it. */
async function closeTab() {
  const tabs = await api.tabs.query({ currentWindow: true });
  if (tabs.length < 2) await api.tabs.create({});
  const tab = await api.tabs.getCurrent();
  if (tab?.id !== undefined) await api.tabs.remove(tab.id);
}

/** @param {string} target */
export async function goBack(target) {
  const count = await steps(target);
  if (history.length <= count) return closeTab();
  const gone = left();
  history.go(-count);
  if (!(await gone)) await closeTab();
}

/** @returns {Promise<boolean>} whether this page is left within a moment */
function left() {
  return new Promise((resolve) => {
    addEventListener('pagehide', () => resolve(true), { once: true });
    setTimeout(() => resolve(false), STEP_MS);
  });
}

/**
 * Opens the page and remembers that the reader wanted to.
 *
 * @param {string} target
 * @param {string} key the listed key
 */
export async function goOn(target, key) {
  if (!isWeb(target)) return;
  await allow(key);
  // The browser itself may have been told not to open it.
  await requestRelease();
  if ((await steps(target)) === 2) {
    // The page is the entry before this one: going there keeps it as the reader left it.
    const gone = left();
    history.back();
    if (await gone) return;
  }
  location.replace(target);
}
