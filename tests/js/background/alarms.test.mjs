/** The schedule: irregular, sparing, soon again after a failure, and never two attempts at once. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { browser, requests, web } from '../support/browser.mjs';

const { ALARM, nextDelay, refreshIfDue, registerUpdates, updateIfMissing, updateNow } = await import('../../../extension/background/alarms.js');
const { saveConfig } = await import('../../../extension/background/config.js');
const { emptyStatus, writeStatus } = await import('../../../extension/list/store.js');
const { Publisher } = await import('../support/publisher.mjs');
const { json } = await import('../support/signer.mjs');

const CALM = { failures: 0, hasList: true, saving: false };
/** Lets everything that is under way come to its end. */
const settled = async () => {
  for (let i = 0; i < 50; i += 1) await new Promise((resolve) => setImmediate(resolve));
};

test('the usual interval is 15 minutes give or take a fifth, 60 where data is saved', () => {
  assert.equal(nextDelay({ ...CALM, random: 0 }), 12);
  assert.equal(Math.round(nextDelay({ ...CALM, random: 1 })), 18);
  assert.equal(nextDelay({ ...CALM, saving: true, random: 0.5 }), 60);
});

test('after failures it tries again soon, then less often, and never less often than usual', () => {
  const delays = [1, 2, 3, 4, 5, 6, 999].map((failures) => nextDelay({ ...CALM, failures, random: 0.5 }));
  assert.deepEqual(delays, [1, 2, 4, 8, 15, 15, 15]);
});

test('without any list yet it never waits longer than four minutes', () => {
  assert.equal(nextDelay({ ...CALM, failures: 9, hasList: false, random: 0.5 }), 4);
});

test('two callers at once share one attempt, and the next alarm is set after it', async () => {
  browser.alarms.clear();
  const [first, second] = [updateNow(), updateNow()];
  assert.equal(first, second);
  assert.equal(browser.alarms.get(ALARM)?.delayInMinutes, 2, 'a worker that is stopped now is woken again');
  await first;
  assert.equal(browser.alarms.get(ALARM)?.delayInMinutes, 1);
  assert.notEqual(updateNow(), first);
});

test('a worker that wakes for something else asks nothing when its alarm is set', async () => {
  await settled();
  requests.length = 0;
  registerUpdates();
  await settled();
  assert.equal(requests.length, 0);
});

test('installation, start of the browser, the alarm and another server each start an attempt', async () => {
  const { runtime, alarms } = browser.api;
  const triggers = [
    () => runtime.onInstalled.fire({ reason: 'install' }),
    () => runtime.onStartup.fire(),
    () => alarms.onAlarm.fire({ name: ALARM }),
    () => saveConfig({ server: 'https://list.example', rootKey: new Publisher().root.publicText }),
  ];
  for (const trigger of triggers) {
    requests.length = 0;
    trigger();
    await settled();
    assert.ok(requests.length > 0, String(trigger));
  }
  requests.length = 0;
  alarms.onAlarm.fire({ name: 'another' });
  await settled();
  assert.equal(requests.length, 0);
});

test('a server that is chosen during an attempt is asked after it', async () => {
  await settled();
  requests.length = 0;
  web.clear();
  const running = updateNow();
  await saveConfig({ server: 'https://late.example', rootKey: new Publisher().root.publicText });
  await running;
  await settled();
  assert.ok(requests.some(({ url }) => url.startsWith('https://late.example/lists/')));
});

test('without an alarm, as after enabling the extension again, it asks at once', async () => {
  await settled();
  browser.alarms.clear();
  requests.length = 0;
  registerUpdates();
  await settled();
  assert.ok(requests.length > 0);
});

test('a warning asks of a list that is older than a minute, and of one from a clock that was set back', async () => {
  await settled();
  const now = 1_800_000_000;
  for (const [age, asks] of /** @type {[number, boolean][]} */ ([[0, false], [59, false], [61, true], [-3600, true]])) {
    await writeStatus({ ...emptyStatus(), checked: now - age });
    requests.length = 0;
    await refreshIfDue(now);
    assert.equal(requests.length > 0, asks, `checked ${age} s ago`);
  }
  await writeStatus({ ...emptyStatus(), checked: null });
  requests.length = 0;
  await refreshIfDue(now);
  assert.ok(requests.length > 0, 'never checked');
});

test('a page that waits is answered with an attempt while no list is there or the last one failed, and then with none', async () => {
  await settled();
  web.clear();
  const publisher = new Publisher();
  await saveConfig({ server: 'https://waits.example', rootKey: publisher.root.publicText });
  await settled();
  assert.equal((await updateIfMissing())?.outcome, 'failed', 'there is no list');
  publisher.publish([{ key: 'url:a.example/1', level: 3, verdict: 1 }], Math.floor(Date.now() / 1000));
  for (const [path, bytes] of publisher.files) web.set(`https://waits.example/lists/${path}`, bytes);
  assert.equal((await updateIfMissing())?.outcome, 'updated');
  requests.length = 0;
  assert.equal(await updateIfMissing(), null, 'the list is in order');
  assert.deepEqual(requests.filter(({ url }) => url.startsWith('https:')), []);
  web.clear();
  await updateNow();
  assert.equal((await updateIfMissing())?.outcome, 'failed', 'the last attempt failed');
});

test('a page that waits is answered with an attempt when config.json names another server', async () => {
  await settled();
  const publisher = new Publisher();
  publisher.publish([{ key: 'url:a.example/1', level: 3, verdict: 1 }], Math.floor(Date.now() / 1000));
  await saveConfig(null);
  await settled();
  for (const server of ['http://127.0.0.1:8001', 'http://127.0.0.1:8002']) {
    for (const [path, bytes] of publisher.files) web.set(`${server}/lists/${path}`, bytes);
    web.set('chrome-extension://test/config.json', json({ server, rootKey: publisher.root.publicText }));
    assert.equal((await updateIfMissing())?.outcome, 'updated', server);
    assert.equal(await updateIfMissing(), null, server);
  }
});
