/** A page that waits for a list looks again whoever brought it, and does nothing while it is not seen. */

import assert from 'node:assert/strict';
import { beforeEach, test } from 'node:test';
import { browser } from '../support/browser.mjs';

const { askWhileMissing } = await import('../../../extension/pages/waiting.js');

const EVERY_MS = 3_000;
let visibility = 'visible';
let asked = 0;
Object.defineProperty(globalThis, 'document', { value: { get visibilityState() { return visibility; } }, configurable: true });

beforeEach(() => {
  visibility = 'visible';
  asked = 0;
  // The background says that nothing is missing: it has had its list meanwhile.
  browser.api.runtime.sendMessage = async () => {
    asked += 1;
    return null;
  };
});

/** Lets what was awaited go on. */
async function settle() {
  for (let i = 0; i < 10; i += 1) await Promise.resolve();
}

test('a list that another page or the alarm brought is noticed, and ends the asking', async (t) => {
  t.mock.timers.enable({ apis: ['setTimeout'] });
  let looked = 0;
  askWhileMissing(async () => {
    looked += 1;
    return looked === 2;
  });
  for (let i = 0; i < 4; i += 1) {
    t.mock.timers.tick(EVERY_MS);
    await settle();
  }
  assert.deepEqual([asked, looked], [2, 2]);
});

test('a page that is not seen asks nothing, and goes on when it is seen again', async (t) => {
  t.mock.timers.enable({ apis: ['setTimeout'] });
  let looked = 0;
  visibility = 'hidden';
  askWhileMissing(async () => {
    looked += 1;
    return true;
  });
  t.mock.timers.tick(EVERY_MS);
  await settle();
  assert.deepEqual([asked, looked], [0, 0]);
  visibility = 'visible';
  t.mock.timers.tick(EVERY_MS);
  await settle();
  assert.deepEqual([asked, looked], [1, 1]);
});
