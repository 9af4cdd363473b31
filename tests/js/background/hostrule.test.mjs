/** Chromium's rule names what is not to be contacted now, and nothing else, whatever changes. */

import assert from 'node:assert/strict';
import { beforeEach, test } from 'node:test';
import { browser, database, makeEvent } from '../support/browser.mjs';
import { hex, keyHash } from '../../../extension/core/keys.js';

const { api } = browser;
/** @type {any[]} */
let rules = [];
let written = 0;
let allowed = true;
/** @type {any[]} what the browser was asked whether it allows it */
let needed = [];
api.declarativeNetRequest = {
  getDynamicRules: async () => structuredClone(rules),
  updateDynamicRules: async (/** @type {any} */ { removeRuleIds, addRules }) => {
    written += 1;
    rules = [...rules.filter(({ id }) => !removeRuleIds.includes(id)), ...addRules];
  },
};
api.permissions = {
  onAdded: makeEvent(),
  onRemoved: makeEvent(),
  contains: async (/** @type {any} */ needs) => {
    needed.push(needs);
    return allowed;
  },
  getAll: async () => ({ permissions: [], origins: [] }),
};
api.scripting = {};
api.runtime.getManifest = () => ({});

const { isDropped, registerHostRule, release, settleRule } = await import('../../../extension/background/hostrule.js');
const { allow } = await import('../../../extension/background/decisions.js');
const { giveBack } = await import('../../../extension/background/features.js');
const { HOURS, setWorkMode } = await import('../../../extension/background/workmode.js');
const { announceListChange } = await import('../../../extension/list/notices.js');
registerHostRule();

/** @param {string} domain @param {number} level */
function record(domain, level) {
  const sha256 = hex(keyHash(`domain:${domain}`));
  return { sha256, domain: sha256, kind: 'domain', host: domain, verdict: 'imposter', level };
}

/** @param {Record<string, unknown>[]} listings */
function store(listings) {
  const parts = { head: {}, index: {}, articles: {}, 'bucket:0': { listings } };
  database.stores.set('list', new Map(Object.entries(parts))).set('status', new Map());
}

const domains = () => rules.flatMap(({ condition }) => condition.requestDomains);
const settled = async () => {
  for (let i = 0; i < 5; i += 1) await new Promise((resolve) => setImmediate(resolve));
  await settleRule();
};
const turn = (/** @type {Record<string, boolean>} */ on) =>
  api.storage.local.set({ features: { marks: [], banner: false, noContact: true, ...on } });

beforeEach(async () => {
  allowed = true;
  api.storage.local.items.clear();
  api.storage.session.items.clear();
  store([record('keras.example', 3), record('tenang.example', 2)]);
  await turn({});
  await settled();
});

test('one rule drops pages of the named domains, and nothing but pages', () => {
  assert.deepEqual(rules, [
    {
      id: 1,
      action: { type: 'block' },
      condition: { requestDomains: ['keras.example', 'tenang.example'], resourceTypes: ['main_frame'] },
    },
  ]);
});

test('what is the same is not written again', async () => {
  const before = written;
  api.runtime.onStartup.fire();
  await settled();
  assert.equal(written, before);
});

test('switched off, or not allowed by the browser, there is no rule', async () => {
  needed = [];
  await settled();
  const needs = { permissions: ['declarativeNetRequestWithHostAccess'], origins: ['*://*/*'] };
  assert.ok(needed.length > 0);
  for (const each of needed) assert.deepEqual(each, needs);
  await turn({ noContact: false });
  await settled();
  assert.deepEqual(rules, []);
  await turn({});
  await settled();
  assert.equal(rules.length, 1);
  allowed = false;
  api.permissions.onRemoved.fire();
  await settled();
  assert.deepEqual(rules, []);
  allowed = true;
  api.permissions.onAdded.fire();
  await settled();
  assert.equal(rules.length, 1);
});

test('a newer list changes the rule, and none is left where nothing is named or the list cannot be read', async () => {
  store([record('baru.example', 3)]);
  announceListChange();
  await settled();
  assert.deepEqual(domains(), ['baru.example']);
  store([]);
  announceListChange();
  await settled();
  assert.deepEqual(rules, [], 'a rule without domains would be about every page');
  for (const spoil of [
    () => database.stores.set('list', new Map(Object.entries({ head: {}, index: {}, articles: {}, 'bucket:0': 'broken' }))),
    () => database.stores.delete('list'),
  ]) {
    store([record('baru.example', 3)]);
    await settled();
    assert.deepEqual(domains(), ['baru.example']);
    spoil();
    await settled();
    assert.deepEqual(rules, [], String(spoil));
  }
});

test('what the reader opens leaves the rule before the page that waits for it goes on, and comes back with a new session', async () => {
  await allow('domain:keras.example');
  const sender = { id: 'test', url: 'chrome-extension://test/pages/warning.html' };
  const answer = new Promise((reply) => api.runtime.onMessage.fire({ type: 'release' }, sender, reply));
  assert.equal(await answer, true);
  assert.deepEqual(domains(), ['tenang.example']);
  api.storage.session.items.clear();
  api.runtime.onStartup.fire();
  await settled();
  assert.deepEqual(domains(), ['keras.example', 'tenang.example']);
});

test('no other page is heard', () => {
  for (const sender of [{ id: 'test', url: 'https://a.example/' }, { id: 'other', url: 'chrome-extension://test/pages/warning.html' }]) {
    assert.deepEqual(api.runtime.onMessage.fire({ type: 'release' }, sender, () => {}), [false]);
  }
});

test('in work mode there is no rule; its end is an alarm, and the rule is back', async () => {
  browser.alarms.clear();
  await setWorkMode('always');
  await settled();
  assert.deepEqual([rules, browser.alarms.has('rule')], [[], false]);
  const now = Date.now();
  await setWorkMode('hours', now);
  await settled();
  assert.deepEqual(rules, []);
  assert.deepEqual(browser.alarms.get('rule'), { when: now + HOURS * 3_600_000 + 1 });
  await api.storage.local.set({ workMode: { until: 1 } });
  api.alarms.onAlarm.fire({ name: 'rule' });
  await settled();
  assert.equal(domains().length, 2);
});

test('with the bar the domains of level 2 open', async () => {
  await turn({ banner: true });
  await settled();
  assert.deepEqual(domains(), ['keras.example']);
});

test('a dropped request is known by its domain, and one that needs no warning takes the domain out for the session', async () => {
  assert.equal(await isDropped('https://www.keras.example/x'), true);
  assert.equal(await isDropped('https://bukan-keras.example/x'), false);
  await release('https://www.keras.example/x');
  assert.deepEqual(domains(), ['tenang.example']);
  assert.equal(await isDropped('https://www.keras.example/x'), false);
  assert.equal(await isDropped('https://keras.example/'), false);
  await turn({ noContact: false });
  await settled();
  assert.equal(await isDropped('https://tenang.example/'), false, 'there is no rule');
});

test('the rule is gone before its permission is given back', async () => {
  api.storage.local.items.clear();
  await giveBack();
  assert.deepEqual(rules, []);
});
