/** Whatever a signed bucket holds, a key that is listed never looks as if nothing were listed, and nothing throws that no one expects. */

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { ListError } from '../../../extension/core/errors.js';
import { hex, keyHash } from '../../../extension/core/keys.js';
import { headline, inLanguage } from '../../../extension/judgement/presentation.js';
import { parseBucket } from '../../../extension/list/assemble.js';
import { recordsIn } from '../../../extension/list/records.js';
import { json } from '../support/signer.mjs';

const { key, vectors } = JSON.parse(readFileSync(new URL('../../vectors/records.json', import.meta.url), 'utf8'));
const SHA256 = hex(keyHash(key));

/** @param {Record<string, any>} bucket @returns {'told' | 'listed' | 'none'} */
function readAs(bucket) {
  try {
    const found = recordsIn(parseBucket(json(bucket), 0), SHA256);
    if (found === null) return 'none';
    const reviews = found.claim?.reviews ?? [];
    return inLanguage(found.claim?.text, 'id') !== null && headline({ verdict: 'false', reviews }) !== null ? 'told' : 'listed';
  } catch (error) {
    assert.ok(error instanceof ListError, String(error));
    return 'listed';
  }
}

for (const { id, bucket, expect, why } of vectors) test(`records: ${id}: ${why}`, () => assert.equal(readAs(bucket), expect));

test('a bucket whose claims or listings are of another shape is refused whole', () => {
  const bucket = { format: 1, bucket: 0, claims: {}, listings: [] };
  assert.equal(readAs(bucket), 'none');
  for (const odd of [{ claims: [] }, { claims: null }, { claims: 'x' }, { listings: {} }, { listings: null }]) {
    assert.throws(() => parseBucket(json({ ...bucket, ...odd }), 0), { code: 'bad_format' }, JSON.stringify(odd));
  }
});
