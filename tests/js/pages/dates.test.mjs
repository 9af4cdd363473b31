/** Days are written as people write them; the list's own time is Jakarta's. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { formatDay, formatMoment } from '../../../extension/i18n/dates.js';

test('a day is the same day everywhere', () => {
  assert.equal(formatDay('2024-09-30', 'id'), '30 September 2024');
  assert.equal(formatDay('2024-02-01', 'id'), '1 Februari 2024');
  assert.equal(formatDay('2024-02-01', 'en'), '1 February 2024');
});

test('what is no day is not shown', () => {
  for (const text of ['', 'kemarin', '2024-13-45', '2024-9-3']) assert.equal(formatDay(text, 'id'), '');
});

test('a moment is told in Jakarta’s time', () => {
  const seconds = Date.UTC(2026, 10, 23, 18, 5) / 1000;
  assert.deepEqual(formatMoment(seconds, 'id'), { day: '24 November 2026', time: '01.05' });
  assert.deepEqual(formatMoment(seconds, 'en'), { day: '24 November 2026', time: '01:05' });
});
