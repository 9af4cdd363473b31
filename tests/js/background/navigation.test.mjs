/** The watcher of navigations against a made-up browser: what real browsers do too seldom to be tested in them. */

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { beforeEach, test } from 'node:test';
import { browser, makeEvent, web } from '../support/browser.mjs';
import { Publisher } from '../support/publisher.mjs';
import { json } from '../support/signer.mjs';

const EVENTS = ['onBeforeNavigate', 'onCommitted', 'onHistoryStateUpdated', 'onReferenceFragmentUpdated', 'onCreatedNavigationTarget', 'onErrorOccurred'];
const { api } = browser;
api.webNavigation = Object.fromEntries(EVENTS.map((name) => [name, makeEvent()]));

/** @type {string[]} where tabs were sent */
let sent = [];
/** @type {Error | null} */
let refusal = null;
let seen = true;
let incognito = false;
let wentBack = 0;
let bars = 0;
/** @type {[string, unknown][]} tabs that were made and closed */
let replaced = [];
/** @type {[number, string][]} bars that were taken away */
let closings = [];
api.tabs = {
  create: async (/** @type {{ url: string }} */ { url }) => void replaced.push(['made', url]),
  remove: async (/** @type {number} */ closing) => void replaced.push(['closed', closing]),
  onActivated: makeEvent(),
  onRemoved: makeEvent(),
  get: async () => ({ active: seen, incognito }),
  sendMessage: async (/** @type {number} */ told, /** @type {any} */ { act }) => {
    if (act !== undefined) closings.push([told, act]);
    return true;
  },
  update: async (/** @type {number} */ _tabId, /** @type {{ url: string }} */ { url }) => {
    if (refusal !== null) throw refusal;
    sent.push(url);
  },
  goBack: async () => {
    wentBack += 1;
  },
};

api.scripting = {
  executeScript: async () => {
    bars += 1;
  },
};

const { holdsBack, registerNavigation } = await import('../../../extension/background/navigation.js');
const { warningAddress } = await import('../../../extension/background/warningpage.js');
const { update } = await import('../../../extension/list/update.js');
const { listSource } = await import('../../../extension/background/config.js');
const { readCounters } = await import('../../../extension/background/counters.js');
const { allow, markCautioned } = await import('../../../extension/background/decisions.js');
const { setWorkMode } = await import('../../../extension/background/workmode.js');
registerNavigation();

const SERVER = 'http://127.0.0.1:8000';
const HOAX = 'http://hoax.example/berita/1';
const KEY = 'url:hoax.example/berita/1';
const CALM = 'http://hoax.example/berita/2';
/** Of the check that the publisher names for every listing; tracking parameters and fragments make it no other one. */
const ARTICLE = 'http://check.example/1#isi';
const publisher = new Publisher();
publisher.publish(
  [
    { key: KEY, level: 3, verdict: 1 },
    { key: 'url:hoax.example/berita/2', level: 2, verdict: 2 },
    { key: 'host:situs.example', level: 3, verdict: 1 },
    { key: 'host:tenang.example', level: 2, verdict: 2 },
    { key: 'url:hoax.example/berita/3', level: 1, verdict: 6 },
  ],
  Math.floor(Date.now() / 1000),
);
for (const [path, bytes] of publisher.files) web.set(`${SERVER}/lists/${path}`, bytes);
const TEXTS = '_locales/id/messages.json';
web.set(`chrome-extension://test/${TEXTS}`, Uint8Array.from(readFileSync(new URL(`../../../extension/${TEXTS}`, import.meta.url))));
web.set('chrome-extension://test/config.json', json({ server: SERVER, rootKey: publisher.root.publicText }));
await update(await listSource());

let tabId = 0;
const longer = () => new Promise((resolve) => setTimeout(resolve, 600));
const settled = () => new Promise((resolve) => setTimeout(resolve, 60));
/** Waits for a tab of the warning's own, which comes after all tries; far longer than they take, for a machine that is busy. */
const replacedByTab = async () => {
  for (let i = 0; i < 400 && replaced.length < 2; i += 1) await settled();
};

