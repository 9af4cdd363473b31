/** One navigation is answered once, whatever the browser reports of it, and Back never ends in the same warning. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ARRIVAL_MS, arrived, isBlobOf, next } from '../../../extension/background/trace.js';

/** @typedef {import('../../../extension/background/trace.js').Trace} Trace */
/** @typedef {import('../../../extension/background/trace.js').Happening} Happening */
/** @typedef {import('../../../extension/background/trace.js').Finding} Finding */

const URL = 'https://a.example/1';
const LISTED = { key: 'url:a.example/1', level: 3, warn: true, allowed: false, again: false };
const CLEAN = { key: '', level: 0, warn: false, allowed: false };

/** @param {Partial<Happening>} [given] @returns {Happening} */
const before = (given) => ({ stage: 'before', url: URL, back: false, now: 1000, ...given });
/** @param {Partial<Happening>} [given] @returns {Happening} */
const committed = (given) => ({ stage: 'committed', url: URL, back: false, now: 1050, ...given });

/** @param {Trace | null} trace @returns {Trace} */
function known(trace) {
  assert.ok(trace);
  return trace;
}

test('a listed page is warned of before it starts', () => {
  const { act, trace } = next(null, before(), LISTED);
  assert.equal(act, 'warn');
  assert.deepEqual(trace, { target: URL, key: LISTED.key, level: 3, committed: false, shown: false, again: false, waiting: false, at: 1000 });
});

test('a page that commits before the warning lands is warned of once, and is then known to be an entry', () => {
  const first = next(null, before(), LISTED);
  const second = next(first.trace, committed(), LISTED);
  assert.equal(second.act, 'none');
  assert.equal(second.trace?.committed, true);
});

test('the final address of a redirect and an address that a script wrote are warned of when they commit', () => {
  const { act, trace } = next(null, committed(), LISTED);
  assert.equal(act, 'warn');
  assert.equal(trace?.committed, true);
});

test('a warning that never came is not waited for', () => {
  const { trace } = next(null, before(), LISTED);
  assert.equal(next(trace, before({ now: 1000 + ARRIVAL_MS }), LISTED).act, 'warn');
  assert.equal(next(trace, before({ now: 999 + ARRIVAL_MS }), LISTED).act, 'none');
});

test('a tab that waits to be seen is not warned of again, however long it waits', () => {
  const trace = { ...known(next(null, before(), LISTED).trace), waiting: true };
  const later = next(trace, committed({ now: 9_000_000 }), LISTED);
  assert.equal(later.act, 'none');
  assert.equal(later.trace?.committed, true);
  assert.equal(later.trace?.waiting, true);
});

test('Back from the warning to the entry that caused it goes on backwards', () => {
  const shown = arrived(next(null, committed(), LISTED).trace, URL, LISTED);
  assert.equal(next(shown, before({ now: 50_000 }), LISTED).act, 'none');
  assert.equal(next(shown, committed({ back: true, now: 50_050 }), LISTED).act, 'pass');
});

test('the same address, opened anew from the warning, warns again', () => {
  const entry = arrived(next(null, committed(), LISTED).trace, URL, LISTED);
  assert.equal(next(entry, committed({ now: 50_050 }), LISTED).act, 'warn');
  const noEntry = arrived(next(null, before(), LISTED).trace, URL, LISTED);
  assert.equal(next(noEntry, before({ now: 50_000 }), LISTED).act, 'warn');
});

test('what the reader chose to open is neither warned of nor passed by', () => {
  const shown = arrived(next(null, committed(), LISTED).trace, URL, LISTED);
  const chosen = { ...LISTED, warn: false, allowed: true };
  assert.deepEqual(next(shown, committed({ back: true, now: 50_000 }), chosen), { act: 'none', trace: null });
});

test('Back from a calm page, which is not shown twice, goes on backwards too', () => {
  const shown = arrived(next(null, committed(), LISTED).trace, URL, LISTED);
  assert.equal(next(shown, committed({ back: true, now: 50_000 }), { ...LISTED, warn: false }).act, 'pass');
});

test('a warning found again by Forward has no trace, and Back from it still does not warn', () => {
  const shown = arrived(null, URL, LISTED);
  assert.equal(next(shown, before({ now: 50_000 }), LISTED).act, 'none');
  assert.equal(next(shown, committed({ back: true, now: 50_050 }), LISTED).act, 'pass');
});

