/** The worker of the check page: what it answers from its cache, what it leaves alone, and what becomes of a shared text. */

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import vm from 'node:vm';

const SOURCE = readFileSync(new URL('../../../checkpage/sw.js', import.meta.url), 'utf8');
const ORIGIN = 'https://cek.example';
const BASE = '/app/abc';
const MODULE = `${BASE}/checkpage/main.js`;
const [ID, EN] = ['id', 'en'].map((language) => [`${BASE}/shell/${language}.html`, `${BASE}/shell/${language}-offline.html`, `/app.webmanifest?lang=${language}`]);
const LATER = [`${BASE}/extension/pages/reports/form.js`, `${BASE}/extension/pages/reports/mine.js`];

/** A worker that was just started, with what it can reach. */
function start({ online = true, languages = ['id-ID', 'en'], open = /** @type {string[]} */ ([]) } = {}) {
  /** @type {Map<string, Map<string, string>>} */
  const stores = new Map([['cektautan /app/old', new Map()], ['lain', new Map()]]);
  /** @type {string[]} */
  const fetched = [];
  /** @type {Record<string, (event: any) => void>} */
  const listeners = {};
  let skipped = false;
  let claimed = false;
  /** @type {string[]} what was fetched into the cache */
  const added = [];
  const self = {
    SHIPPED: { base: BASE, addresses: [MODULE], languages: { id: ID, en: EN }, later: LATER },
    location: new URL('/sw.js', ORIGIN),
    navigator: { languages },
    clients: { claim: async () => void (claimed = true), matchAll: async () => open.map((path) => ({ url: `${ORIGIN}${path}` })) },
    skipWaiting: async () => void (skipped = true),
    addEventListener: (/** @type {string} */ type, /** @type {any} */ listener) => void (listeners[type] = listener),
    caches: {
      keys: async () => [...stores.keys()],
      delete: async (/** @type {string} */ name) => stores.delete(name),
      open: async (/** @type {string} */ name) => {
        if (!stores.has(name)) stores.set(name, new Map());
        const store = /** @type {Map<string, string>} */ (stores.get(name));
        return {
          addAll: async (/** @type {string[]} */ all) => {
            added.push(...all);
            for (const each of all) store.set(each, `kept ${each}`);
          },
          match: async (/** @type {string} */ address) => store.get(address),
        };
      },
    },
  };
  const fetch = async (/** @type {{ url: string }} */ { url }) => {
    fetched.push(url);
    if (!online) throw new TypeError('offline');
    return `fetched ${url}`;
  };
  const Response = { redirect: (/** @type {string} */ url, /** @type {number} */ status) => ({ url, status }), error: () => 'error' };
  vm.runInNewContext(SOURCE, { self, fetch, Response, URL, FormData, Promise });

  /** Fires an event and waits for all it asks to wait for. @param {string} type @param {object} [more] */
  async function fire(type, more = {}) {
    /** @type {any} */
    let result = null;
    /** @type {any[]} */
    const work = [];
    listeners[type]({ ...more, waitUntil: (/** @type {any} */ promise) => void work.push(promise), respondWith: (/** @type {any} */ answer) => void (result = answer) });
    const answer = await result;
    await Promise.all(work);
    return answer;
  }
  /** @param {string} address @param {object} [how] */
  const ask = (address, how = {}) => fire('fetch', { request: { method: 'GET', mode: 'cors', url: new URL(address, ORIGIN).href, ...how } });
  /** @param {Record<string, string | Blob>} fields */
  async function share(fields) {
    const form = new FormData();
    for (const [name, value] of Object.entries(fields)) form.set(name, value);
    return ask('/bagikan?lang=en', { method: 'POST', mode: 'navigate', formData: async () => form });
  }
  /** @returns {Promise<string | null>} */
  async function told() {
    /** @type {any} */
    let answer;
    await fire('message', { data: 'shared?', ports: [{ postMessage: (/** @type {any} */ text) => (answer = text) }] });
    return answer;
  }
  return { ask, fire, fetched, share, told, stores, added, skipped: () => skipped, claimed: () => claimed, leaveNetwork: () => void (online = false) };
}

test('the page comes from the cache, in the language of its address or of the reader', async () => {
  const worker = start({ open: ['/?lang=en', '/tentang'] });
  await worker.fire('install');
  assert.equal(await worker.ask('/?lang=en', { mode: 'navigate' }), `kept ${BASE}/shell/en.html`);
  assert.equal(await worker.ask('/', { mode: 'navigate' }), `kept ${BASE}/shell/id.html`);
  const english = start({ languages: ['fr', 'en-GB', 'id'] });
  await english.fire('install');
  assert.equal(await english.ask('/?lang=xx', { mode: 'navigate' }), `kept ${BASE}/shell/en.html`);
  assert.deepEqual([...worker.fetched, ...english.fetched], []);
});

test('what belongs to the page comes from the cache, and everything else is left to the browser', async () => {
  const worker = start();
  await worker.fire('install');
  assert.equal(await worker.ask(MODULE), `kept ${MODULE}`);
  assert.equal(await worker.ask('/app.webmanifest?lang=id'), 'kept /app.webmanifest?lang=id');
  for (const address of ['/lists/manifest.json', '/app/other/main.js', '/v1/check?url=x', 'https://elsewhere.example/', `https://elsewhere.example${MODULE}`]) {
    assert.equal(await worker.ask(address), null, address);
  }
  assert.equal(await worker.ask('/', { method: 'POST', mode: 'navigate' }), null);
  assert.equal(await worker.ask('/v1/resolve', { method: 'POST' }), null);
  assert.equal(await worker.ask(MODULE, { method: 'HEAD' }), null);
});