/** @param {string} event @param {string} url @param {Record<string, unknown>} [more] */
async function happen(event, url, more) {
  api.webNavigation[event].fire({ tabId, frameId: 0, url, ...more });
  await settled();
}

beforeEach(() => {
  tabId += 1;
  sent = [];
  refusal = null;
  seen = true;
  incognito = false;
  wentBack = 0;
  bars = 0;
  replaced = [];
  closings = [];
  api.storage.session.items.clear();
  api.storage.local.items.delete('features');
});

test('a listed page is answered once, though it is reported before it starts and when it commits', async () => {
  await happen('onBeforeNavigate', HOAX);
  await happen('onCommitted', HOAX);
  await happen('onHistoryStateUpdated', HOAX);
  assert.deepEqual(sent, [warningAddress(HOAX)]);
});

test('a warning that the browser dropped because the page committed in the same moment is sent again', async () => {
  await happen('onBeforeNavigate', HOAX);
  await happen('onCommitted', HOAX);
  await longer();
  assert.deepEqual(sent, [warningAddress(HOAX), warningAddress(HOAX)]);
});

test('a page that drops its warning each time gives way to a tab that shows it', async () => {
  await happen('onBeforeNavigate', HOAX);
  await happen('onCommitted', HOAX);
  await replacedByTab();
  assert.deepEqual(sent, [warningAddress(HOAX), warningAddress(HOAX), warningAddress(HOAX)]);
  assert.deepEqual(replaced, [['made', warningAddress(HOAX)], ['closed', tabId]]);
});

test('a page that goes on without end is given no longer than one that does not', async () => {
  await happen('onBeforeNavigate', HOAX);
  const flood = setInterval(() => api.webNavigation.onCommitted.fire({ tabId, frameId: 0, url: HOAX }), 20);
  await replacedByTab();
  clearInterval(flood);
  assert.deepEqual(replaced.slice(0, 2), [['made', warningAddress(HOAX)], ['closed', tabId]]);
});

test('a warning that appeared is not sent again', async () => {
  await happen('onBeforeNavigate', HOAX);
  await happen('onCommitted', HOAX);
  await happen('onCommitted', warningAddress(HOAX));
  await longer();
  assert.deepEqual(sent, [warningAddress(HOAX)]);
});

test('a page that turned itself into a blob in the moment in which its warning came is warned of again', async () => {
  const blob = 'blob:http://hoax.example/7d1c';
  await happen('onBeforeNavigate', HOAX);
  await happen('onCommitted', HOAX);
  await happen('onCommitted', warningAddress(HOAX));
  await happen('onCommitted', blob);
  assert.deepEqual(sent, [warningAddress(HOAX), warningAddress(HOAX, true)]);
  await longer();
  assert.deepEqual(sent, [warningAddress(HOAX), warningAddress(HOAX, true), warningAddress(HOAX, true)]);
});

test('going back from a warning leads past what its page turned itself into', async () => {
  await happen('onBeforeNavigate', HOAX);
  await happen('onCommitted', HOAX);
  await happen('onCommitted', warningAddress(HOAX));
  await happen('onCommitted', 'blob:http://hoax.example/7d1c', { transitionQualifiers: ['forward_back'] });
  assert.equal(wentBack, 1);
  assert.deepEqual(sent, [warningAddress(HOAX)]);
});

test('a blob of another site, which a reader opens after a warning, is left alone', async () => {
  await happen('onBeforeNavigate', HOAX);
  await happen('onCommitted', warningAddress(HOAX));
  await happen('onCommitted', 'blob:http://other.example/7d1c');
  await longer();
  assert.deepEqual(sent, [warningAddress(HOAX)]);
});

