/** Of somebody else's address only a short, plain text is shown, and it says whose it is. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { shortAddress } from '../../../extension/pages/shortaddress.js';

test('an address is its site and the beginning of the rest', () => {
  assert.equal(shortAddress('https://www.a.example/'), 'www.a.example');
  assert.equal(shortAddress('https://a.example/b?c=d#e'), 'a.example/b?c=d');
  assert.equal(shortAddress(`https://a.example/${'x'.repeat(200)}`), `a.example/${'x'.repeat(47)}…`);
  assert.equal(shortAddress('tidak'), '');
});

test('a long host keeps its right end, which says who it belongs to', () => {
  const short = shortAddress(`https://${'kpu.go.id.'.repeat(8)}jahat.example/`);
  assert.ok(short.startsWith('…'));
  assert.ok(short.endsWith('.jahat.example'));
});

test('names in other scripts and characters that turn text round stay visible as ASCII', () => {
  assert.match(shortAddress('https://kрu.example/'), /^xn--/);
  assert.equal(shortAddress('https://a.example/\u202Egnp.exe'), 'a.example/%E2%80%AEgnp.exe');
});

test('a name and password before the host are not shown', () => {
  assert.equal(shortAddress('https://kpu.go.id@jahat.example/x'), 'jahat.example/x');
});
