/**
 * Where the extension keeps the reader's own reports, and when it sends what could not be sent before.
 *
 * Each has a key of its own in storage.local, so that a page and the background never overwrite each other's. Sending again
 * happens with the alarm of the list, at the browser's start, and when a page of the extension is open as the network comes
 * back; where nothing waits nobody is asked.
 */

import { ownReports } from '../reports/own.js';
import { ALARM } from './alarms.js';
import { hasConsent, onConsent } from './consent.js';
import { api } from './platform.js';

/** @typedef {import('../reports/own.js').OwnReport} OwnReport */

const PREFIX = 'report ';

/** @type {import('../reports/own.js').Shelf} */
const shelf = {
  all: async () =>
    Object.entries(await api.storage.local.get(null))
      .filter(([name]) => name.startsWith(PREFIX))
      .map(([, report]) => /** @type {OwnReport} */ (report)),
  put: async (report) => api.storage.local.set({ [PREFIX + report.ticket]: report }),
  remove: async (ticket) => api.storage.local.remove(PREFIX + ticket),
};

export const own = ownReports(shelf, hasConsent);

/** @param {() => void} listener called when a report was kept, changed or removed, in any window */
export function onOwnReportsChange(listener) {
  api.storage.onChanged.addListener((changes, area) => {
    if (area === 'local' && Object.keys(changes).some((name) => name.startsWith(PREFIX))) listener();
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
