/**
 * Where the extension keeps the reader's own reports, and when it sends what could not be sent before.
 *
 * What is sent from a private window lies in storage.session: in memory only, gone with the browser, and shown in no other
 * window. Each has a key of its own in its storage, so that a page and the background never overwrite each other's. Sending again
 * happens with the alarm of the list, at the browser's start, and when a page of the extension is open as the network comes
 * back; where nothing waits nobody is asked.
 */

import { ownReports } from '../reports/own.js';
import { ALARM } from './alarms.js';
import { hasConsent, onConsent } from './consent.js';
import { api } from './platform.js';

/** @typedef {import('../reports/own.js').OwnReport} OwnReport */

const PREFIX = 'report ';

/** @param {chrome.storage.StorageArea} area */
async function reportsIn(area) {
  return Object.entries(await area.get(null))
    .filter(([name]) => name.startsWith(PREFIX))
    .map(([, report]) => /** @type {OwnReport} */ (report));
}

/**
 * Whether the page that asks stands in a private window. Where that cannot be told it may, and nothing goes to the disk.
 *
 * @returns {Promise<boolean>}
 */
export async function inPrivateWindow() {
  try {
    const [active] = await api.tabs.query({ active: true, currentWindow: true });
    // The popup is no tab.
    return ((await api.tabs.getCurrent()) ?? active).incognito;
  } catch {
    return true;
  }
}

/** @param {string} ticket @returns {Promise<chrome.storage.StorageArea>} where it is kept, or belongs */
async function placeOf(ticket) {
  const { local, session } = api.storage;
  const name = PREFIX + ticket;
  if (name in (await local.get(name))) return local;
  return name in (await session.get(name)) || (await inPrivateWindow()) ? session : local;
}

/** @type {import('../reports/own.js').Shelf} */
const shelf = {
  all: async () => (await Promise.all([api.storage.local, api.storage.session].map(reportsIn))).flat(),
  put: async (report) => (await placeOf(report.ticket)).set({ [PREFIX + report.ticket]: report }),
  remove: async (ticket) => {
    await Promise.all([api.storage.local, api.storage.session].map((area) => area.remove(PREFIX + ticket)));
  },
};

const everywhere = ownReports(shelf, hasConsent);

export const own = {
  ...everywhere,
  /** @returns {Promise<OwnReport[]>} those that may be shown in this window, the newest first */
  all: async () => {
    const reports = await everywhere.all();
    if (await inPrivateWindow()) return reports;
    const hidden = new Set((await reportsIn(api.storage.session)).map(({ ticket }) => ticket));
    return reports.filter(({ ticket }) => !hidden.has(ticket));
  },
};

/** @param {() => void} listener called when a report was kept, changed or removed, in any window */
export function onOwnReportsChange(listener) {
  api.storage.onChanged.addListener((changes, area) => {
    if ((area === 'local' || area === 'session') && Object.keys(changes).some((name) => name.startsWith(PREFIX))) listener();
  });
}

/** Wires the sending. Must be called at the top level of the worker. */
export function registerOwnReports() {
  api.alarms.onAlarm.addListener(({ name }) => {
    if (name === ALARM) void own.deliverWaiting();
  });
  api.runtime.onStartup.addListener(() => void own.deliverWaiting());
  // Firefox closes the popup to ask: then nobody else is there to send what was pressed.
  onConsent(() => void own.deliverWaiting());
}
