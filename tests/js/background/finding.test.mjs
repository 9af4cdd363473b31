/** What a finding does to the page: the list's level decides, and the reader's own decisions only make it quieter. */

import assert from 'node:assert/strict';
import { beforeEach, test } from 'node:test';
import { browser } from '../support/browser.mjs';

const { answerOf, findingOf, takesThePlace } = await import('../../../extension/background/finding.js');
const { allow, markCautioned } = await import('../../../extension/background/decisions.js');
const { setWorkMode } = await import('../../../extension/background/workmode.js');

/** @typedef {import('../../../extension/background/finding.js').Circumstances} Circumstances */

const KEY = 'url:hoax.example/berita/1';
const REVIEW = { publisher: 'Pemeriksa', url: 'https://check.example/1', verdict: 'false' };
/** @param {Record<string, unknown>} given @returns {any} */
const judgement = (given) => ({
  state: 'listed', level: 3, verdict: 'false', key: KEY, claim: { text: { id: 'Klaim.' } }, reviews: [REVIEW], also: [], ...given,
});
/** @type {Circumstances} */
const QUIET = { allowed: false, cautioned: false, working: false, banner: false, fromCheck: false };

test('level 3 warns, level 2 cautions once, level 1, a withdrawal and what names no checker mark the button, the rest does nothing', () => {
  /** @type {[Record<string, unknown>, string][]} */
  const cases = [
    [{}, 'warning page'],
    [{ level: 2 }, 'caution page'],
    [{ level: 1 }, 'badge'],
    [{ state: 'cleared', level: 0 }, 'badge'],
    [{ state: 'unknown', level: 0 }, 'none'],
    [{ reviews: [] }, 'badge'],
    [{ claim: null }, 'badge'],
  ];
  for (const [given, answer] of cases) assert.equal(answerOf(judgement(given), QUIET), answer, JSON.stringify(given));
  assert.equal(answerOf(judgement({ level: 2 }), { ...QUIET, cautioned: true }), 'badge');
  assert.equal(answerOf(judgement({}), { ...QUIET, cautioned: true }), 'warning page');
  const wanted = { ...QUIET, banner: true };
  assert.equal(answerOf(judgement({ level: 2 }), wanted), 'banner');
  assert.equal(answerOf(judgement({ level: 2 }), { ...wanted, cautioned: true }), 'badge');
  assert.equal(answerOf(judgement({}), wanted), 'warning page', 'a warning is never made quieter by the bar');
  assert.equal(takesThePlace('banner'), false);
});

test('what the reader chose to open, comes to from its check or meets at work keeps its badge and loses its page', () => {
  for (const why of ['allowed', 'working', 'fromCheck']) {
    for (const level of [3, 2]) assert.equal(answerOf(judgement({ level }), { ...QUIET, [why]: true }), 'badge', why);
    assert.equal(answerOf(judgement({ state: 'unknown', level: 0 }), { ...QUIET, [why]: true }), 'none', why);
  }
});

test('only the two pages take the place of a page', () => {
  const answers = /** @type {const} */ (['none', 'badge', 'caution page', 'warning page']);
  assert.deepEqual(answers.map(takesThePlace), [false, false, true, true]);
});

beforeEach(() => {
  browser.api.storage.session.items.clear();
  browser.api.storage.local.items.clear();
});

test('the finding of a tab follows the decisions of this session and the work mode', async () => {
  assert.deepEqual(await findingOf(1, judgement({})), { key: KEY, level: 3, warn: true, banner: false, allowed: false });
  assert.deepEqual(await findingOf(1, judgement({ level: 1 })), { key: '', level: 1, warn: false, banner: false, allowed: false });
  await markCautioned(KEY);
  assert.deepEqual(await findingOf(1, judgement({ level: 2 })), { key: KEY, level: 2, warn: false, banner: false, allowed: false });
  await setWorkMode('always');
  assert.deepEqual(await findingOf(1, judgement({})), { key: KEY, level: 3, warn: false, banner: false, allowed: true });
  await setWorkMode('off');
  assert.equal((await findingOf(1, judgement({}))).warn, true);
  await allow(KEY);
  assert.deepEqual(await findingOf(1, judgement({})), { key: KEY, level: 3, warn: false, banner: false, allowed: true });
});
