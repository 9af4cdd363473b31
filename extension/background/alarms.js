/**
 * When the list is updated: at start, every 15 minutes give or take 20 % (60 where the reader
 * saves data), when the popup opens, and soon again after a failure.
 *
 * One alarm at a time, made anew after each attempt, so that the interval is never the same
 * twice and a server is not asked by everybody in the same second. A worker that wakes for a
 * navigation must not start an update: a request would then tell when something was opened. A
 * warning asks whether it has been withdrawn, but only of a list that is older than a minute.
 * Attempts never overlap: who asks during one gets its result.
 */

import { currentList } from '../list/current.js';
import { readStatus } from '../list/store.js';
import { sourceName, update } from '../list/update.js';
import { listSource, onConfigChange } from './config.js';
import { api, savesData } from './platform.js';

/** @typedef {import('../list/update.js').UpdateResult} UpdateResult */

export const ALARM = 'update';
const MINUTES = 15;
const MINUTES_SAVING_DATA = 60;
const SPREAD = 0.2;
/** Without any list yet the server is asked at least this often. */
const FIRST_MINUTES = 4;
const UNFINISHED_MINUTES = 2;
/** A list checked so recently is taken as it is when a warning is shown. */
const RECENT_SECONDS = 60;

/**
 * @param {object} state
 * @param {number} state.failures attempts that failed in a row
 * @param {boolean} state.hasList
 * @param {boolean} state.saving
 * @param {number} state.random from 0 to 1
 * @returns {number} minutes until the next attempt
 */
export function nextDelay({ failures, hasList, saving, random }) {
  const usual = (saving ? MINUTES_SAVING_DATA : MINUTES) * (1 - SPREAD + 2 * SPREAD * random);
  if (failures === 0) return usual;
  const retry = 2 ** Math.min(failures - 1, 10);
  return Math.min(retry, hasList ? usual : FIRST_MINUTES);
}

/** @type {Promise<UpdateResult> | null} */
let running = null;

/** @type {UpdateResult} Storage itself failed: the schedule must go on all the same. */
const BROKEN = { outcome: 'failed', code: null, hasList: false, failures: 1 };

async function attempt() {
  // The browser may stop the worker in the middle of an attempt; then this alarm starts the next one.
  await api.alarms.create(ALARM, { delayInMinutes: UNFINISHED_MINUTES });
  const result = await listSource()
    .then((from) => update(from))
    .catch(() => BROKEN);
  const delayInMinutes = nextDelay({ ...result, saving: savesData(), random: Math.random() });
  await api.alarms.create(ALARM, { delayInMinutes });
  return result;
}

/**
 * Updates now, or joins the attempt that is under way.
 *
 * @returns {Promise<UpdateResult>}
 */
export function updateNow() {
  running ??= attempt().finally(() => {
    running = null;
  });
  return running;
}

/**
 * Updates if the list was not checked within the last minute: what a warning does, to learn of a withdrawal.
 *
 * @param {number} [now] Unix seconds
 * @returns {Promise<UpdateResult | null>} null where nothing was asked
 */
export async function refreshIfDue(now = Math.floor(Date.now() / 1000)) {
  const { checked } = await readStatus();
  // A clock that was set back must not keep a list from being checked.
  if (checked !== null && Math.abs(now - checked) < RECENT_SECONDS) return null;
  return updateNow();
}

/**
 * Updates where there is no list, where the last attempt failed, or where another server is to be followed than the stored list
 * came from: what pages ask again and again that wait for a list. The service that `make run` starts names its address in
 * config.json, which no event tells of.
 *
 * @returns {Promise<UpdateResult | null>} null where nothing was asked
 */
export async function updateIfMissing() {
  const [list, { failures, source }, from] = await Promise.all([currentList(), readStatus(), listSource()]);
  return list !== null && failures === 0 && source === sourceName(from) ? null : updateNow();
}

/** Updates from another server: an attempt that is under way still asks the old one, so it ends first. */
async function updateAfresh() {
  await running?.catch(() => {});
  return updateNow();
}

/**
 * Wires the schedule. Must be called at the top level of the worker, because the browser only
 * wakes it for listeners that were there when it last started.
 */
export function registerUpdates() {
  api.alarms.onAlarm.addListener(({ name }) => {
    if (name === ALARM) void updateNow();
  });
  api.runtime.onInstalled.addListener(() => void updateNow());
  api.runtime.onStartup.addListener(() => void updateNow());
  onConfigChange(() => void updateAfresh());
  // Neither event fires when a disabled extension is enabled again, and Firefox keeps no alarms.
  void Promise.resolve(api.alarms.get(ALARM)).then((alarm) => {
    if (!alarm) void updateNow();
  });
}
