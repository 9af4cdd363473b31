/** Links are judged here and without any request; scripts stand in pages only while and where the reader wants them. */

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { beforeEach, test } from 'node:test';
import { browser, makeEvent, requests, web } from '../support/browser.mjs';
import { Publisher } from '../support/publisher.mjs';

const { api } = browser;
/** @type {any[]} the registered scripts */
let scripts = [];
/** @type {any[]} what was done to pages, in this order */
let done = [];
let allowed = true;
api.scripting = {
  getRegisteredContentScripts: async () => structuredClone(scripts),
  registerContentScripts: async (/** @type {any[]} */ added) => void scripts.push(...added),
  unregisterContentScripts: async (/** @type {any} */ { ids }) => {
    scripts = scripts.filter(({ id }) => !ids.includes(id));
  },
  executeScript: async (/** @type {any} */ { target, files }) => void done.push(['entered', target, files]),
};
api.tabs = {
  query: async (/** @type {any} */ { url }) => (url === undefined ? [{ id: 1 }, { id: 2 }, {}] : [{ id: 2 }]),
  sendMessage: async (/** @type {number} */ id, /** @type {any} */ message) => {
    done.push([message.act, id]);
    if (id === 1) throw new Error('Receiving end does not exist.');
  },
};
/** @type {any[]} */
let givenBack = [];
api.permissions = {
  onAdded: makeEvent(),
  onRemoved: makeEvent(),
  contains: async () => allowed,
  getAll: async () => ({ permissions: ['storage', ...(allowed ? ['scripting'] : [])], origins: [] }),
  remove: async (/** @type {any} */ part) => void givenBack.push(part),
};
api.runtime.getManifest = () => ({ optional_permissions: ['scripting'] });
/** @type {any[]} */
const levels = [];
api.storage.local.setAccessLevel = async (/** @type {any} */ level) => void levels.push(level);
const TEXTS = '_locales/id/messages.json';
web.set(`chrome-extension://test/${TEXTS}`, Uint8Array.from(readFileSync(new URL(`../../../extension/${TEXTS}`, import.meta.url))));

const { judgeLinks, registerMarks } = await import('../../../extension/background/marks.js');
const { update } = await import('../../../extension/list/update.js');
const { announceListChange } = await import('../../../extension/list/notices.js');

const SERVER = 'https://list.example';
const NOW = Math.floor(Date.now() / 1000);
const HOAX = 'http://hoax.example/berita/1';
const CALM = 'http://tenang.example/apa-saja';
const NOTE = 'http://catatan.example/1';
const publisher = new Publisher();

/** @param {number} now @param {{ bits?: number, padding?: number }} [how] */
async function publish(now, how) {
  publisher.publish([
    { key: 'url:hoax.example/berita/1', level: 3, verdict: 1 },
    { key: 'host:tenang.example', level: 2, verdict: 2 },
    { key: 'url:catatan.example/1', level: 1, verdict: 6 },
    { key: 'url:pulih.example/1', level: 0, verdict: 10 },
  ], now, how);
  for (const [path, bytes] of publisher.files) web.set(`${SERVER}/lists/${path}`, bytes);
  await update({ server: SERVER, rootKey: publisher.root.publicText, seed: null }, now);
}
await publish(NOW);
registerMarks();

const settled = async () => {
  for (let i = 0; i < 60; i += 1) await new Promise((resolve) => setImmediate(resolve));
};
const turn = (/** @type {string[]} */ ...marks) => api.storage.local.set({ features: { marks, banner: false, noContact: false } });

beforeEach(async () => {
  allowed = true;
  scripts = [];
  api.storage.local.items.clear();
  api.storage.session.items.clear();
  await turn('youtube');
  await settled();
  done = [];
  givenBack = [];
  requests.length = 0;
});

test('the listed links are named by their place, look and words; of the others nothing is said', async () => {
  const links = ['http://lain.example/', HOAX, CALM, 'http://pulih.example/1', NOTE, 7, 'file:///x', 'mailto:a@hoax.example'];
  const { listed } = (await judgeLinks(links, 'https://www.youtube.com/')) ?? assert.fail();
  assert.deepEqual(listed.map(([at, look]) => [at, look]), [[1, 'warning'], [2, 'caution'], [4, 'note']]);
  assert.match(listed[0][2], /Pemeriksa/);
  const [short, wide] = [listed[0], listed[1]].map(([, , words]) => words.split('. ').length);
  assert.equal(wide, short + 1, 'that a whole site is meant is said');
});

