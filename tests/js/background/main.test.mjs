/** The worker starts where menus and badges are absent (Firefox for Android), and wires itself at once. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { browser } from '../support/browser.mjs';

test('the worker starts without context menus and badge, with every listener wired at the top level', async () => {
  assert.equal(browser.api.contextMenus, undefined);
  assert.equal(browser.api.action.setBadgeText, undefined);
  await import('../../../extension/background/main.js');
  const { alarms, runtime, storage, webNavigation } = browser.api;
  const events = [
    alarms.onAlarm,
    runtime.onInstalled,
    runtime.onStartup,
    runtime.onMessage,
    webNavigation.onCreatedNavigationTarget,
    storage.onChanged,
    webNavigation.onBeforeNavigate,
    webNavigation.onCommitted,
    webNavigation.onHistoryStateUpdated,
  ];
  for (const [i, event] of events.entries()) assert.ok(event.listeners.length > 0, `event ${i} has no listener`);
});

test('a badge where there is none does nothing, and a tab that is gone is no error', async () => {
  const { setBadge } = await import('../../../extension/background/platform.js');
  await setBadge(1, { text: '!', colour: '#000', title: 'x' });
  browser.api.action.setBadgeText = async () => {
    throw new Error('No tab with id: 1.');
  };
  await setBadge(1, { text: '!' });
});

test('only pages of this extension can ask for an update, and no script that runs beside the pages of others', async () => {
  /** @type {((...args: any[]) => any)[]} */
  const listeners = browser.api.runtime.onMessage.listeners;
  const own = { id: 'test', url: 'chrome-extension://test/pages/popup.html' };
  const heard = (/** @type {any} */ message, /** @type {any} */ sender, /** @type {(answer: any) => void} */ reply = () => {}) =>
    listeners.some((listener) => listener(message, sender, reply) === true);
  assert.equal(heard({ type: 'update' }, { ...own, id: 'another' }), false);
  assert.equal(heard({ type: 'update' }, { ...own, url: 'https://kabar.example/' }), false);
  assert.equal(heard({ type: 'update' }, { ...own, url: 'https://kabar.example/?chrome-extension://test/' }), false);
  assert.equal(heard({ type: 'else' }, own), false);
  const answer = await new Promise((resolve) => {
    assert.equal(heard({ type: 'update' }, own, resolve), true);
  });
  assert.equal(answer.outcome, 'failed');
});