test('frames, pages in preparation, other schemes and what is not or hardly listed are left alone', async () => {
  await happen('onBeforeNavigate', HOAX, { frameId: 7 });
  await happen('onBeforeNavigate', HOAX, { tabId: -1 });
  await happen('onBeforeNavigate', 'file:///hoax.example/berita/1');
  await happen('onBeforeNavigate', 'http://hoax.example/berita/1/lain');
  await happen('onBeforeNavigate', 'http://hoax.example/berita/3');
  await happen('onReferenceFragmentUpdated', `${HOAX}#bagian`);
  assert.deepEqual(sent, []);
});

test('a browser that refuses to change the tab now is asked again when the page commits', async () => {
  refusal = new Error('Tabs cannot be edited right now (user may be dragging a tab).');
  await happen('onBeforeNavigate', HOAX);
  refusal = null;
  await happen('onCommitted', HOAX);
  assert.deepEqual(sent, [warningAddress(HOAX)]);
});

test('an event that fails keeps none after it from being heard', async (t) => {
  t.mock.method(api.tabs, 'get', async () => Promise.reject(new Error('No tab with that id.')), { times: 1 });
  api.webNavigation.onBeforeNavigate.fire({ tabId, frameId: 0, url: HOAX });
  await happen('onCommitted', HOAX);
  assert.deepEqual(sent, [warningAddress(HOAX)]);
});

test('a tab that nobody sees is sent to the warning when it is seen, unless it has gone elsewhere', async () => {
  seen = false;
  await happen('onBeforeNavigate', HOAX);
  await happen('onCommitted', HOAX);
  assert.deepEqual(sent, []);
  seen = true;
  api.tabs.onActivated.fire({ tabId });
  await settled();
  api.tabs.onActivated.fire({ tabId });
  await settled();
  assert.deepEqual(sent, [warningAddress(HOAX)]);

  tabId += 1;
  sent = [];
  seen = false;
  await happen('onBeforeNavigate', HOAX);
  await happen('onCommitted', 'http://lain.example/');
  seen = true;
  api.tabs.onActivated.fire({ tabId });
  await settled();
  assert.deepEqual(sent, []);
});

test('a hidden tab whose page the reader opened elsewhere meanwhile is left alone', async () => {
  seen = false;
  await happen('onCommitted', HOAX);
  await allow(KEY);
  seen = true;
  api.tabs.onActivated.fire({ tabId });
  await settled();
  assert.deepEqual(sent, []);
});

test('the empty page that a new tab begins with does not make a warning forgotten that is on its way', async () => {
  await happen('onBeforeNavigate', HOAX);
  await happen('onCommitted', 'about:blank');
  await happen('onCommitted', HOAX);
  assert.deepEqual(sent, [warningAddress(HOAX)]);
});

test('Back from the warning to the page that caused it goes on backwards', async () => {
  await happen('onCommitted', HOAX);
  await happen('onCommitted', warningAddress(HOAX));
  await happen('onBeforeNavigate', HOAX);
  await happen('onCommitted', HOAX, { transitionQualifiers: ['forward_back'] });
  assert.deepEqual(sent, [warningAddress(HOAX)]);
  assert.equal(wentBack, 1);
});

test('a calm page counts as shown when it has appeared, not when it was meant to', async () => {
  await happen('onBeforeNavigate', CALM);
  tabId += 1;
  await happen('onBeforeNavigate', CALM);
  assert.equal(sent.length, 2);
  await happen('onCommitted', warningAddress(CALM));
  tabId += 1;
  await happen('onBeforeNavigate', CALM);
  assert.equal(sent.length, 2);
});

test('a page that is opened from the article of its own check has no warning, also where scripts change its address', async () => {
  await happen('onCommitted', ARTICLE);
  for (const event of EVENTS.slice(0, 3)) await happen(event, HOAX);
  await happen('onCommitted', `${HOAX}#bagian`);
  assert.deepEqual(sent, []);
});

test('a page that another tab opens from the article of its own check has no warning there', async () => {
  await happen('onCommitted', ARTICLE);
  tabId += 1;
  api.webNavigation.onCreatedNavigationTarget.fire({ sourceTabId: tabId - 1, tabId, url: HOAX });
  await happen('onCommitted', 'about:blank');
  await happen('onBeforeNavigate', HOAX);
  await happen('onCommitted', HOAX);
  assert.deepEqual(sent, []);
});

