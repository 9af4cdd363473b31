/**
 * "Mode kerja": those who look at hoaxes for a living (checkers, journalists) may leave the warning pages out for a while.
 *
 * Then a finding is shown by the badge and the popup alone. Off, until a moment, or until it is switched off; the moment is kept
 * on this device, so that it ends by itself, also when the browser slept meanwhile. A clock that was set back must
 * not make it last longer: more time left than it can have had is none.
 */

import { api } from './platform.js';

/** @typedef {{ on: boolean, until: number | null }} WorkMode `until` in milliseconds, null where no end is set */

const STORAGE_KEY = 'workMode';
export const HOURS = 8;
const LASTS_MS = HOURS * 3_600_000;
/** @type {WorkMode} */
const OFF = { on: false, until: null };

/**
 * What a stored value means now.
 *
 * @param {unknown} stored
 * @param {number} now milliseconds
 * @returns {WorkMode}
 */
export function modeAt(stored, now) {
  const until = /** @type {{ until?: unknown } | null | undefined} */ (stored)?.until;
  if (until === null) return { on: true, until };
  if (typeof until !== 'number' || !(until > now && until - now <= LASTS_MS)) return OFF;
  return { on: true, until };
}

/**
 * Hours and minutes that are left, a begun minute as a whole one.
 *
 * @param {number} until milliseconds
 * @param {number} now milliseconds
 */
export function timeLeft(until, now) {
  const minutes = Math.max(1, Math.ceil((until - now) / 60_000));
  return { hours: Math.floor(minutes / 60), minutes: minutes % 60 };
}

/**
 * @param {number} [now] milliseconds
 * @returns {Promise<WorkMode>}
 */
export async function workMode(now = Date.now()) {
  return modeAt((await api.storage.local.get(STORAGE_KEY))[STORAGE_KEY], now);
}

/**
 * @param {'off' | 'hours' | 'always'} choice
 * @param {number} [now] milliseconds
 */
export async function setWorkMode(choice, now = Date.now()) {
  if (choice === 'off') await api.storage.local.remove(STORAGE_KEY);
  else await api.storage.local.set({ [STORAGE_KEY]: { until: choice === 'always' ? null : now + LASTS_MS } });
}

/** @param {() => void} listener called when it was switched on or off; that it ended by itself is the clock's to tell */
export function onWorkModeChange(listener) {
  api.storage.onChanged.addListener((changes, area) => {
    if (area === 'local' && STORAGE_KEY in changes) listener();
  });
}
