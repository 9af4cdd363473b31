/** The warning's address carries the target in its fragment and nothing else. */

import '../support/browser.mjs';
import assert from 'node:assert/strict';
import { test } from 'node:test';

const { isAgain, isWeb, resultAddress, targetOf, warnable, warnedOf, warningAddress } = await import(
  '../../../extension/background/warningpage.js'
);

test('a target comes back as it was, whatever it holds', () => {
  for (const target of ['https://a.example/?x=%23#y', 'https://a.example/é&<>"\'', 'http://a.example/%E0%A4%A']) {
    assert.equal(warnedOf(warningAddress(target)), target);
    assert.equal(warnedOf(warningAddress(target, true)), target);
    assert.deepEqual([isAgain(warningAddress(target)), isAgain(warningAddress(target, true))], [false, true]);
  }
  assert.match(resultAddress('https://a.example/'), /pages\/result\.html#https%3A/);
});

test('another page is no warning, and one without a target has an empty one', () => {
  assert.equal(warnedOf('https://a.example/pages/warning.html#x'), null);
  assert.equal(warnedOf('chrome-extension://test/pages/warning.htmlx#x'), null);
  assert.equal(warnedOf('chrome-extension://test/pages/warning.html'), '');
  assert.equal(targetOf('#%E0%A4%A'), '');
});

test('a target is cut where the warning could not carry it, and not before', () => {
  const long = '/'.repeat(70_000);
  const page = 'https://a.example/x';
  assert.equal(warnable(`${page}?q#${'/'.repeat(60_000)}`), `${page}?q#${'/'.repeat(60_000)}`);
  assert.equal(warnable(`${page}?q#${long}`), `${page}?q`);
  assert.equal(warnable(`${page}?q=${long}#${long}`), page);
  assert.equal(warnable(`https://user@a.example:81${long}`), 'https://a.example:81/');
  assert.ok(warningAddress(warnable(`${page}#${long.slice(0, 65_000)}`)).length < 2_000_000);
});

test('only http and https are of the web', () => {
  assert.deepEqual(['http://a', 'HTTPS://a', 'ftp://a', 'javascript:http://', '', null].map(isWeb), [true, true, false, false, false, false]);
});
