/** What "Bagikan cek fakta" hands on: one sentence and the check's address, and never the hoax's. */

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { share, whatToShare } from '../../../checkpage/sharing.js';
import { makeTexts } from '../../../extension/i18n/texts.js';

const ROOT = new URL('../../../', import.meta.url);
/** @param {'id' | 'en'} language */
function textsOf(language) {
  const read = (/** @type {string} */ path) => JSON.parse(readFileSync(new URL(path, ROOT), 'utf8'));
  const messages = { ...read(`extension/_locales/${language}/messages.json`), ...read(`checkpage/texts/${language}.json`) };
  return makeTexts(language, messages, messages);
}

const REVIEW = { publisher: 'TurnBackHoax', url: 'https://cek.example/1', rating: 'SALAH', verdict: 'false', date: '2024-09-30' };

/** @param {string} claim @param {object[]} [reviews] */
function judgement(claim, reviews = [REVIEW]) {
  return /** @type {any} */ ({ state: 'listed', verdict: 'false', claim: { text: { id: claim, en: `${claim} (en)` } }, reviews });
}

test('one sentence with publisher, claim and verdict, and the address of the check', () => {
  assert.deepEqual(whatToShare(textsOf('id'), judgement('Kotak suara sudah dicoblos. ')), {
    text: 'TurnBackHoax menyatakan klaim “Kotak suara sudah dicoblos” SALAH.',
    url: 'https://cek.example/1',
  });
  assert.equal(whatToShare(textsOf('en'), judgement('Ballots'))?.text, 'TurnBackHoax rates the claim “Ballots (en)” FALSE.');
});

test('a claim that names an address is left out, so that no chat makes a link of it', () => {
  for (const claim of ['Daftar di bantuan-kpu.com sekarang', 'Lihat https://hoaks.example/1', 'Ada di s.id/abc']) {
    const shared = whatToShare(textsOf('id'), judgement(claim));
    assert.equal(shared?.text, 'TurnBackHoax menyatakan klaim yang beredar ini SALAH.', claim);
  }
});

test('a long claim is cut, and without a check that can be read nothing is shared', () => {
  const shared = whatToShare(textsOf('id'), judgement('kata '.repeat(100)));
  assert.ok(shared !== null && shared.text.length < 260 && shared.text.includes('…” SALAH.'));
  assert.equal(whatToShare(textsOf('id'), judgement('Klaim', [])), null);
  assert.equal(whatToShare(textsOf('id'), judgement('Klaim', [{ ...REVIEW, url: 'javascript:alert(1)' }])), null);
});

/** @param {object} browser */
function withNavigator(browser) {
  Object.defineProperty(globalThis, 'navigator', { configurable: true, value: browser });
}
const WHAT = { text: 'Kalimat.', url: 'https://cek.example/1' };

test('the device’s own sheet first; closing it is no failure', async () => {
  /** @type {any[]} */
  const given = [];
  withNavigator({ share: async (/** @type {any} */ what) => void given.push(what) });
  assert.equal(await share(WHAT), 'shared');
  assert.deepEqual(given, [WHAT]);
  withNavigator({ share: () => Promise.reject(new DOMException('closed', 'AbortError')) });
  assert.equal(await share(WHAT), 'shared');
});

test('without a sheet, or where it fails, it is copied; where that fails too, it is said', async () => {
  /** @type {string[]} */
  const written = [];
  const clipboard = { writeText: async (/** @type {string} */ text) => void written.push(text) };
  withNavigator({ clipboard });
  assert.equal(await share(WHAT), 'copied');
  withNavigator({ clipboard, share: () => Promise.reject(new DOMException('no', 'NotAllowedError')) });
  assert.equal(await share(WHAT), 'copied');
  assert.deepEqual(written, ['Kalimat. https://cek.example/1', 'Kalimat. https://cek.example/1']);
  withNavigator({});
  assert.equal(await share(WHAT), 'failed');
});