test('a page that is not listed ends the trace when it commits, and not before', () => {
  const { trace } = next(null, before(), LISTED);
  assert.equal(next(trace, before({ url: 'https://b.example/' }), CLEAN).trace, trace);
  assert.equal(next(trace, committed({ url: 'https://b.example/' }), CLEAN).trace, null);
});

test('another listed page in the same tab is warned of by itself', () => {
  const shown = arrived(next(null, committed(), LISTED).trace, URL, LISTED);
  const other = { ...LISTED, key: 'url:a.example/2' };
  const { act, trace } = next(shown, before({ url: 'https://a.example/2', now: 1100 }), other);
  assert.equal(act, 'warn');
  assert.equal(trace?.target, 'https://a.example/2');
});

test('a warning after a warning has another address, and one after that the first again', () => {
  const first = arrived(next(null, before(), LISTED).trace, URL, LISTED);
  const second = known(next(first, before({ url: 'https://a.example/2', now: 2000 }), { ...LISTED, key: 'url:a.example/2' }).trace);
  assert.equal(second.again, true);
  const shown = arrived(second, 'https://a.example/2', { ...LISTED, again: true });
  assert.equal(next(shown, before({ url: 'https://a.example/3', now: 3000 }), { ...LISTED, key: 'url:a.example/3' }).trace?.again, false);
});

test('until its warning has appeared a page that is an entry is not passed by, and is warned of again if the warning stays away', () => {
  const sent = known(next(null, committed(), LISTED).trace);
  assert.deepEqual(next(sent, committed({ back: true }), LISTED), { act: 'none', trace: sent });
  assert.equal(next(sent, before({ now: 1050 + ARRIVAL_MS }), LISTED).act, 'warn');
});

test('that a page is an entry of the history is not forgotten while its warning is on its way', () => {
  const sent = known(next(null, committed(), LISTED).trace);
  assert.equal(next(sent, before({ now: 1060 }), LISTED).trace?.committed, true);
});

test('a page that is opened again from its warning, however soon, is warned of again', () => {
  const shown = arrived(next(null, before(), LISTED).trace, URL, LISTED);
  assert.equal(next(shown, before({ now: 1001 }), LISTED).act, 'warn');
});

test('what is known of a warning stays while the reader goes back from it', () => {
  const shown = arrived(next(null, committed(), LISTED).trace, URL, LISTED);
  assert.deepEqual(next(shown, before({ now: 50_000 }), LISTED), { act: 'none', trace: shown });
  assert.deepEqual(next(shown, committed({ back: true, now: 50_050 }), LISTED), { act: 'pass', trace: shown });
});

test('from a warning page about something that is not listed, Back leads to any other page', () => {
  const odd = arrived(null, 'https://b.example/', { key: '', level: 0, again: false });
  assert.deepEqual(next(odd, committed({ back: true }), CLEAN), { act: 'none', trace: null });
});

test('a warning that is sent again because it did not appear keeps its address', () => {
  const { trace } = next(null, before(), LISTED);
  assert.equal(next(trace, before({ now: 1000 + ARRIVAL_MS }), LISTED).trace?.again, false);
});

test('what appeared is what was sent, or, where it is about something else, all that is known of this one', () => {
  const sent = { ...known(next(null, before(), LISTED).trace), waiting: true, tries: 1 };
  assert.deepEqual(arrived(sent, URL, { ...LISTED, again: true }), { ...sent, again: true, shown: true, waiting: false });
  const other = { target: 'https://b.example/', key: 'host:b.example', level: 2, committed: true, shown: true, again: true, waiting: false, at: 0 };
  for (const trace of [sent, null]) {
    assert.deepEqual(arrived(trace, 'https://b.example/', { key: 'host:b.example', level: 2, again: true }), other);
  }
});

test('only a blob of the same origin may be what a page turned itself into', () => {
  assert.equal(isBlobOf('blob:https://a.example/7d1c', URL), true);
  for (const url of ['blob:https://b.example/7d1c', 'blob:http://a.example/7d1c', 'https://a.example/7d1c', 'about:blank']) {
    assert.equal(isBlobOf(url, URL), false, url);
  }
});
