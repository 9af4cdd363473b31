/** The first-run page opens once, when the extension is installed, and never again. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { browser } from '../support/browser.mjs';

/** @type {string[]} */
const opened = [];
browser.api.tabs = { create: async (/** @type {{ url: string }} */ { url }) => void opened.push(url) };
const { registerWelcome } = await import('../../../extension/background/welcome.js');
registerWelcome();

/** @param {string} reason */
async function installed(reason) {
  browser.api.runtime.onInstalled.fire({ reason });
  for (let i = 0; i < 10; i += 1) await new Promise((resolve) => setImmediate(resolve));
}

test('an update of the extension or the browser opens nothing', async () => {
  for (const reason of ['update', 'chrome_update', 'browser_update', 'shared_module_update']) await installed(reason);
  assert.deepEqual(opened, []);
});

test('it is opened when it is installed, and not when the same is said again', async () => {
  await installed('install');
  await installed('install');
  assert.deepEqual(opened, ['chrome-extension://test/pages/welcome.html']);
});
