/** The groups of real shapes beside the checkout: one item has one key, and two items never share one. */

import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { describe, it } from 'node:test';

import { identify } from '../../../extension/core/identity.js';
import { rules } from '../support/rules.mjs';

const file = new URL('../../../../shared/data/urls/identity_groups.json', import.meta.url);
const present = existsSync(file);
/** @type {{same: {id: string, urls: string[]}[], different: {a: string, b: string}[]}} */
const groups = present ? JSON.parse(readFileSync(file, 'utf8')) : { same: [], different: [] };

/** @param {string} url */
const keyOf = (url) => identify(url, rules).key;

describe('shared identity groups', { skip: !present && 'the folder of shared real data is not beside this checkout' }, () => {
  it('are there', () => assert.ok(groups.same.length > 0 && groups.different.length > 0));

  for (const { id, urls } of groups.same) {
    it(`${id}: all shapes have one key`, () => {
      const [first, ...others] = urls.map(keyOf);
      for (const other of others) assert.equal(other, first);
    });
  }

  for (const { a, b } of groups.different) {
    it(`${a} is not ${b}`, () => assert.notEqual(keyOf(a), keyOf(b)));
  }
});
