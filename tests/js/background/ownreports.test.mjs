/** What is sent from a private window is never written to the disk, and an ordinary window does not show it. */

import assert from 'node:assert/strict';
import { beforeEach, test } from 'node:test';
import { browser, requests, web } from '../support/browser.mjs';
import { json } from '../support/signer.mjs';

const { inPrivateWindow, onOwnReportsChange, own, registerOwnReports } = await import('../../../extension/background/ownreports.js');

const { local, session } = browser.api.storage;
const SERVER = 'https://cektautan.example';
let incognito = false;
let inTab = false;

beforeEach(() => {
  local.items.clear();
  session.items.clear();
  incognito = inTab = false;
  browser.api.tabs.getCurrent = async () => (inTab ? { incognito } : undefined);
  browser.api.tabs.query = async (/** @type {unknown} */ which) => {
    assert.deepEqual(which, { active: true, currentWindow: true });
    return [{ incognito: inTab ? !incognito : incognito }];
  };
  requests.length = 0;
});

const kept = () => [local.items.size, session.items.size];
const shown = async () => (await own.all()).map(({ ticket }) => ticket);

test('an ordinary window keeps its reports on the device', async () => {
  await own.add(SERVER, 'A');
  assert.deepEqual([kept(), await shown()], [[1, 0], ['A']]);
});

test('a private window keeps them in memory, and an ordinary one shows none of them', async () => {
  incognito = true;
  await own.add(SERVER, 'B');
  assert.deepEqual([kept(), await shown()], [[0, 1], ['B']]);
  incognito = false;
  assert.deepEqual(await shown(), []);
});

test('what is changed later stays where it was kept, whichever window does it', async () => {
  incognito = true;
  await own.add(SERVER, 'C');
  incognito = false;
  assert.equal(await own.add(SERVER, 'C'), false);
  await own.add(SERVER, 'D');
  incognito = true;
  assert.deepEqual((await shown()).sort(), ['C', 'D']);
  assert.deepEqual(kept(), [1, 1]);
  await own.remove('C');
  await own.remove('D');
  assert.deepEqual(kept(), [0, 0]);
});

test('a page of the extension in a tab is asked for its own, and what cannot be told counts as private', async () => {
  inTab = true;
  incognito = true;
  assert.equal(await inPrivateWindow(), true);
  incognito = false;
  assert.equal(await inPrivateWindow(), false);
  browser.api.tabs.query = async () => {
    throw new Error('No window.');
  };
  assert.equal(await inPrivateWindow(), true);
});

test('a change in either is told', async () => {
  let told = 0;
  onOwnReportsChange(() => (told += 1));
  await own.add(SERVER, 'E');
  incognito = true;
  await own.add(SERVER, 'F');
  assert.equal(told, 2);
});

test('what the server says of a report is written where the report is, and of a private window never to the disk', async (t) => {
  web.set(`${SERVER}/v1/reports/status`, json({ state: 'in_review' }));
  t.after(() => web.clear());
  await own.add(SERVER, 'A');
  incognito = true;
  await own.add(SERVER, 'B');
  for (const window of [true, false]) {
    incognito = window;
    for (const ticket of ['A', 'B']) assert.equal(await own.ask(/** @type {any} */ ({ ticket, server: SERVER, kind: null, filedAt: null })), null);
    assert.deepEqual([[...local.items.keys()], [...session.items.keys()]], [['report A'], ['report B']]);
  }
  assert.deepEqual([local, session].map(({ items }) => [...items.values()][0].status.state), ['in_review', 'in_review']);
});

test('what else is stored is no report, and a change of it is not told', async () => {
  let told = 0;
  onOwnReportsChange(() => (told += 1));
  await local.set({ features: { marks: [] }, 'not a report ': 1 });
  assert.deepEqual([await shown(), told], [[], 0]);
});

test('what waits is sent with the alarm of the list and at the start of the browser, and with no other alarm', async () => {
  registerOwnReports();
  const settled = async () => {
    for (let i = 0; i < 20; i += 1) await new Promise((resolve) => setImmediate(resolve));
  };
  const { alarms, runtime } = browser.api;
  alarms.onAlarm.fire({ name: 'update' });
  runtime.onStartup.fire();
  await settled();
  assert.equal(requests.length, 0, 'nothing waits');
  await own.add(SERVER, 'A');
  const waiting = { ticket: 'A', kind: 'report', url: 'https://kabar.example/1', lang: 'id' };
  await local.set({ 'report A': { ...local.items.get('report A'), waiting } });
  alarms.onAlarm.fire({ name: 'rule' });
  await settled();
  assert.equal(requests.length, 0);
  for (const wake of [() => alarms.onAlarm.fire({ name: 'update' }), () => runtime.onStartup.fire()]) {
    web.set(`${SERVER}/v1/reports`, 500);
    await local.set({ 'report A': { ...local.items.get('report A'), notBefore: 0 } });
    requests.length = 0;
    wake();
    await settled();
    assert.deepEqual(requests.map(({ url }) => url), [`${SERVER}/v1/reports`], String(wake));
  }
});
