/** The optional features ask for exactly what they need, give back what nothing needs, and are off wherever the browser says no. */

import assert from 'node:assert/strict';
import { beforeEach, test } from 'node:test';
import { browser, makeEvent } from '../support/browser.mjs';

const OPTIONAL = ['scripting', 'webRequest', 'webRequestBlocking'];
/** @type {{ permissions: Set<string>, origins: Set<string> }} what the browser allows now */
const held = { permissions: new Set(), origins: new Set() };
let answer = true;
/** @type {any[]} */
let asked = [];

const covers = (/** @type {string} */ origin) => held.origins.has(origin) || held.origins.has('*://*/*');

browser.api.permissions = {
  onAdded: makeEvent(),
  onRemoved: makeEvent(),
  request: async (/** @type {any} */ wanted) => {
    asked.push(wanted);
    if (!answer) return false;
    for (const name of wanted.permissions) held.permissions.add(name);
    for (const origin of wanted.origins) held.origins.add(origin);
    return true;
  },
  contains: async (/** @type {any} */ { permissions, origins }) =>
    permissions.every((/** @type {string} */ each) => held.permissions.has(each)) && origins.every(covers),
  getAll: async () => ({ permissions: ['storage', ...held.permissions], origins: [...held.origins] }),
  remove: async (/** @type {any} */ { permissions = [], origins = [] }) => {
    for (const name of permissions) held.permissions.delete(name);
    for (const origin of origins) held.origins.delete(origin);
    return true;
  },
};
browser.api.runtime.getManifest = () => ({ optional_permissions: OPTIONAL });
browser.api.runtime.sendMessage = async () => true;
browser.api.runtime.getPlatformInfo = async () => ({ os: 'linux' });

const features = await import('../../../extension/background/features.js');
const { NOTHING, beforeGivingBack, currentChoice, followBrowser, giveBack, needsOf, patternsOf, possible, readStored, turnOff, turnOn } = features;

const { request } = browser.api.permissions;

beforeEach(() => {
  browser.api.permissions.request = request;
  browser.api.storage.local.items.clear();
  browser.api.storage.session.items.clear();
  held.permissions.clear();
  held.origins.clear();
  answer = true;
  asked = [];
});

test('each feature needs its own permissions and no more', () => {
  assert.deepEqual(needsOf(NOTHING), { permissions: [], origins: [] });
  assert.deepEqual(needsOf({ ...NOTHING, marks: ['whatsapp'] }), { permissions: ['scripting'], origins: ['https://web.whatsapp.com/*'] });
  assert.deepEqual(needsOf({ ...NOTHING, banner: true }), { permissions: ['scripting'], origins: ['*://*/*'] });
  assert.deepEqual(needsOf({ ...NOTHING, noContact: true }), { permissions: ['declarativeNetRequestWithHostAccess'], origins: ['*://*/*'] });
  const { getURL } = browser.api.runtime;
  browser.api.runtime.getURL = (/** @type {string} */ path) => `moz-extension://test/${path}`;
  assert.deepEqual(needsOf({ ...NOTHING, noContact: true }).permissions, ['webRequest', 'webRequestBlocking']);
  browser.api.runtime.getURL = getURL;
});

test('everywhere covers every single place', () => {
  assert.deepEqual(patternsOf(['x', 'all', 'youtube']), ['*://*/*']);
  assert.deepEqual(patternsOf([]), []);
});

test('what is asked for is what was pressed, and what is on already stays on', async () => {
  assert.equal(await turnOn({ marks: ['youtube'] }), true);
  assert.equal(await turnOn({ marks: ['whatsapp'] }), true);
  assert.deepEqual(asked[1], { permissions: ['scripting'], origins: ['https://web.whatsapp.com/*'] });
  assert.deepEqual((await currentChoice()).marks, ['youtube', 'whatsapp']);
});

test('a refusal leaves it off', async () => {
  answer = false;
  assert.equal(await turnOn({ banner: true }), false);
  assert.deepEqual(await currentChoice(), NOTHING);
  browser.api.permissions.request = async () => Promise.reject(new Error('not in a press'));
  assert.equal(await turnOn({ banner: true }), false);
});