test('a file that the browser threw away is fetched again', async () => {
  const worker = start();
  assert.equal(await worker.ask(MODULE), `fetched ${ORIGIN}${MODULE}`);
});

test('another page is fetched, and offline there is a calm word in its place', async () => {
  const worker = start();
  assert.equal(await worker.ask('/tentang?lang=id', { mode: 'navigate' }), `fetched ${ORIGIN}/tentang?lang=id`);
  const offline = start({ online: false });
  assert.equal(await offline.ask('/tentang?lang=id', { mode: 'navigate' }), 'error', 'before anything is kept');
  await offline.fire('install');
  assert.equal(await offline.ask('/tentang?lang=id', { mode: 'navigate' }), `kept ${BASE}/shell/id-offline.html`);
});

test('a shared text is told to the page once, and goes nowhere else', async () => {
  const worker = start();
  await worker.fire('install');
  const before = JSON.stringify([...worker.stores].map(([name, store]) => [name, [...store]]));
  const answer = await worker.share({ title: ' Judul ', text: 'Awas! https://a.com/1', url: '', file: new Blob(['x']) });
  assert.deepEqual(answer, { url: '/?lang=en#dibagikan', status: 303 });
  assert.equal(await worker.told(), 'Judul\nAwas! https://a.com/1');
  assert.equal(await worker.told(), null);
  assert.deepEqual(worker.fetched, []);
  assert.equal(worker.skipped(), false, 'a newer version is not put in use by that');
  assert.equal(JSON.stringify([...worker.stores].map(([name, store]) => [name, [...store]])), before);
});

test('a later share takes the place of one that nobody asked for; a share that cannot be read leads to the page all the same', async () => {
  const worker = start();
  await worker.share({ text: 'satu' });
  await worker.share({ url: 'https://a.com/2' });
  assert.equal(await worker.told(), 'https://a.com/2');
  await worker.share({ text: 'x'.repeat(30_000) });
  assert.equal((await worker.told())?.length, 20_000);
  assert.equal(await worker.ask('/bagikan?lang=id', { mode: 'navigate' }), `fetched ${ORIGIN}/bagikan?lang=id`, 'an address is no share');
  await worker.share({ text: 'tiga' });
  const broken = { method: 'POST', mode: 'navigate', formData: async () => Promise.reject(new TypeError('not a form')) };
  assert.deepEqual(await worker.ask('/bagikan', broken), { url: '/?lang=id#dibagikan', status: 303 });
  assert.equal(await worker.told(), null);
});

test('a new version waits until it is asked, then takes the old one’s place and leaves others’ caches alone', async () => {
  const worker = start();
  await worker.fire('install');
  assert.equal(worker.skipped(), false);
  await worker.fire('message', { data: 'activate', ports: [] });
  assert.equal(worker.skipped(), true);
  await worker.fire('activate');
  assert.deepEqual([...worker.stores.keys()], ['lain', `cektautan ${BASE}`]);
  assert.equal(worker.claimed(), true, 'a first visit is offline too');
});

test('what the beginning did not need is fetched until the page has it kept, and then comes from the cache', async () => {
  const worker = start();
  await worker.fire('install');
  assert.equal(await worker.ask(LATER[0]), `fetched ${ORIGIN}${LATER[0]}`);
  await worker.fire('message', { data: 'keep rest' });
  const offline = worker.fetched.length;
  for (const address of LATER) assert.equal(await worker.ask(address), `kept ${address}`);
  assert.equal(worker.fetched.length, offline);
  assert.deepEqual(worker.added.toSorted(), [MODULE, ...ID, ...EN, ...LATER].sort(), 'each is fetched once');
});

test('of the languages only the one that is read is kept at once, and the other when the page has the rest kept', async () => {
  const worker = start({ open: ['/?lang=en#dibagikan'] });
  await worker.fire('install');
  const kept = () => [...(worker.stores.get(`cektautan ${BASE}`) ?? new Map()).keys()].sort();
  assert.deepEqual(kept(), [MODULE, ...EN].sort(), 'that of the open page');
  await worker.fire('message', { data: 'keep rest' });
  assert.deepEqual(kept(), [MODULE, ...ID, ...EN, ...LATER].sort());
  const alone = start();
  await alone.fire('install');
  assert.deepEqual([...(alone.stores.get(`cektautan ${BASE}`) ?? new Map()).keys()].sort(), [MODULE, ...ID].sort(), 'that of the reader');
});

test('a page opened in the other language is fetched, and then its language is kept, for a reader who saves data too', async () => {
  const worker = start();
  await worker.fire('install');
  assert.equal(await worker.ask('/?lang=en', { mode: 'navigate' }), `fetched ${ORIGIN}/?lang=en`);
  assert.equal(await worker.ask('/?lang=en', { mode: 'navigate' }), `kept ${BASE}/shell/en.html`);
  worker.leaveNetwork();
  assert.equal(await worker.ask('/daftar?lang=en', { mode: 'navigate' }), `kept ${BASE}/shell/en-offline.html`);
});

test('offline, a page in the language that is kept is better than none', async () => {
  const worker = start();
  await worker.fire('install');
  worker.leaveNetwork();
  assert.equal(await worker.ask('/?lang=en', { mode: 'navigate' }), `kept ${BASE}/shell/id.html`);
  assert.equal(await worker.ask('/tentang?lang=en', { mode: 'navigate' }), `kept ${BASE}/shell/id-offline.html`);
});
