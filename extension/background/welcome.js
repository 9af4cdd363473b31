/**
 * Opens the first-run page, once, when the extension is installed.
 *
 * Not after an update of the extension or the browser. Firefox says "install" of a temporary add-on each time that it is
 * loaded, so that the page was opened is kept too.
 */

import { api, fileUrl } from './platform.js';

const STORAGE_KEY = 'welcomed';

/** @param {string} reason */
async function welcome(reason) {
  if (reason !== 'install' || (await api.storage.local.get(STORAGE_KEY))[STORAGE_KEY] === true) return;
  await api.storage.local.set({ [STORAGE_KEY]: true });
  await api.tabs.create({ url: fileUrl('pages/welcome.html') });
}

/** Wires it. Must be called at the top level of the worker. */
export function registerWelcome() {
  api.runtime.onInstalled.addListener(({ reason }) => void welcome(reason));
}
