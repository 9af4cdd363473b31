/** Tickets: made from 128 random bits, shown in groups, read as hands and eyes change them. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { makeTicket, readTicket, shownTicket } from '../../../extension/reports/ticket.js';

test('all bits of the random bytes are in the ticket, the first ones first', () => {
  assert.equal(makeTicket(new Uint8Array(16)), '0'.repeat(26));
  assert.equal(makeTicket(new Uint8Array(16).fill(255)), `7${'Z'.repeat(25)}`);
  const one = new Uint8Array(16);
  one[15] = 33;
  assert.equal(makeTicket(one), `${'0'.repeat(24)}11`);
  one[0] = 128;
  assert.equal(makeTicket(one), `4${'0'.repeat(23)}11`);
});

test('no ticket is made twice, and each is one', () => {
  const made = Array.from({ length: 1000 }, () => makeTicket());
  assert.equal(new Set(made).size, 1000);
  for (const ticket of made) assert.match(ticket, /^[0-7][0-9A-HJKMNP-TV-Z]{25}$/);
});

test('it is shown in groups, and read with and without them', () => {
  const ticket = '0123456789ABCDEFGHJKMNPQRS';
  assert.equal(shownTicket(ticket), '01234-56789-ABCDE-FGHJK-MNPQRS');
  assert.equal(readTicket(shownTicket(ticket)), ticket);
  assert.equal(readTicket(` ${ticket.toLowerCase().replace(/(.{4})/g, '$1 ')}\n`), ticket);
  assert.equal(readTicket(shownTicket(ticket).replaceAll('-', '\u2013')), ticket);
});

test('letters that look like digits are those digits', () => {
  assert.equal(readTicket(`oOiIlL${'A'.repeat(20)}`), `001111${'A'.repeat(20)}`);
});

for (const text of ['', 'ABC', 'U'.repeat(26), 'A'.repeat(25), 'A'.repeat(27), `${'A'.repeat(25)}É`, `${'A'.repeat(25)}!`]) {
  test(`${JSON.stringify(text)} is no ticket`, () => assert.equal(readTicket(text), null));
}
