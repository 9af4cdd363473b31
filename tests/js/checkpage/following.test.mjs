/** When the list is asked for anew: never more often than every quarter of an hour by itself. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isDue, RECENT_SECONDS } from '../../../checkpage/following.js';

const NOW = 1_800_000_000;

test('a list that was never asked for, or a quarter of an hour ago, is due', () => {
  assert.equal(isDue(null, NOW), true);
  assert.equal(isDue(NOW - RECENT_SECONDS, NOW), true);
  assert.equal(isDue(NOW - RECENT_SECONDS + 1, NOW), false);
  assert.equal(isDue(NOW, NOW), false);
});

test('a clock that was set back does not stop the asking', () => {
  assert.equal(isDue(NOW + 1, NOW), true);
});
