/** Links in pasted text: the same as the service finds, by the shared vectors. */

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { ENDINGS, ENDINGS_WITH_PATH, findLinks } from '../../../checkpage/links.js';

const { vectors, ...lists } = JSON.parse(readFileSync(new URL('../../vectors/links.json', import.meta.url), 'utf8'));

for (const { id, text, expect_links: expected } of vectors) {
  test(`links of ${id}`, () => assert.deepEqual(findLinks(text), expected));
}

// Quadratic work on a million signs takes most of an hour.
for (const row of [' ', '\n', '\u200b', '.', ':', '://', '(', ')', '[]', '"\'', '-', 'a.', 'a-', '-a.', 'a.1.', 'a@', 'http:/', 'a.com/(']) {
  test(`a long row of ${JSON.stringify(row)} costs no more than its length`, () => {
    const many = row.repeat(1_000_000 / row.length);
    for (const text of [`a${many}a`, `https://a.com/${many} a`, `a.com?${many}`]) findLinks(text);
  });
}

test('the endings are those of the vectors', () => {
  assert.deepEqual([...ENDINGS].sort(), lists.endings);
  assert.deepEqual([...ENDINGS_WITH_PATH].sort(), lists.endings_with_path);
});