test('what nothing needs any more is given back, and what another feature needs is kept', async () => {
  held.permissions = new Set(OPTIONAL);
  held.origins = new Set(['*://*/*', 'https://*.youtube.com/*']);
  await browser.api.storage.local.set({ features: { marks: ['youtube'], banner: false, noContact: true } });
  await turnOff({ ...(await currentChoice()), noContact: false });
  await giveBack();
  assert.deepEqual([...held.permissions], ['scripting']);
  assert.deepEqual([...held.origins], ['https://*.youtube.com/*']);
  await turnOff(NOTHING);
  await giveBack();
  assert.deepEqual([held.permissions.size, held.origins.size], [0, 0]);
});

test('the background is told of a change when it is kept, and no longer while the reader is being asked', async (t) => {
  /** @type {unknown[]} */
  const told = [];
  t.mock.method(browser.api.runtime, 'sendMessage', async (/** @type {any} */ message) => {
    told.push([message, (await currentChoice()).banner, browser.api.storage.session.items.size]);
    throw new Error('Receiving end does not exist.');
  });
  assert.equal(await turnOn({ banner: true }), true);
  await turnOff(NOTHING);
  answer = false;
  assert.equal(await turnOn({ banner: true }), false);
  const settle = { type: 'settle' };
  assert.deepEqual(told, [[settle, true, 0], [settle, false, 0], [settle, false, 0]]);
  assert.equal(browser.api.storage.local.items.has('features'), false, 'nothing wanted is nothing kept');
});

test('only what is optional is given back, after what the browser keeps for us, and one that it will not take is no failure', async (t) => {
  /** @type {any[]} */
  const done = [];
  beforeGivingBack(async () => {
    await new Promise((resolve) => setImmediate(resolve));
    done.push('let go');
  });
  held.permissions = new Set(['scripting', 'alarms']);
  t.mock.method(browser.api.permissions, 'remove', async (/** @type {any} */ part) => {
    done.push(part);
    throw new Error('You cannot remove required permissions.');
  });
  await giveBack();
  held.origins = new Set(['https://*.youtube.com/*']);
  await giveBack();
  assert.deepEqual(done, [
    'let go', { permissions: ['scripting'] }, 'let go', { permissions: ['scripting'] }, { origins: ['https://*.youtube.com/*'] },
  ]);
});

test('holding back that the browser no longer allows is off too', async () => {
  await browser.api.storage.local.set({ features: { marks: [], banner: false, noContact: true } });
  held.origins.add('*://*/*');
  await followBrowser();
  assert.deepEqual(await currentChoice(), NOTHING);
});

test('what the browser no longer allows is off, and stays off when it is allowed again', async () => {
  await browser.api.storage.local.set({ features: { marks: ['all', 'youtube'], banner: true, noContact: false } });
  held.permissions.add('scripting');
  held.origins.add('https://*.youtube.com/*');
  await followBrowser();
  assert.deepEqual(await currentChoice(), { marks: ['youtube'], banner: false, noContact: false });
  held.origins.add('*://*/*');
  await followBrowser();
  assert.deepEqual(await currentChoice(), { marks: ['youtube'], banner: false, noContact: false });
});

test('what is turned on while the browser answers about what was before is not undone', async () => {
  await turnOn({ marks: ['whatsapp'] });
  held.origins.clear();
  const { contains } = browser.api.permissions;
  browser.api.permissions.contains = async (/** @type {any} */ wanted) => {
    browser.api.permissions.contains = contains;
    const allowed = await contains(wanted);
    await turnOn({ banner: true });
    return allowed;
  };
  await followBrowser();
  assert.equal((await currentChoice()).banner, true);
});

test('what is just being granted is not given back for want of a choice that needs it', async () => {
  browser.api.permissions.request = async (/** @type {any} */ wanted) => {
    const allowed = await request(wanted);
    await giveBack();
    return allowed;
  };
  assert.equal(await turnOn({ banner: true }), true);
  assert.deepEqual([[...held.permissions], [...held.origins]], [['scripting'], ['*://*/*']]);
});

test('what is stored and not understood is off', () => {
  for (const stored of [undefined, null, 'all', { marks: 'all' }, { marks: ['nowhere', 3], banner: 'yes', noContact: 1 }]) {
    assert.deepEqual(readStored(stored), NOTHING);
  }
});

test('a computer is offered everything, Firefox for Android nothing', async () => {
  assert.deepEqual(await possible(), { marks: true, banner: true, noContact: true });
  browser.api.runtime.getPlatformInfo = async () => ({ os: 'android' });
  assert.deepEqual(await possible(), { marks: false, banner: false, noContact: false });
});
