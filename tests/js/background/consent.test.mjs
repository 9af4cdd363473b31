/** Firefox is asked about what a report holds, by the kinds of its policies, and whatever is no yes is a no. */

import assert from 'node:assert/strict';
import { beforeEach, test } from 'node:test';
import { browser, makeEvent } from '../support/browser.mjs';

const { askConsent, hasConsent, onConsent } = await import('../../../extension/background/consent.js');

const { api } = browser;
const { getURL } = api.runtime;
/** @type {[string, any][]} */
let asked = [];
let agreed = false;

/** @param {string} name @returns {(wanted: any) => Promise<boolean>} */
const noting = (name) => async (wanted) => {
  asked.push([name, wanted]);
  return agreed;
};

beforeEach(() => {
  asked = [];
  agreed = false;
  api.permissions = { request: noting('request'), contains: noting('contains'), onAdded: makeEvent() };
  api.runtime.getURL = (/** @type {string} */ path) => `moz-extension://test/${path}`;
});

/** @type {any} */
const REPORT = { ticket: 'T', kind: 'report', url: 'https://kabar.example/1', lang: 'id' };
const WITH_CONTACT = { ...REPORT, contact: 'a@b.example' };
const ADDRESS = { data_collection: ['browsingActivity'] };
const BOTH = { data_collection: ['browsingActivity', 'personallyIdentifyingInfo'] };

test('an address is asked about, and a contact only where one is given', async () => {
  await askConsent(REPORT);
  await askConsent(WITH_CONTACT);
  await hasConsent(REPORT);
  await hasConsent(WITH_CONTACT);
  assert.deepEqual(asked, [['request', ADDRESS], ['request', BOTH], ['contains', ADDRESS], ['contains', BOTH]]);
});

test('the reader’s answer is the answer, and a browser that cannot ask has not agreed', async () => {
  assert.deepEqual([await askConsent(REPORT), await hasConsent(REPORT)], [false, false]);
  agreed = true;
  assert.deepEqual([await askConsent(REPORT), await hasConsent(REPORT)], [true, true]);
  api.permissions.request = async () => Promise.reject(new Error('not in a press'));
  assert.equal(await askConsent(REPORT), false);
});

test('the question is put before anything is waited for, while the browser still knows of the press', () => {
  void askConsent(REPORT);
  assert.equal(asked.length, 1);
});

test('who waits for a consent hears of it, in Firefox', () => {
  let heard = 0;
  onConsent(() => {
    heard += 1;
  });
  api.permissions.onAdded.fire();
  assert.equal(heard, 1);
});

test('Chromium has no such question: nothing is asked, and nothing is kept from being sent', async () => {
  api.runtime.getURL = getURL;
  assert.deepEqual([await askConsent(WITH_CONTACT), await hasConsent(WITH_CONTACT)], [true, true]);
  onConsent(() => {});
  assert.deepEqual([asked, api.permissions.onAdded.listeners], [[], []]);
});
