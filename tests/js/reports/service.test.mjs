/** A report and a question about it carry their body and nothing else of the reader, and every failure is one that has words. */

import assert from 'node:assert/strict';
import { afterEach, beforeEach, test } from 'node:test';
import { askStatus, passes, sendReport } from '../../../extension/reports/service.js';

const SERVER = 'https://list.example';
const BODY = { ticket: '0123456789ABCDEFGHJKMNPQRS', kind: /** @type {const} */ ('report'), url: 'https://kabar.example/1', lang: 'id' };

const real = { fetch: globalThis.fetch, navigator: globalThis.navigator };
/** @type {{ url: string, init: RequestInit }[]} */
let asked = [];
/** @type {(() => Response | Promise<Response>)[]} */
let answers = [];

/** @param {boolean | undefined} onLine what the browser says; some say nothing */
function network(onLine) {
  Object.defineProperty(globalThis, 'navigator', { value: onLine === undefined ? undefined : { onLine }, configurable: true });
}

beforeEach(() => {
  asked = [];
  answers = [];
  network(true);
  globalThis.fetch = async (url, init = {}) => {
    asked.push({ url: String(url), init });
    return (answers.shift() ?? (() => Promise.reject(new TypeError('Failed to fetch'))))();
  };
});
afterEach(() => {
  globalThis.fetch = real.fetch;
  Object.defineProperty(globalThis, 'navigator', { value: real.navigator, configurable: true });
});

const answer = (/** @type {number} */ status, /** @type {string} */ text = '', /** @type {Record<string, string>} */ headers = {}) =>
  () => new Response(text, { status, headers });
const FILED = answer(201, '{"filed_at": 5}');

test('both are a POST of JSON without cookie, referrer, cache or redirect, and do not wait without end', async () => {
  answers = [FILED, answer(404)];
  await sendReport(SERVER, BODY);
  await askStatus(SERVER, BODY.ticket);
  assert.deepEqual(asked.map(({ url }) => url), [`${SERVER}/v1/reports`, `${SERVER}/v1/reports/status`]);
  assert.deepEqual(asked.map(({ init }) => JSON.parse(String(init.body))), [BODY, { ticket: BODY.ticket }]);
  for (const { init: { body, signal, ...init } } of asked) {
    assert.deepEqual(init, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', Accept: 'application/json' },
      cache: 'no-store',
      credentials: 'omit',
      referrerPolicy: 'no-referrer',
      redirect: 'error',
    });
    assert.ok(signal instanceof AbortSignal);
  }
});

test('without a network nobody is asked, and a browser that does not say asks', async () => {
  network(false);
  assert.deepEqual(await sendReport(SERVER, BODY), { problem: 'offline', minutes: 0 });
  assert.deepEqual(await askStatus(SERVER, BODY.ticket), { problem: 'offline', minutes: 0 });
  assert.deepEqual(asked, []);
  network(undefined);
  answers = [FILED];
  assert.deepEqual(await sendReport(SERVER, BODY), { filedAt: 5 });
});

test('a network that goes while it is asked is no server that is silent', async () => {
  answers = [() => {
    network(false);
    throw new TypeError('Failed to fetch');
  }];
  assert.deepEqual(await sendReport(SERVER, BODY), { problem: 'offline', minutes: 0 });
  assert.equal(asked.length, 1);
});

test('a server that stays silent is asked twice for a report and once about one', async () => {
  assert.deepEqual(await sendReport(SERVER, BODY, 0), { problem: 'unreachable', minutes: 0 });
  assert.equal(asked.length, 2);
  assert.deepEqual(await askStatus(SERVER, BODY.ticket), { problem: 'unreachable', minutes: 0 });
  assert.equal(asked.length, 3);
});

test('what the server answered is not asked for again', async () => {
  answers = [answer(500), FILED];
  assert.deepEqual(await sendReport(SERVER, BODY, 0), { problem: 'failed', minutes: 0 });
  assert.equal(asked.length, 1);
});

test('an answer longer than any of the service’s is not read', async () => {
  const longest = `{"filed_at": 5}${' '.repeat(65_536 - 15)}`;
  answers = [answer(201, longest), answer(201, `${longest} `)];
  assert.deepEqual(await sendReport(SERVER, BODY), { filedAt: 5 });
  assert.deepEqual(await sendReport(SERVER, BODY), { problem: 'failed', minutes: 0 });
});

test('a success that names no time, or is no JSON, is none', async () => {
  for (const text of ['', 'null', '{}', '{"filed_at": "5"}', '<html>', '[]', '7']) {
    answers = [answer(200, text)];
    assert.deepEqual(await sendReport(SERVER, BODY), { problem: 'failed', minutes: 0 }, text);
    answers = [answer(200, text)];
    assert.deepEqual(await askStatus(SERVER, BODY.ticket), { problem: 'failed', minutes: 0 }, text);
  }
});

/** @type {[number, Record<string, string>, string, number][]} */
const REFUSALS = [
  [400, {}, 'refused', 0],
  [499, {}, 'refused', 0],
  [500, { 'Retry-After': '61' }, 'failed', 2],
  [503, { 'Retry-After': 'Sun, 29 Nov 2026 22:00:00 GMT' }, 'failed', 0],
  [503, { 'Retry-After': '-5' }, 'failed', 0],
  [429, { 'Retry-After': '0' }, 'limited', 1],
  [429, { 'Retry-After': '60' }, 'limited', 1],
  [429, { 'Retry-After': '86460' }, 'limited', 1440],
];
for (const [status, headers, problem, minutes] of REFUSALS) {
  test(`${status} ${JSON.stringify(headers)} is ${problem}, and may be tried again after ${minutes} minutes`, async () => {
    answers = [answer(status, '', headers), answer(status, '', headers)];
    assert.deepEqual(await sendReport(SERVER, BODY), { problem, minutes });
    assert.deepEqual(await askStatus(SERVER, BODY.ticket), { problem, minutes });
  });
}

test('what passes by itself is sent later, and what does not is told at once', () => {
  for (const problem of /** @type {const} */ (['offline', 'unreachable', 'failed', 'limited'])) assert.equal(passes(problem), true, problem);
  for (const problem of /** @type {const} */ (['unavailable', 'refused', 'unknown', 'forbidden'])) assert.equal(passes(problem), false, problem);
});