test('from another article, after another page, or from what the article led to, the warning comes', async () => {
  await happen('onCommitted', 'https://check.example/lain');
  await happen('onBeforeNavigate', HOAX);
  assert.deepEqual(sent, [warningAddress(HOAX)]);

  tabId += 1;
  await happen('onCommitted', ARTICLE);
  await happen('onCommitted', 'http://lain.example/');
  await happen('onBeforeNavigate', HOAX);
  assert.equal(sent.length, 2);

  tabId += 1;
  await happen('onCommitted', ARTICLE);
  await happen('onCommitted', HOAX);
  await happen('onBeforeNavigate', CALM);
  assert.deepEqual(sent.slice(2), [warningAddress(CALM)]);
});

test('an article that another page has just opened, or has not shown yet, quietens nothing', async () => {
  await happen('onCreatedNavigationTarget', ARTICLE, { sourceTabId: 9000 });
  await happen('onCommitted', ARTICLE);
  await happen('onBeforeNavigate', HOAX);
  assert.deepEqual(sent, [warningAddress(HOAX)]);

  [tabId, sent, seen] = [tabId + 1, [], false];
  await happen('onCreatedNavigationTarget', 'http://other.example/', { tabId: 9001, sourceTabId: tabId });
  await happen('onCommitted', ARTICLE);
  assert.equal(api.storage.session.items.get(`article ${tabId}`).since, null);
  seen = true;
  api.tabs.onActivated.fire({ tabId });
  await settled();
  assert.ok(Math.abs(api.storage.session.items.get(`article ${tabId}`).since - Date.now()) < 1_000);
  await happen('onBeforeNavigate', HOAX);
  assert.deepEqual(sent, [warningAddress(HOAX)]);
  for (const closing of [tabId, tabId - 1, 9000, 9001]) api.tabs.onRemoved.fire(closing);
  await settled();
  assert.deepEqual([...api.storage.session.items.keys()].filter((name) => /^(led|article) /.test(name)), []);
});

test('of the pages that a tab shows only the check’s own article is remembered, as a number', async () => {
  await happen('onCommitted', 'https://check.example/lain');
  await happen('onCommitted', 'http://hoax.example/berita/3');
  assert.deepEqual([...api.storage.session.items.keys()], []);
  await happen('onCommitted', ARTICLE);
  const [[name, note], ...others] = [...api.storage.session.items];
  assert.deepEqual([name, Object.keys(note), others], [`article ${tabId}`, ['article', 'key'], []]);
  assert.ok(Number.isSafeInteger(note.article));
  assert.doesNotMatch(JSON.stringify(note), /check\.example/);
});

test('a warning that appears is counted once, and one that is reached again is not', async () => {
  api.storage.local.items.clear();
  const address = warningAddress(HOAX);
  await happen('onBeforeNavigate', HOAX);
  await happen('onCommitted', address);
  await happen('onCommitted', address, { transitionType: 'reload' });
  await happen('onCommitted', 'http://lain.example/');
  await happen('onCommitted', address, { transitionQualifiers: ['forward_back'] });
  assert.equal((await readCounters()).seen.warning, 1);
  tabId += 1;
  await happen('onBeforeNavigate', HOAX);
  await happen('onCommitted', address);
  assert.equal((await readCounters()).seen.warning, 2);
});

test('a warning in a private window leaves nothing on the disk', async () => {
  api.storage.local.items.clear();
  incognito = true;
  await happen('onBeforeNavigate', HOAX);
  await happen('onCommitted', warningAddress(HOAX));
  assert.deepEqual([...api.storage.local.items.keys()], []);
});

