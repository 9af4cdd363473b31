/** What is sent from a private window is never written to the disk, and an ordinary window does not show it. */

import assert from 'node:assert/strict';
import { beforeEach, test } from 'node:test';
import { browser } from '../support/browser.mjs';

const { inPrivateWindow, onOwnReportsChange, own } = await import('../../../extension/background/ownreports.js');

const { local, session } = browser.api.storage;
const SERVER = 'https://cektautan.example';
let incognito = false;
let inTab = false;

beforeEach(() => {
  local.items.clear();
  session.items.clear();
  incognito = inTab = false;
  browser.api.tabs.getCurrent = async () => (inTab ? { incognito } : undefined);
  browser.api.tabs.query = async () => [{ incognito: inTab ? !incognito : incognito }];
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
