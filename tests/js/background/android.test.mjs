/** Firefox for Android lacks menus, badge, windows and more: what it lacks is left out, and the warning comes all the same. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { browser, makeEvent, web } from '../support/browser.mjs';
import { Publisher } from '../support/publisher.mjs';
import { json } from '../support/signer.mjs';

const SERVER = 'http://127.0.0.1:8000';
const HOAX = 'http://hoax.example/berita/1';
const { api } = browser;
/** @type {string[]} */
const sent = [];

Object.assign(api, {
  contextMenus: undefined,
  windows: undefined,
  action: {},
  webNavigation: {
    onBeforeNavigate: makeEvent(),
    onCommitted: makeEvent(),
    onErrorOccurred: makeEvent(),
    onHistoryStateUpdated: makeEvent(),
    onReferenceFragmentUpdated: makeEvent(),
  },
  tabs: {
    onActivated: makeEvent(),
    onRemoved: makeEvent(),
    get: async () => ({ active: true }),
    create: async () => {},
    update: async (/** @type {number} */ _tabId, /** @type {{ url: string }} */ { url }) => void sent.push(url),
  },
});
api.runtime.getBrowserInfo = async () => ({ name: 'Firefox' });

const publisher = new Publisher();
publisher.publish([{ key: 'url:hoax.example/berita/1', level: 3, verdict: 1 }], Math.floor(Date.now() / 1000));
for (const [path, bytes] of publisher.files) web.set(`${SERVER}/lists/${path}`, bytes);
web.set('chrome-extension://test/config.json', json({ server: SERVER, rootKey: publisher.root.publicText }));

test('without menus, badge, windows and the event of new tabs the worker starts and warns', async () => {
  await import('../../../extension/background/main.js');
  const { updateNow } = await import('../../../extension/background/alarms.js');
  const { warningAddress } = await import('../../../extension/background/warningpage.js');
  api.runtime.onInstalled.fire({ reason: 'install' });
  assert.equal((await updateNow()).hasList, true);
  for (const event of ['onBeforeNavigate', 'onCommitted']) api.webNavigation[event].fire({ tabId: 1, frameId: 0, url: HOAX });
  await new Promise((resolve) => setTimeout(resolve, 60));
  assert.deepEqual(sent, [warningAddress(HOAX)]);
});

test('its pages say where the button is there', async () => {
  const { whereButtonIs } = await import('../../../extension/background/platform.js');
  assert.equal(whereButtonIs(), 'android');
});
