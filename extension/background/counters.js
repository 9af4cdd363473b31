/**
 * How many warnings appeared and how many pages were opened in spite of one: for the reader alone.
 *
 * Four sums and the day of the first, on this device. No address, no key, no time and nothing a day: from these numbers nobody can
 * tell what was read. They are sent to nobody and can be cleared on the options page. Test pages and what a reader
 * meets in work mode are not counted, and of a private window nothing is written to the disk.
 */

import { interrupts, lookOf } from '../judgement/presentation.js';
import { api } from './platform.js';
import { workMode } from './workmode.js';

/** @typedef {import('../judgement/judge.js').Judgement} Judgement */

/**
 * @typedef {object} Sums
 * @property {number} caution calm pages
 * @property {number} warning warning pages
 */

/** @typedef {{ since: string, seen: Sums, opened: Sums }} Counters `since` is YYYY-MM-DD, empty where nothing was counted */

/** Each is written by one side only, the worker or a page, so that neither undoes the other. */
const KEYS = { seen: 'countSeen', opened: 'countOpened' };
/** @type {Sums} */
const NONE = { caution: 0, warning: 0 };

/** @param {Date} date @returns {string} the day on this device */
function dayOf(date) {
  const two = (/** @type {number} */ part) => String(part).padStart(2, '0');
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
}

/** @type {Promise<unknown>} */
let last = Promise.resolve();

/**
 * @param {'seen' | 'opened'} what
 * @param {Judgement} judgement
 * @param {number} tabId
 * @param {Date} now
 */
async function add(what, judgement, tabId, now) {
  const look = lookOf(judgement);
  if (!interrupts(look) || judgement.test || (await workMode(now.getTime())).on) return;
  // A tab that has gone rejects, and is not counted: it may have been a private one.
  if ((await api.tabs.get(tabId)).incognito) return;
  const name = KEYS[what];
  const stored = /** @type {Record<string, any>} */ (await api.storage.local.get(name));
  const before = stored[name] ?? { since: dayOf(now), ...NONE };
  await api.storage.local.set({ [name]: { ...before, [look]: before[look] + 1 } });
}

/**
 * @param {'seen' | 'opened'} what
 * @param {Judgement} judgement
 * @param {number} tabId where it happened
 * @param {Date} [now]
 * @returns {Promise<void>} never rejects: nobody is kept from anything because counting failed
 */
export function count(what, judgement, tabId, now = new Date()) {
  const mine = last.then(() => add(what, judgement, tabId, now)).catch(() => {});
  last = mine;
  return mine;
}

/** @returns {Promise<Counters>} */
export async function readCounters() {
  const stored = /** @type {Record<string, any>} */ (await api.storage.local.get(Object.values(KEYS)));
  const [seen, opened] = [stored[KEYS.seen], stored[KEYS.opened]];
  const days = [seen?.since, opened?.since].filter((day) => typeof day === 'string').sort();
  const sums = (/** @type {any} */ from) => ({ caution: from?.caution ?? 0, warning: from?.warning ?? 0 });
  return { since: days[0] ?? '', seen: sums(seen), opened: sums(opened) };
}

export async function clearCounters() {
  await Promise.all(Object.values(KEYS).map((name) => api.storage.local.remove(name)));
}

/** @param {() => void} listener called when a sum changed */
export function onCountersChange(listener) {
  api.storage.onChanged.addListener((changes, area) => {
    if (area === 'local' && Object.values(KEYS).some((name) => name in changes)) listener();
  });
}
