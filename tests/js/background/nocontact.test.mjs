/** Firefox holds back what is warned of and nothing else, and whatever goes wrong lets the page through. */

import assert from 'node:assert/strict';
import { beforeEach, test } from 'node:test';
import { browser, makeEvent, web } from '../support/browser.mjs';
import { Publisher } from '../support/publisher.mjs';

const { api } = browser;
const { getURL } = api.runtime;
api.runtime.getURL = (/** @type {string} */ path) => `moz-extension://test/${path}`;
/** @type {any[][]} what the browser was told to ask us about, each time anew */
let heard = [];
api.webRequest = {
  onBeforeRequest: {
    addListener: (/** @type {any[]} */ ...how) => void heard.push(how),
    removeListener: (/** @type {unknown} */ listener) => {
      heard = heard.filter(([known]) => known !== listener);
    },
  },
};
api.permissions = { onAdded: makeEvent() };
/** @type {string[]} */
let sent = [];
api.tabs = {
  get: async () => ({ active: true, incognito: false }),
  update: async (/** @type {number} */ _tabId, /** @type {{ url: string }} */ { url }) => void sent.push(url),
};

const { hold, listen, registerNoContact } = await import('../../../extension/background/nocontact.js');
const { warningAddress } = await import('../../../extension/background/warningpage.js');
const { update } = await import('../../../extension/list/update.js');

const SERVER = 'https://list.example';
const HOAX = 'http://hoax.example/berita/1';
const publisher = new Publisher();
publisher.publish([{ key: 'url:hoax.example/berita/1', level: 3, verdict: 1 }], Math.floor(Date.now() / 1000));
for (const [path, bytes] of publisher.files) web.set(`${SERVER}/lists/${path}`, bytes);
await update({ server: SERVER, rootKey: publisher.root.publicText, seed: null });

const turn = (/** @type {boolean} */ noContact) => api.storage.local.set({ features: { marks: [], banner: false, noContact } });
let tabId = 0;

beforeEach(async () => {
  tabId += 1;
  sent = [];
  heard = [];
  api.storage.session.items.clear();
  await turn(true);
});

test('the request of a page that is warned of is dropped, and its tab is sent to the warning', async () => {
  assert.deepEqual(await hold({ tabId, url: HOAX }), { cancel: true });
  assert.deepEqual(sent, [warningAddress(HOAX)]);
});

test('other pages, requests of no tab, and all of them while it is off go on', async () => {
  assert.deepEqual(await hold({ tabId, url: 'http://hoax.example/berita/2' }), {});
  assert.deepEqual(await hold({ tabId: -1, url: HOAX }), {});
  await turn(false);
  assert.deepEqual(await hold({ tabId, url: HOAX }), {});
  assert.deepEqual(sent, []);
});

test('settings that cannot be read keep nobody from the web', async (t) => {
  t.mock.method(api.storage.local, 'get', async () => Promise.reject(new Error('storage')));
  assert.deepEqual(await hold({ tabId, url: HOAX }), {});
});

test('it is asked about pages alone, may hold them back, and is asked once, however often permissions change', () => {
  const once = [[hold, { urls: ['*://*/*'], types: ['main_frame'] }, ['blocking']]];
  registerNoContact();
  assert.deepEqual(heard, once);
  api.permissions.onAdded.fire();
  assert.deepEqual(heard, once);
  // What the browser forgot when the permission was taken back is heard again when it is given.
  heard = [];
  api.permissions.onAdded.fire();
  assert.deepEqual(heard, once);
});

test('without the permission nothing is asked, and a half of it breaks nothing', (t) => {
  t.mock.method(api.webRequest.onBeforeRequest, 'addListener', () => {
    throw new Error('blocking requests need webRequestBlocking');
  });
  listen();
  const { webRequest } = api;
  api.webRequest = undefined;
  listen();
  api.webRequest = webRequest;
  assert.deepEqual(heard, []);
});

test('Chromium, which lets no request wait, is not asked', () => {
  api.runtime.getURL = getURL;
  listen();
  assert.deepEqual(heard, []);
});