test('the bar is counted when it has been put in, and not where it could not be', async () => {
  api.storage.local.items.clear();
  await api.storage.local.set({ features: { marks: [], banner: true } });
  const { executeScript } = api.scripting;
  api.scripting.executeScript = async () => {
    throw new Error('Cannot access contents of the page.');
  };
  await happen('onCommitted', CALM);
  await longer();
  assert.deepEqual([sent.length, (await readCounters()).seen.caution], [1, 0]);
  api.scripting.executeScript = executeScript;
  tabId += 1;
  await happen('onCommitted', CALM);
  await happen('onCommitted', CALM);
  assert.deepEqual([bars, (await readCounters()).seen.caution], [1, 1]);
  assert.equal(sent.length, 1);
});

test('the bar goes when a script leads to another page, stays on its own, and nothing is left of it when the tab closes', async () => {
  await api.storage.local.set({ features: { marks: [], banner: true } });
  await happen('onBeforeNavigate', CALM);
  assert.deepEqual([bars, sent], [0, []], 'the page before has none');
  await happen('onCommitted', CALM);
  await happen('onHistoryStateUpdated', `${CALM}#bagian`);
  assert.deepEqual([bars, closings], [1, []]);
  await happen('onHistoryStateUpdated', 'http://hoax.example/berita/lain');
  await happen('onHistoryStateUpdated', 'http://hoax.example/');
  assert.deepEqual(closings, [[tabId, 'close']]);
  api.storage.session.items.clear();
  await happen('onCommitted', CALM);
  assert.ok(api.storage.session.items.has(`banner ${tabId}`));
  api.tabs.onRemoved.fire(tabId);
  await settled();
  assert.deepEqual([...api.storage.session.items.keys()], ['cautioned url:hoax.example/berita/2']);
});

test('a page of the browser’s own after a warning ends what is remembered of it', async () => {
  await happen('onBeforeNavigate', HOAX);
  await happen('onCommitted', warningAddress(HOAX));
  assert.deepEqual([...api.storage.session.items.keys()], [`trace ${tabId}`], 'a warning is no calm page that has been shown');
  await happen('onCommitted', 'chrome://newtab/');
  assert.deepEqual([...api.storage.session.items.keys()], []);
});

/** What to a reader ends that a page is warned of, while a tab waits whose request was dropped. @type {[string, (key: string) => Promise<void>][]} */
const ENDS = [
  ['opened in another tab', allow],
  ['work mode', () => setWorkMode('always')],
];
for (const [what, end] of ENDS) {
  test(`a hidden tab whose request was dropped loads its page when it is seen and nothing is to be warned of: ${what}`, async () => {
    seen = false;
    assert.equal(await holdsBack(tabId, HOAX), true);
    await end(KEY);
    seen = true;
    api.tabs.onActivated.fire({ tabId });
    await settled();
    assert.deepEqual(sent, [HOAX]);
    assert.equal(await holdsBack(tabId, HOAX), false);
    await setWorkMode('off');
  });
}

test('a calm page that was shown elsewhere meanwhile leaves no hidden tab empty', async () => {
  seen = false;
  await happen('onBeforeNavigate', CALM);
  assert.equal(await holdsBack(tabId, CALM), true);
  await markCautioned('url:hoax.example/berita/2');
  seen = true;
  api.tabs.onActivated.fire({ tabId });
  await settled();
  assert.deepEqual(sent, [CALM]);
});

test('what the reader has just chosen to open is not held back, though its warning was on its way', async () => {
  assert.equal(await holdsBack(tabId, HOAX), true);
  await allow(KEY);
  assert.equal(await holdsBack(tabId, HOAX), false);
});

test('a warning that has not come for long holds nothing back by itself: it is sent again', async () => {
  assert.equal(await holdsBack(tabId, HOAX), true);
  const { items } = api.storage.session;
  const trace = items.get(`trace ${tabId}`);
  items.set(`trace ${tabId}`, { ...trace, at: trace.at - 3_000 });
  assert.equal(await holdsBack(tabId, HOAX), true);
  assert.deepEqual(sent, [warningAddress(HOAX), warningAddress(HOAX)]);
});

