/**
 * Hosts beyond ASCII: real ones are judged, and what engines read differently is refused. What only a
 * browser's parser does (node's leaves out the Bidi rule) is proved in tests/e2e/test_parity.py.
 */

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';

import { NotJudgeable, parse } from '../../../extension/core/address.js';
import { decodePunycode } from '../../../extension/core/punycode.js';

/** @param {string} host */
function hostOf(host) {
  try {
    return parse(`https://${host}/`, new Set()).host;
  } catch (error) {
    if (error instanceof NotJudgeable) return error.reason;
    throw error;
  }
}

describe('a host that a registry would sell', () => {
  for (const [written, ace] of [
    ['münchen.example', 'xn--mnchen-3ya.example'],
    ['straße.example', 'xn--strae-oqa.example'],
    ['بانک.example', 'xn--mgbb5gwr.example'],
    ['نامه‌ای.example', 'xn--mgba3gch31f060k.example'],
    ['例え.テスト', 'xn--r8jz45g.xn--zckzah'],
    ['пример.испытание', 'xn--e1afmkfd.xn--80akhbyknj4f'],
    ['한국.example', 'xn--3e0b707e.example'],
    ['ไทย.example', 'xn--o3cw4h.example'],
    ['ꦗꦮ.example', 'xn--1l9atb.example'],
    ['i❤.ws', 'xn--i-7iq.ws'],
    ['XN--MNCHEN-3YA.example', 'xn--mnchen-3ya.example'],
  ]) {
    it(written, () => assert.equal(hostOf(written), ace));
  }
});

describe('a host that engines read differently', () => {
  for (const [host, why] of [
    ['xn--.example', 'an empty label'],
    ['xn--9cbibf5m.example', 'not what any mapping makes'],
    ['xn--xn--a-oqa.example', 'a label that decodes to xn--'],
    ['xn--1ch.example', 'a sign of mathematics'],
    ['xn--7xb.example', 'a letter of Unicode 17'],
  ]) {
    it(`${host}: ${why}`, () => assert.match(hostOf(host), /^(bad_host|not_parseable)$/));
  }
});

describe('Punycode', () => {
  it('decodes the samples of RFC 3492, section 7.1', () => {
    const decode = (/** @type {string} */ text) => String.fromCodePoint(...(decodePunycode(text) ?? []));
    assert.equal(decode('egbpdaj6bu4bxfgehfvwxn'), 'ليهمابتكلموشعربي؟');
    assert.equal(decode('ihqwcrb4cv8a8dqg056pqjye'), '他们为什么不说中文');
    assert.equal(decode('n8jok5ay5dzabd5bym9f0cm5685rrjetr6pdxa'), 'なぜみんな日本語を話してくれないのか');
    assert.equal(decode('989aomsvi5e83db1d2a355cv1e0vak1dwrv93d5xbh15a0dt30a5jpsd879ccm6fea98c'), '세계의모든사람들이한국어를이해한다면얼마나좋을까');
    assert.equal(decode('-with-super-monkeys-pc58ag80a8qai00g7n9n'), '安室奈美恵-with-super-monkeys');
  });

  it('refuses what is cut off, too large or no digit', () => {
    for (const text of ['a-9', 'é', '99999999', 'a-!']) assert.equal(decodePunycode(text), null, text);
  });
});
