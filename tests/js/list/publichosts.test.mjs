/** Of all records only whole imitating domains are named, each only where its hash is the record's own. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { hex, keyHash } from '../../../extension/core/keys.js';
import { publicDomains } from '../../../extension/list/publichosts.js';

const hash = (/** @type {string} */ key) => hex(keyHash(key));

/** @param {string} key @param {Record<string, unknown>} [more] */
function record(key, more) {
  const [kind, name] = key.split(':');
  const domain = name.split('/')[0].split('.').slice(-2).join('.');
  return { sha256: hash(key), kind, level: 3, verdict: 'imposter', domain: hash(`domain:${domain}`), host: name, ...more };
}

const domains = (/** @type {Record<string, unknown>[][]} */ ...buckets) =>
  publicDomains(buckets.map((listings) => ({ listings }))).map(({ domain }) => domain);

test('imitating domains of all buckets, in the order of their names', () => {
  assert.deepEqual(publicDomains([{ listings: [record('domain:b.example', { level: 2 })] }, { listings: [record('domain:a.example')] }]), [
    { key: 'domain:a.example', domain: 'a.example', level: 3 },
    { key: 'domain:b.example', domain: 'b.example', level: 2 },
  ]);
});

test('what is no imposter, a note, one host only or without a name is not named', () => {
  const others = [{ verdict: 'false' }, { level: 1 }, { level: 0 }, { host: undefined }, { host: null }, { host: 7 }];
  for (const more of others) assert.deepEqual(domains([record('domain:a.example', more)]), [], JSON.stringify(more));
  assert.deepEqual(domains([record('host:www.a.example')]), []);
});

test('what is no record is passed over', () => {
  assert.deepEqual(domains(/** @type {any} */ ([null, 7, record('domain:a.example')])), ['a.example']);
});

test('a name whose hash is not that of the record is not used', () => {
  for (const host of ['example', 'b.example', 'A.example', 'www.a.example', '*.a.example', 'a.example/']) {
    assert.deepEqual(domains([record('domain:a.example', { host })]), [], host);
  }
  const pattern = 'a*.example';
  assert.deepEqual(domains([record(`domain:${pattern}`, { host: pattern })]), []);
});

test('the first record of a key decides', () => {
  const [first, second] = [record('domain:a.example', { verdict: 'false', host: undefined }), record('domain:a.example')];
  assert.deepEqual(domains([first, second]), []);
  assert.deepEqual(domains([second, first]), ['a.example']);
});

test('a domain on which a page or host is listed by itself is left out, also where that lies in another bucket', () => {
  for (const key of ['url:www.a.example/benar', 'path:a.example/x', 'host:www.a.example']) {
    const other = record(key, { level: 0, verdict: 'true', host: undefined });
    assert.deepEqual(domains([record('domain:a.example'), record('domain:b.example')], [other]), ['b.example'], key);
  }
});