test('an address too long for a warning is cut, in the tab and in what is remembered of it', async () => {
  await happen('onBeforeNavigate', `http://situs.example/x?${'a'.repeat(70_000)}`);
  assert.deepEqual(sent, [warningAddress('http://situs.example/x')]);
  assert.equal(api.storage.session.items.get(`trace ${tabId}`).target, 'http://situs.example/x');
});

test('the button is marked for what a tab shows, and for what its warning is about', async (t) => {
  /** @type {string[]} */
  const marks = [];
  api.action.setBadgeText = async (/** @type {{ text: string }} */ { text }) => void marks.push(text);
  t.after(() => delete api.action.setBadgeText);
  await happen('onCommitted', 'http://hoax.example/berita/3');
  await happen('onCommitted', 'http://lain.example/');
  await happen('onCommitted', warningAddress(HOAX));
  await happen('onBeforeNavigate', 'http://hoax.example/berita/3');
  assert.deepEqual(marks, ['i', '', '!']);
});

test('a hidden tab is not kept empty for long by a calm page that was shown elsewhere', async () => {
  seen = false;
  assert.equal(await holdsBack(tabId, CALM), true);
  await markCautioned('url:hoax.example/berita/2');
  const { items } = api.storage.session;
  const trace = items.get(`trace ${tabId}`);
  items.set(`trace ${tabId}`, { ...trace, at: trace.at - 3_000 });
  assert.equal(await holdsBack(tabId, CALM), false);
});

test('a hidden tab whose page came all the same does not load it again', async () => {
  seen = false;
  assert.equal(await holdsBack(tabId, HOAX), true);
  await happen('onCommitted', HOAX);
  await allow(KEY);
  seen = true;
  api.tabs.onActivated.fire({ tabId });
  await settled();
  assert.deepEqual(sent, []);
});

test('a second address of a listed site is answered for itself, however soon it comes', async () => {
  const [one, other] = ['http://situs.example/satu', 'http://situs.example/dua'];
  assert.equal(await holdsBack(tabId, one), true);
  assert.equal(await holdsBack(tabId, one), true);
  await happen('onCommitted', warningAddress(one));
  assert.equal(await holdsBack(tabId, `${one}#bagian`), true);
  assert.deepEqual(sent, [warningAddress(one)]);
  assert.equal(await holdsBack(tabId, other), true);
  assert.deepEqual(sent, [warningAddress(one), warningAddress(other, true)]);
});

test('a second address of a site with a calm page is not held back for nothing', async () => {
  const [one, other] = ['http://tenang.example/satu', 'http://tenang.example/dua'];
  assert.equal(await holdsBack(tabId, one), true);
  await happen('onCommitted', warningAddress(one));
  assert.equal(await holdsBack(tabId, one), true);
  assert.equal(await holdsBack(tabId, other), false);
  assert.deepEqual(sent, [warningAddress(one)]);
});

test('in work mode nothing takes the place of a page, and when it has ended the warnings are back', async () => {
  await setWorkMode('always');
  await happen('onBeforeNavigate', HOAX);
  await happen('onCommitted', HOAX);
  await happen('onCommitted', CALM);
  assert.deepEqual(sent, []);
  await setWorkMode('hours', Date.now() - 9 * 3_600_000);
  await happen('onBeforeNavigate', HOAX);
  assert.deepEqual(sent, [warningAddress(HOAX)]);
});

test('nothing is left of a tab that closed', async () => {
  await happen('onCommitted', ARTICLE);
  await happen('onBeforeNavigate', HOAX);
  assert.deepEqual([...api.storage.session.items.keys()], [`article ${tabId}`]);
  api.tabs.onRemoved.fire(tabId);
  tabId += 1;
  await happen('onBeforeNavigate', HOAX);
  assert.deepEqual([...api.storage.session.items.keys()], [`trace ${tabId}`]);
  api.tabs.onRemoved.fire(tabId);
  await settled();
  assert.deepEqual([...api.storage.session.items.keys()], []);
});

/** Of what the browser says when a rule drops a page. */
const DROPPED = { error: 'net::ERR_BLOCKED_BY_CLIENT' };

