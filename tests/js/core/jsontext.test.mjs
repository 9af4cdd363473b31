/** What JSON.parse lets through is refused where it would be read otherwise elsewhere. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isSmallFile, isWellFormed } from '../../../extension/core/jsontext.js';

test('numbers are whole, without sign, fraction or exponent, and no larger than a double holds', () => {
  for (const good of ['{}', '{"a":0}', '[1, 20,\n9007199254740991]', '[true,false,null]', '{"1.5":"-2e3"}', '["\\"-1",7]', '["\\\\",1]']) {
    assert.ok(isSmallFile(good), good);
  }
  for (const bad of ['[1.0]', '[1e0]', '[1E2]', '[-1]', '[-0]', '{"a":0.5}', '[9007199254740992]', '["\\\\",1.5]', '{"a":1.0,"a":1}', '[1e999]']) {
    assert.doesNotThrow(() => JSON.parse(bad));
    assert.equal(isSmallFile(bad), false, bad);
  }
});

test('nothing lies deeper than 64, and signs inside of texts do not count', () => {
  const nested = (/** @type {number} */ depth) => '['.repeat(depth) + ']'.repeat(depth);
  assert.ok(isSmallFile(nested(64)));
  assert.equal(isSmallFile(nested(65)), false);
  assert.equal(isSmallFile(`{"a":${nested(64)}}`), false);
  assert.ok(isSmallFile(JSON.stringify([nested(100)])));
  assert.ok(isSmallFile(`[${Array(200).fill('[{}]').join()}]`), 'beside one another is not in one another');
});

test('half of a surrogate pair is found wherever it stands, and a whole pair is no half', () => {
  for (const good of ['"😀"', '"\\ud83d\\ude00"', '"\\\\ud83d"', '{"\\uD83D\\uDE00":1}', '"\\u0041"', '"\\udz"']) assert.ok(isWellFormed(good), good);
  for (const bad of ['"\\ud83d"', '"\\uDE00\\uD83D"', '{"\\udfff":1}', '{"a":"\\ud800","a":1}', '["x\\\\\\ud83d"]', '"\\ud83dx\\ude00"']) {
    assert.doesNotThrow(() => JSON.parse(bad));
    assert.equal(isWellFormed(bad), false, bad);
  }
});

test('a long text is looked at in no more than one pass', () => {
  const long = `{"a":"${'\\\\x"'.replace('"', '\\"').repeat(60_000)}","b":1}`;
  assert.doesNotThrow(() => JSON.parse(long));
  assert.ok(isSmallFile(long) && isWellFormed(long));
  assert.ok(isWellFormed(`["${'y'.repeat(4_000_000)}\\u0041"]`));
});
