/** The menu of a link leads to a page of ours beside the tab, and never to the link itself. */

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { beforeEach, test } from 'node:test';
import { browser, makeEvent, web } from '../support/browser.mjs';
import { Publisher } from '../support/publisher.mjs';

const { api } = browser;
/** @type {any[]} */
let done = [];
api.contextMenus = {
  removeAll: async () => void done.push('removed'),
  create: (/** @type {any} */ entry) => void done.push(entry),
  update: async (/** @type {string} */ id, /** @type {any} */ change) => void done.push([id, change]),
  onClicked: makeEvent(),
};
/** @type {any[]} */
let made = [];
api.tabs = { create: async (/** @type {any} */ tab) => void made.push(tab) };
for (const language of ['id', 'en']) {
  const texts = `_locales/${language}/messages.json`;
  web.set(`chrome-extension://test/${texts}`, Uint8Array.from(readFileSync(new URL(`../../../extension/${texts}`, import.meta.url))));
}

const { pageFor, registerMenus } = await import('../../../extension/background/menus.js');
const { resultAddress, warningAddress } = await import('../../../extension/background/warningpage.js');
const { update } = await import('../../../extension/list/update.js');

const SERVER = 'https://list.example';
const HOAX = 'http://hoax.example/berita/1';
const NOTE = 'http://hoax.example/berita/3';
const publisher = new Publisher();
publisher.publish([
  { key: 'url:hoax.example/berita/1', level: 3, verdict: 1 },
  { key: 'url:hoax.example/berita/2', level: 2, verdict: 2 },
  { key: 'url:hoax.example/berita/3', level: 1, verdict: 6 },
], Math.floor(Date.now() / 1000));
for (const [path, bytes] of publisher.files) web.set(`${SERVER}/lists/${path}`, bytes);
await update({ server: SERVER, rootKey: publisher.root.publicText, seed: null });
registerMenus();

const settled = () => new Promise((resolve) => setTimeout(resolve, 30));

beforeEach(() => {
  done = [];
  made = [];
});

test('what a page would come before leads to that page, everything else to its result', async () => {
  assert.equal(await pageFor(HOAX), warningAddress(HOAX));
  assert.equal(await pageFor('http://hoax.example/berita/2'), warningAddress('http://hoax.example/berita/2'));
  for (const url of [NOTE, 'http://lain.example/', 'mailto:a@hoax.example', 'javascript:alert(1)']) assert.equal(await pageFor(url), resultAddress(url));
});

test('an address too long for any page is cut, and what is no address of the web is shown as it is', async () => {
  const query = `?${'a'.repeat(70_000)}`;
  assert.equal(await pageFor(`http://lain.example/x${query}`), resultAddress('http://lain.example/x'));
  assert.equal(await pageFor(`mailto:a@b.example${query}`), resultAddress(`mailto:a@b.example${query}`));
});

test('the page is opened beside the tab, and nothing is opened for another entry or without a link', async () => {
  const { onClicked } = api.contextMenus;
  onClicked.fire({ menuItemId: 'check', linkUrl: HOAX }, { id: 7, index: 4 });
  await settled();
  onClicked.fire({ menuItemId: 'check', linkUrl: NOTE }, undefined);
  await settled();
  onClicked.fire({ menuItemId: 'check', linkUrl: NOTE }, { index: 4 });
  await settled();
  assert.deepEqual(made, [{ url: warningAddress(HOAX), openerTabId: 7, index: 5 }, { url: resultAddress(NOTE) }, { url: resultAddress(NOTE) }]);
  onClicked.fire({ menuItemId: 'other', linkUrl: HOAX }, { id: 7, index: 4 });
  onClicked.fire({ menuItemId: 'check' }, { id: 7, index: 4 });
  await settled();
  assert.equal(made.length, 3);
});

test('an update of the extension replaces the entry', async () => {
  api.runtime.onInstalled.fire({ reason: 'update' });
  await settled();
  const [removed, { id, contexts, title }] = done;
  assert.deepEqual([removed, id, contexts, done.length], ['removed', 'check', ['link'], 2]);
  assert.notEqual(title, '');
});

test('another language renames it', async () => {
  await api.storage.local.set({ language: 'en' });
  await settled();
  assert.deepEqual(done.map(([id]) => id), ['check']);
});
