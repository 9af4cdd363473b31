/** Nobody is warned without a claim and a named checker whose check can be read over https. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { headline, readableAddress, inLanguage, interrupts, lookOf, otherClaims, readableReviews } from '../../../extension/judgement/presentation.js';

/** @typedef {import('../../../extension/judgement/judge.js').Judgement} Judgement */

const REVIEW = { publisher: 'A', url: 'https://a.example/1', rating: 'SALAH', verdict: 'false', date: '2024-01-02' };

/** @param {Partial<Judgement>} given @returns {Judgement} */
const judgement = (given) => ({
  state: 'listed',
  reason: null,
  level: 3,
  verdict: 'false',
  kind: 'content',
  key: 'content:x:1',
  identity: null,
  listing: {},
  claim: { text: { id: 'Klaim.' } },
  reviews: [REVIEW],
  test: false,
  also: [],
  list: null,
  ...given,
});

test('level 3 is a warning, 2 a caution, 1 a note', () => {
  assert.deepEqual([3, 2, 1].map((level) => lookOf(judgement({ level }))), ['warning', 'caution', 'note']);
  assert.deepEqual(['warning', 'caution', 'note', 'recordless', 'cleared', 'none'].map((look) => interrupts(/** @type {any} */ (look))), [
    true, true, false, false, false, false,
  ]);
});

for (const [what, given] of /** @type {[string, Partial<Judgement>][]} */ ([
  ['a claim', { claim: null }],
  ['the text of a claim', { claim: { text: { id: ' ' } } }],
  ['a review', { reviews: [] }],
  ['a named checker', { reviews: [{ ...REVIEW, publisher: ' ' }] }],
  ['an https address of the check', { reviews: [{ ...REVIEW, url: 'http://a.example/1' }] }],
  ['an address that is none', { reviews: [{ ...REVIEW, url: 'javascript:alert(1)' }] }],
])) {
  test(`nobody is warned without ${what}, and that it is listed is told`, () => assert.equal(lookOf(judgement(given)), 'recordless'));
}

test('no text of a record turns the sentence around it, and one that is nothing else names nobody', () => {
  const turned = { ...REVIEW, publisher: '\u202eA\u2066', rating: 'SALAH\u202e', date: '2024\u0000-01-02' };
  assert.deepEqual(readableReviews({ reviews: [turned] }), [REVIEW]);
  assert.equal(inLanguage({ id: 'Klaim\u202e \u200fini.\u0007' }, 'id')?.text, 'Klaim \u200fini.');
  assert.equal(lookOf(judgement({ reviews: [{ ...REVIEW, publisher: '\u202e ' }] })), 'recordless');
  assert.equal(lookOf(judgement({ claim: { text: { id: '\u2069' } } })), 'recordless');
});

test('what is not listed is never shown as listed, and what was cleared says so', () => {
  for (const state of /** @type {const} */ (['unknown', 'unresolved', 'platform', 'error'])) {
    assert.equal(lookOf(judgement({ state, level: 0 })), 'none');
  }
  assert.equal(lookOf(judgement({ state: 'cleared', level: 0, claim: null, reviews: [] })), 'cleared');
});

test('an address is https, or of this computer, or none at all', () => {
  assert.equal(readableAddress('https://a.example/x'), 'https://a.example/x');
  assert.equal(readableAddress('http://127.0.0.1:8000/uji/cek/salah'), 'http://127.0.0.1:8000/uji/cek/salah');
  assert.equal(readableAddress('http://localhost/x'), 'http://localhost/x');
  for (const text of ['http://a.example/', 'http://127.0.0.1.a.example/', 'http://localhost@a.example/', 'http://u@localhost/', 'javascript:alert(1)', 'data:text/html,x', '//a.example', '', null, 5, 'https://u:p@a.example/']) {
    assert.equal(readableAddress(text), null);
  }
});

test('the newest review that found the same as the listing heads the page', () => {
  const older = { ...REVIEW, publisher: 'B', date: '2023-01-01' };
  const other = { ...REVIEW, publisher: 'C', date: '2025-01-01', verdict: 'misleading' };
  assert.equal(headline({ verdict: 'false', reviews: [older, other, REVIEW] })?.publisher, 'A');
  assert.equal(headline({ verdict: 'scam', reviews: [older, other, REVIEW] })?.publisher, 'C');
  assert.deepEqual(readableReviews({ reviews: [older, other, REVIEW] }).map(({ publisher }) => publisher), ['C', 'A', 'B']);
});

test('a text is in the reader’s language, or in another one that says which it is', () => {
  assert.deepEqual(inLanguage({ id: 'Halo', en: 'Hello' }, 'en'), { text: 'Hello', language: 'en' });
  assert.deepEqual(inLanguage({ id: 'Halo' }, 'en'), { text: 'Halo', language: 'id' });
  assert.equal(inLanguage({}, 'en'), null);
  assert.equal(inLanguage(null, 'en'), null);
});

test('what other claims say of the same item is told where it has a text and a checker, unless it was withdrawn', () => {
  const listing = { verdict: 'scam', reason_code: 'scam' };
  const claim = { text: { id: 'Lain.', en: 'Another.' }, reviews: [{ ...REVIEW, verdict: 'scam' }] };
  const told = otherClaims({ also: [{ listing, claim }] }, 'en');
  assert.deepEqual(told, [{ claim: { text: 'Another.', language: 'en' }, review: { ...REVIEW, verdict: 'scam' } }]);
  for (const silent of [
    { listing, claim: null },
    { listing, claim: { ...claim, text: {} } },
    { listing, claim: { ...claim, reviews: [{ ...REVIEW, url: 'http://a.example/1' }] } },
    { listing: { ...listing, reason_code: 'withdrawn' }, claim },
  ]) {
    assert.deepEqual(otherClaims({ also: [silent] }, 'en'), []);
  }
});
