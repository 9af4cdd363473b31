/** Both languages say the same things, and every text that a page asks for is there. */

import '../support/browser.mjs';
import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import { test } from 'node:test';
import { LIST_ERROR_CODES } from '../../../extension/core/errors.js';
import { Verdict, verdictName } from '../../../extension/core/vocabulary.js';
import { fill, makeTexts, pickLanguage } from '../../../extension/i18n/texts.js';

const ROOT = new URL('../../../extension/', import.meta.url);
const FOLDERS = ['background/', 'judgement/', 'list/', 'pages/', 'pages/options/', 'pages/reports/', 'reports/', 'i18n/'];
/** @param {string} language @returns {Record<string, { message: string }>} */
const read = (language) => JSON.parse(readFileSync(new URL(`_locales/${language}/messages.json`, ROOT), 'utf8'));
const MESSAGES = { id: read('id'), en: read('en') };

/** @param {string} text */
const names = (text) => [...text.matchAll(/\{(\w+)\}/g)].map(([, name]) => name).sort();

test('both languages have the same texts with the same values, in the same order', () => {
  assert.deepEqual(Object.keys(MESSAGES.en), Object.keys(MESSAGES.id));
  for (const [name, { message }] of Object.entries(MESSAGES.id)) {
    assert.notEqual(message.trim(), '');
    assert.deepEqual(names(MESSAGES.en[name].message), names(message), name);
    assert.doesNotMatch(message + MESSAGES.en[name].message, /[<>$]/, name);
  }
});

test('what a reader keeps of a report is a ticket in English and its number in Indonesian, as on the service', () => {
  const said = new Set();
  for (const [name, { message }] of Object.entries(MESSAGES.id)) {
    const ticket = /\btickets?\b/i.test(MESSAGES.en[name].message);
    // The list has a number too, and so has a telephone.
    const number = /\bnomor(nya)?\b/i.test(message) && !/\{seq\}|telepon/.test(message);
    assert.equal(ticket, number, name);
    assert.doesNotMatch(message, /tiket/i, name);
    if (ticket) said.add(name);
  }
  assert.ok(said.has('ticketSave') && said.has('removeText'), [...said].join(', '));
});

/** @returns {string[]} names of texts that the code writes out */
function asked() {
  const found = [];
  for (const folder of FOLDERS) {
    for (const file of readdirSync(new URL(folder, ROOT)).filter((name) => /\.(js|html)$/.test(name))) {
      const source = readFileSync(new URL(folder + file, ROOT), 'utf8');
      for (const [, name] of source.matchAll(/say\('(\w+)'/g)) found.push(name);
      for (const [, name] of source.matchAll(/data-text="(\w+)"/g)) found.push(name);
      for (const [, name] of source.matchAll(/plain\(texts, '(\w+)'/g)) found.push(name);
    }
  }
  return found;
}

test('every text that the code asks for by name is there', () => {
  const all = asked();
  assert.ok(all.length > 60, `only ${all.length} found`);
  for (const name of all) assert.ok(name in MESSAGES.id, name);
});

test('every verdict, list error, level, kind of match and reason has its words', () => {
  const wanted = [
    ...Object.values(Verdict).map((number) => `verdict_${verdictName(number)}`),
    ...LIST_ERROR_CODES.map((code) => `list_${code}`),
    ...[1, 2, 3].map((level) => `level_${level}`),
    ...['content', 'url', 'path', 'host', 'domain'].map((kind) => `match_${kind}`),
    ...['path', 'host', 'domain'].map((kind) => `wide_${kind}`),
    ...['empty', 'too_long', 'not_parseable', 'not_http', 'no_host', 'bad_host', 'unseen'].map((reason) => `error_${reason}`),
  ];
  for (const name of wanted) assert.ok(name in MESSAGES.id, name);
});

test('no text is kept that nothing asks for', () => {
  const sources = FOLDERS
    .flatMap((folder) => readdirSync(new URL(folder, ROOT)).map((file) => folder + file))
    .filter((path) => /\.(js|html)$/.test(path))
    .map((path) => readFileSync(new URL(path, ROOT), 'utf8'));
  const source = [...sources, readFileSync(new URL('manifest.json', ROOT), 'utf8').replaceAll(/__(MSG_)?/g, ' ')].join('\n');
  // Names such as match_content are put together from a prefix and a word of the protocol.
  const asked = (/** @type {string} */ name) => new RegExp(`\\b${name}\\b`).test(source) || source.includes(`\`${name.split('_')[0]}_\${`);
  for (const name of Object.keys(MESSAGES.id)) assert.ok(asked(name), name);
});

test('the two sentences that must never change are these', () => {
  const texts = makeTexts('id', MESSAGES.id, MESSAGES.id);
  assert.equal(texts.say('unknownTitle'), 'Belum ada catatan. Ini bukan berarti benar.');
  assert.equal(
    texts.say('finding', { publisher: 'TurnBackHoax', verdict: texts.verdict({ verdict: 'false', rating: '' }) }),
    'TurnBackHoax menyatakan klaim pada tautan ini SALAH',
  );
});

test('nothing that a reader sees calls a link safe', () => {
  for (const { message } of [...Object.values(MESSAGES.id), ...Object.values(MESSAGES.en)]) {
    assert.doesNotMatch(message, /\baman\b|\bsafe\b|blokir|block|bahaya|danger/i);
  }
});

test('the store’s description is no longer than stores allow', () => {
  for (const { extensionDescription } of [MESSAGES.id, MESSAGES.en]) assert.ok(extensionDescription.message.length <= 132);
});

test('the reader’s choice decides the language, else Indonesian where the reader reads it at all', () => {
  assert.equal(pickLanguage('en', ['id']), 'en');
  assert.equal(pickLanguage(null, ['id-ID']), 'id');
  assert.equal(pickLanguage(undefined, ['en-US', 'en', 'id']), 'id');
  assert.equal(pickLanguage(null, ['en-US', 'nl']), 'en');
  assert.equal(pickLanguage('xx', ['in']), 'id');
});

test('values are put in as they are, and an unknown name stays visible', () => {
  assert.equal(fill('{a} dan {b}', { a: '{b}', b: 1 }), '{b} dan 1');
  assert.equal(fill('{a}', {}), '{a}');
});

test('a verdict that we have no word for is said in the checker’s own', () => {
  const texts = makeTexts('id', MESSAGES.id, MESSAGES.id);
  assert.equal(texts.verdict({ verdict: 'konyol', rating: 'KONYOL' }), 'KONYOL');
  assert.equal(texts.verdict({ verdict: '', rating: '' }), 'TERCATAT');
});
