/** What stands behind "Mengapa?" on the warning page and in the popup, in both languages. */

import '../support/browser.mjs';
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { makeTexts } from '../../../extension/i18n/texts.js';
import { evidence, testWords } from '../../../extension/pages/finding.js';

const ROOT = new URL('../../../extension/_locales/', import.meta.url);
/** @param {'id' | 'en'} language */
function textsOf(language) {
  const messages = JSON.parse(readFileSync(new URL(`${language}/messages.json`, ROOT), 'utf8'));
  return makeTexts(language, messages, messages);
}

const SERVER = 'https://cek.example/daftar';

/** As much of an element as the pages make: a name, attributes and children. */
class Made {
  /** @param {string} tag */
  constructor(tag) {
    this.tag = tag;
    /** @type {Record<string, string>} */
    this.attributes = {};
    /** @type {(Made | string)[]} */
    this.children = [];
  }

  /** @param {string} name @param {string} value */
  setAttribute(name, value) {
    this.attributes[name] = value;
  }

  /** @param {...(Made | string)} children */
  append(...children) {
    this.children.push(...children);
  }

  /** @returns {string} */
  get textContent() {
    return this.children.map((child) => (typeof child === 'string' ? child : child.textContent)).join('');
  }
}
Object.assign(globalThis, { document: { createElement: (/** @type {string} */ tag) => new Made(tag) } });

/** @param {string} name @param {string} verdict @param {string} rating */
const review = (name, verdict, rating) => ({ publisher: name, url: `https://cek.example/${name}`, rating, verdict, date: '2024-09-30' });
const LISTING = { claim: 'satu-2024', statement: { id: 'Alasannya.', en: 'The reasons.' }, listed: '2024-10-01', review_by: '2027-01-01' };

/** @type {import('../../../extension/judgement/judge.js').Judgement} */
const JUDGEMENT = {
  state: 'listed',
  reason: null,
  identity: null,
  list: null,
  level: 3,
  verdict: 'false',
  kind: 'content',
  key: 'content:x:1',
  listing: LISTING,
  test: false,
  claim: { text: { id: 'Satu.', en: 'One.' } },
  reviews: [review('A', 'false', 'SALAH')],
  also: [
    {
      listing: { claim: 'dua-2024', verdict: 'scam', reason_code: 'scam' },
      claim: { text: { id: 'Dua.', en: 'Two.' }, reviews: [review('B', 'scam', 'Penipuan')] },
    },
  ],
};

/** @param {import('../../../extension/judgement/judge.js').Judgement} judgement @param {'id' | 'en'} language */
function rowsOf(judgement, language) {
  const list = /** @type {Made} */ (/** @type {unknown} */ (evidence(textsOf(language), judgement, SERVER)));
  return Object.fromEntries(
    list.children.map((row) => (row instanceof Made ? row.children : [])).map(([name, value]) => [
      name instanceof Made ? name.textContent : '',
      value instanceof Made ? value.textContent : '',
    ]),
  );
}

for (const [language, name, says] of /** @type {const} */ ([
  ['id', 'Klaim lain pada tautan ini', 'Dua. PENIPUAN: B, 30 September 2024. Penilaian asli: Penipuan'],
  ['en', 'Other claims at this link', 'Two. A SCAM: B, 30 September 2024. Rating in their words: Penipuan'],
])) {
  test(`another claim at the same link is told with its checker (${language})`, () => {
    assert.equal(rowsOf(JUDGEMENT, language)[name], says);
    assert.ok(!(name in rowsOf({ ...JUDGEMENT, also: [] }, language)));
  });
}

test('the reasons, the checks, the match, the level and the dates stand there', () => {
  const rows = rowsOf(JUDGEMENT, 'id');
  assert.deepEqual(Object.keys(rows), [
    'Alasan', 'Pemeriksaan', 'Klaim lain pada tautan ini', 'Yang cocok', 'Tingkat', 'Masuk daftar', 'Ditinjau ulang sebelum', 'Kode catatan',
  ]);
  assert.equal(rows['Alasan'], 'Alasannya.');
  assert.equal(rows['Pemeriksaan'], 'A, 30 September 2024. Penilaian asli: SALAH');
});

test('a test page says so in both languages, and nothing else does', () => {
  assert.equal(testWords(textsOf('id'), JUDGEMENT), null);
  const told = /** @type {const} */ (['id', 'en']).map((language) => testWords(textsOf(language), { ...JUDGEMENT, test: true })?.textContent ?? '');
  assert.match(told[0], /^Halaman uji/);
  assert.match(told[1], /^Test page/);
});

test('the name of the record leads to its page at the server, in the language of the reader', () => {
  /** @param {import('../../../extension/judgement/judge.js').Judgement} judgement @param {string} server */
  const links = (judgement, server) => {
    const list = /** @type {Made} */ (/** @type {unknown} */ (evidence(textsOf('en'), judgement, server)));
    const row = /** @type {Made} */ (list.children.at(-1));
    assert.equal(row.textContent, 'Recordsatu-2024');
    return hrefsOf(/** @type {Made} */ (row.children[1]));
  };
  assert.deepEqual(links(JUDGEMENT, SERVER), ['https://cek.example/daftar/c/satu-2024?lang=en']);
  assert.deepEqual(links({ ...JUDGEMENT, test: true }, SERVER), []);
  assert.deepEqual(links(JUDGEMENT, ''), []);
  const odd = { ...JUDGEMENT, listing: { ...LISTING, claim: '../x?y' } };
  assert.match(JSON.stringify(evidence(textsOf('en'), odd, SERVER)), /c\/\.\.%2Fx%3Fy\?lang=en/);
});

/** @param {Made | string} node @returns {string[]} */
function hrefsOf(node) {
  if (typeof node === 'string') return [];
  return [...(node.tag === 'a' ? [node.attributes.href] : []), ...node.children.flatMap(hrefsOf)];
}
