/** What is offered under an answer, and what exactly is sent. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { bodyOf, kindsFor } from '../../../extension/reports/kinds.js';

const REVIEW = { publisher: 'TurnBackHoax', url: 'https://turnbackhoax.id/1/', rating: 'SALAH', verdict: 'false', date: '2024-09-30' };
const NOTHING = { state: 'unknown', level: 0, verdict: 'unknown', claim: null, reviews: [], test: false };
const LISTED = { ...NOTHING, state: 'listed', level: 3, verdict: 'false', claim: { text: { id: 'Klaim' } }, reviews: [REVIEW] };
/** @param {object} judgement */
const offered = (judgement) => kindsFor(/** @type {any} */ (judgement));

test('an objection is offered on what is listed and shown, at every level', () => {
  for (const level of [1, 2, 3]) assert.deepEqual(offered({ ...LISTED, level }), ['wrong']);
});

test('a check and a report are offered where nothing is recorded', () => {
  for (const state of ['unknown', 'unresolved', 'cleared']) assert.deepEqual(offered({ ...NOTHING, state }), ['check', 'report']);
});

test('a profile can be reported, and there is nothing to check', () => {
  assert.deepEqual(offered({ ...NOTHING, state: 'platform' }), ['report']);
});

test('nothing is offered for test pages, for what cannot be judged, and for a listing that is not shown', () => {
  assert.deepEqual(offered({ ...LISTED, test: true }), []);
  assert.deepEqual(offered({ ...NOTHING, state: 'error' }), []);
  assert.deepEqual(offered({ ...LISTED, claim: null }), []);
});

test('what was left empty is not sent', () => {
  const said = { ticket: 'T', url: 'https://kabar.example/', lang: 'id', text: ' \n', contact: '', claim: '' };
  assert.deepEqual(bodyOf({ ...said, kind: 'check' }), { ticket: 'T', kind: 'check', url: 'https://kabar.example/', lang: 'id' });
  assert.deepEqual(bodyOf({ ...said, kind: 'report', reason: 'scam', text: ' a ', claim: 'x' }), {
    ticket: 'T', kind: 'report', url: 'https://kabar.example/', lang: 'id', reason: 'scam', text: 'a',
  });
});

test('only who says that the site is theirs objects as its owner', () => {
  const said = { ticket: 'T', kind: /** @type {const} */ ('wrong'), url: 'https://kabar.example/', lang: 'id', claim: 'klaim-1' };
  assert.equal(bodyOf({ ...said, reason: 'my_site' }).as, 'owner');
  const { as, claim } = bodyOf({ ...said, reason: 'not_false' });
  assert.deepEqual([as, claim], ['reader', 'klaim-1']);
});