test('a link to what the page itself is gets no mark, and what the page is may be unknown', async () => {
  assert.deepEqual((await judgeLinks([HOAX, 'http://tenang.example/lain'], CALM))?.listed.map(([at]) => at), [0]);
  for (const page of [undefined, 'about:blank', 'http://lain.example/']) assert.equal((await judgeLinks([HOAX], page))?.listed.length, 1);
});

test('no more links are read than a page sends at once', async () => {
  const many = [...Array.from({ length: 511 }, (_, i) => `http://lain.example/${i}`), HOAX, HOAX];
  assert.deepEqual((await judgeLinks(many, undefined))?.listed.map(([at]) => at), [511]);
});

test('a link whose record is not on this device is not marked, and nobody is asked for it', async () => {
  await publish(NOW + 1, { bits: 3, padding: 1_100_000 });
  requests.length = 0;
  assert.deepEqual(await judgeLinks([HOAX], CALM), { listed: [] });
  assert.deepEqual(requests.filter(({ url }) => url.startsWith(SERVER)), []);
  await publish(NOW + 2);
});

test('where marks are off no link is looked at', async () => {
  await turn();
  assert.equal(await judgeLinks([HOAX], undefined), null);
});

/** @param {any} message @param {any} sender @returns {Promise<any>} what the worker answers, `unheard` where it does not */
const say = (message, sender) =>
  new Promise((resolve) => {
    const heard = api.runtime.onMessage.fire(message, sender, resolve);
    if (!heard.includes(true)) resolve('unheard');
  });

test('scripts of this extension may send links and no more; only its own pages say that a setting changed', async () => {
  const script = { id: 'test', url: 'https://www.youtube.com/' };
  assert.equal((await say({ type: 'links', links: [HOAX] }, script)).listed.length, 1);
  assert.equal(await say({ type: 'links', links: HOAX }, script), 'unheard');
  assert.equal(await say({ type: 'links', links: [HOAX] }, { ...script, id: 'other' }), 'unheard');
  assert.equal(await say({ type: 'settle' }, script), 'unheard');
  assert.equal(await say({ type: 'settle' }, { id: 'test', url: 'chrome-extension://test/pages/options.html' }), true);
  assert.equal(await say(null, script), 'unheard');
});

test('scripts are shut out of the settings', () => {
  assert.deepEqual(levels, [{ accessLevel: 'TRUSTED_CONTEXTS' }]);
});

const FILES = ['inpage/links.js', 'inpage/mark.js', 'inpage/marks.js'];

test('turned on, pages to come and pages that are open have the scripts, where the reader wants them', async () => {
  assert.deepEqual(scripts, [{
    id: 'marks', js: FILES, matches: ['https://*.youtube.com/*'], allFrames: true, runAt: 'document_idle', persistAcrossSessions: true,
  }]);
  await turn('whatsapp');
  await settled();
  assert.deepEqual(scripts.map(({ matches }) => matches), [['https://web.whatsapp.com/*']]);
  assert.deepEqual(done, [['stop', 1], ['stop', 2], ['entered', { tabId: 2, allFrames: true }, FILES]]);
});

test('turned off, no script is left, open pages lose their marks, and the permission is given back', async () => {
  await turn();
  await settled();
  assert.deepEqual([scripts, done, givenBack], [[], [['stop', 1], ['stop', 2]], [{ permissions: ['scripting'] }]]);
});

test('what the reader takes back in the browser’s settings is off', async () => {
  allowed = false;
  api.permissions.onRemoved.fire();
  await settled();
  assert.deepEqual([scripts, done.filter(([what]) => what === 'entered')], [[], []]);
  assert.equal(api.storage.local.items.has('features'), false);
});

test('scripts that an update of the extension lost are there again, and what is there is left alone', async () => {
  api.runtime.onStartup.fire();
  await settled();
  assert.deepEqual(done, []);
  scripts = [];
  api.runtime.onInstalled.fire({ reason: 'update' });
  await settled();
  assert.equal(scripts.length, 1);
});

test('a newer list makes open pages look again, once, and only where there are marks', async () => {
  announceListChange();
  await settled();
  done = [];
  announceListChange();
  await settled();
  assert.deepEqual(done, []);
  await publish(NOW + 3);
  await settled();
  assert.deepEqual(done, [['anew', 1], ['anew', 2]]);
  await turn();
  await settled();
  done = [];
  await publish(NOW + 4);
  await settled();
  assert.deepEqual(done, []);
});

test('another language makes open pages ask for their words anew', async () => {
  await api.storage.local.set({ language: 'id' });
  await settled();
  assert.deepEqual(done, [['anew', 1], ['anew', 2]]);
});
