/** The check page's own words: the same in both languages, all asked for, none of them the extension's, none a promise. */

import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import { test } from 'node:test';

const ROOT = new URL('../../../', import.meta.url);
/** @param {string} path @returns {Record<string, { message: string }>} */
const read = (path) => JSON.parse(readFileSync(new URL(path, ROOT), 'utf8'));
const OURS = { id: read('checkpage/texts/id.json'), en: read('checkpage/texts/en.json') };
const THEIRS = read('extension/_locales/id/messages.json');

const source = readdirSync(new URL('checkpage/', ROOT))
  .filter((name) => name.endsWith('.js'))
  .map((name) => readFileSync(new URL(`checkpage/${name}`, ROOT), 'utf8'))
  .join('\n');

/** @param {string} text */
const names = (text) => [...text.matchAll(/\{(\w+)\}/g)].map(([, name]) => name).sort();

test('both languages have the same texts with the same values, in the same order', () => {
  assert.deepEqual(Object.keys(OURS.en), Object.keys(OURS.id));
  for (const [name, { message }] of Object.entries(OURS.id)) {
    assert.notEqual(message.trim(), '');
    assert.deepEqual(names(OURS.en[name].message), names(message), name);
    assert.doesNotMatch(message + OURS.en[name].message, /[<>$]/, name);
  }
});

test('no text has the name of one of the extension’s', () => {
  for (const name of Object.keys(OURS.id)) assert.ok(!(name in THEIRS), name);
});

test('every text that the page asks for by name is there', () => {
  const asked = [...source.matchAll(/say\('(\w+)'/g)].map(([, name]) => name);
  assert.ok(asked.length > 30, `only ${asked.length} found`);
  for (const name of asked) assert.ok(name in OURS.id || name in THEIRS, name);
});

test('no text is kept that nothing asks for', () => {
  for (const name of Object.keys(OURS.id)) assert.match(source, new RegExp(`'${name}'`), name);
});

test('nothing that a reader sees calls a link safe', () => {
  for (const { message } of [...Object.values(OURS.id), ...Object.values(OURS.en)]) {
    assert.doesNotMatch(message, /\baman\b|\bsafe\b|blokir|block|bahaya|danger/i);
  }
});

test('the page says that nothing is sent, in these words', () => {
  assert.equal(OURS.id.privacy.message, 'Diperiksa di perangkat Anda; tautan tidak dikirim.');
  assert.equal(
    OURS.id.unresolvedSentence.message,
    'Tautan pendek ini belum bisa dikenali; buka, lalu periksa alamat lengkapnya.',
  );
});
