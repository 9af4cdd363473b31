/** Before a report is shown its address is cleaned by the rules of the list that is here, and what cannot be is told why. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { web } from '../support/browser.mjs';
import { Publisher, RULES } from '../support/publisher.mjs';

const { cleaned } = await import('../../../extension/reports/cleaned.js');
const { update } = await import('../../../extension/list/update.js');

const SERVER = 'https://list.example';

test('without a list nothing is known of how to clean an address, and none is given', async () => {
  assert.deepEqual(await cleaned('https://kabar.example/1?utm_source=wa'), { reason: 'no_list' });
});

test('what names the reader is gone, by the rules that came with the list', async () => {
  const publisher = new Publisher();
  const parameters = [{ name: 'jejak' }];
  publisher.publish([], Math.floor(Date.now() / 1000), { rules: { ...RULES, parameters } });
  for (const [path, bytes] of publisher.files) web.set(`${SERVER}/lists/${path}`, bytes);
  assert.equal((await update({ server: SERVER, rootKey: publisher.root.publicText, seed: null })).outcome, 'updated');
  assert.deepEqual(await cleaned('https://sari:rahasia@kabar.example/1?jejak=wa&id=7#saya'), { url: 'https://kabar.example/1?id=7' });
});

test('an address that nobody else can open, or that is none, is not given', async () => {
  assert.deepEqual(await cleaned('http://192.168.1.1/'), { reason: 'not_public' });
  assert.deepEqual(await cleaned('about:config'), { reason: 'not_http' });
});