/** @param {string[]} requestDomains @returns {any} the interface of a browser that keeps a rule */
const ruleOf = (...requestDomains) => ({
  getDynamicRules: async () => [{ condition: { requestDomains } }],
  updateDynamicRules: async (/** @type {any} */ { addRules }) => {
    requestDomains = addRules.flatMap((/** @type {any} */ { condition }) => condition.requestDomains);
  },
});

test('a page that the rule dropped is an entry of the history, and Back from its warning goes on backwards', async (t) => {
  api.declarativeNetRequest = ruleOf('hoax.example');
  t.after(() => delete api.declarativeNetRequest);
  await happen('onBeforeNavigate', HOAX);
  await happen('onErrorOccurred', HOAX, DROPPED);
  await happen('onCommitted', warningAddress(HOAX));
  await happen('onBeforeNavigate', HOAX);
  await happen('onErrorOccurred', HOAX, DROPPED);
  assert.deepEqual(sent, [warningAddress(HOAX)]);
  assert.equal(wentBack, 1);
});

test('with nothing further back the warning comes again instead of the browser’s own page', async (t) => {
  api.declarativeNetRequest = ruleOf('hoax.example');
  const { goBack } = api.tabs;
  api.tabs.goBack = async () => Promise.reject(new Error('no entry'));
  t.after(() => {
    delete api.declarativeNetRequest;
    api.tabs.goBack = goBack;
  });
  await happen('onErrorOccurred', HOAX, DROPPED);
  await happen('onCommitted', warningAddress(HOAX));
  await happen('onErrorOccurred', HOAX, DROPPED);
  assert.deepEqual(sent, [warningAddress(HOAX), warningAddress(HOAX, true)]);
});

test('a page that was dropped though no warning is due is let through and loaded once more', async (t) => {
  api.declarativeNetRequest = ruleOf('hoax.example');
  let loaded = 0;
  api.tabs.reload = async () => {
    loaded += 1;
  };
  t.after(() => delete api.declarativeNetRequest);
  await happen('onCommitted', ARTICLE);
  await happen('onErrorOccurred', HOAX, DROPPED);
  assert.deepEqual([sent, loaded], [[], 1]);
  await happen('onErrorOccurred', HOAX, DROPPED);
  assert.equal(loaded, 1, 'another extension may drop it as well');
});

test('a hidden tab with the browser’s own page loads what was dropped when it is seen and nothing is to be warned of', async (t) => {
  api.declarativeNetRequest = ruleOf('hoax.example');
  let loaded = 0;
  api.tabs.reload = async () => {
    loaded += 1;
  };
  t.after(() => delete api.declarativeNetRequest);
  seen = false;
  await happen('onErrorOccurred', HOAX, DROPPED);
  await allow(KEY);
  seen = true;
  api.tabs.onActivated.fire({ tabId });
  await settled();
  assert.deepEqual([sent, loaded], [[], 1]);
});

test('a page whose warning is on its way is known to be dropped though the rule names it no longer, and is not loaded once more', async () => {
  let loaded = 0;
  api.tabs.reload = async () => {
    loaded += 1;
  };
  await happen('onBeforeNavigate', HOAX);
  await happen('onErrorOccurred', HOAX, DROPPED);
  assert.equal(api.storage.session.items.get(`trace ${tabId}`).errorPage, true);
  await allow(KEY);
  await happen('onErrorOccurred', HOAX, DROPPED);
  assert.deepEqual([sent, loaded], [[warningAddress(HOAX)], 0]);
});

test('what others drop, and other failures, are left alone', async (t) => {
  await happen('onErrorOccurred', HOAX, DROPPED);
  api.declarativeNetRequest = ruleOf('hoax.example');
  t.after(() => delete api.declarativeNetRequest);
  await happen('onErrorOccurred', HOAX, { error: 'net::ERR_ABORTED' });
  await happen('onErrorOccurred', 'http://lain.example/', DROPPED);
  assert.deepEqual(sent, []);
});
