/** The reader's own reports over a small service of the test's own: sent once, kept when they cannot be, never asked unasked. */

import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import { after, before, beforeEach, test } from 'node:test';
import { isFinal, ownReports } from '../../../extension/reports/own.js';
import { askStatus, sendReport } from '../../../extension/reports/service.js';
import { readStatusAnswer } from '../../../extension/reports/status.js';

/** @typedef {import('../../../extension/reports/own.js').OwnReport} OwnReport */

/** @type {{ path: string, headers: import('node:http').IncomingHttpHeaders, body: any }[]} */
let asked = [];
/** What the next requests are answered with; `null` breaks the connection. @type {([number, any, Record<string, string>?] | null)[]} */
let answers = [];
let server = '';

const listener = createServer((request, response) => {
  let text = '';
  request.on('data', (chunk) => (text += chunk));
  request.on('end', () => {
    asked.push({ path: request.url ?? '', headers: request.headers, body: JSON.parse(text) });
    const answer = answers.shift();
    if (answer === null || answer === undefined) {
      request.socket.destroy();
      return;
    }
    const [status, body, headers = {}] = answer;
    response.writeHead(status, headers).end(typeof body === 'string' ? body : JSON.stringify(body));
  });
});

before(async () => {
  await new Promise((resolve) => listener.listen(0, '127.0.0.1', () => resolve(null)));
  server = `http://127.0.0.1:${/** @type {import('node:net').AddressInfo} */ (listener.address()).port}`;
});
after(() => listener.close());

/** @type {Map<string, OwnReport>} */
const kept = new Map();
/** As slow as a browser's storage: who does not wait for it finds nothing. @type {import('../../../extension/reports/own.js').Shelf} */
const shelf = {
  all: async () => structuredClone([...kept.values()]),
  put: async (report) => {
    await new Promise((resolve) => setImmediate(resolve));
    kept.set(report.ticket, structuredClone(report));
  },
  remove: async (ticket) => void kept.delete(ticket),
};
const own = ownReports(shelf);
const soon = async () => {
  for (let i = 0; i < 3; i += 1) await new Promise((resolve) => setImmediate(resolve));
};

beforeEach(() => {
  asked = [];
  answers = [];
  kept.clear();
});

const TICKET = '0123456789ABCDEFGHJKMNPQRS';
const BODY = { ticket: TICKET, kind: /** @type {const} */ ('report'), url: 'https://kabar.example/1', lang: 'id', reason: 'hoax', text: 'rahasia' };
const FILED = /** @type {[number, any]} */ ([201, { state: 'received', filed_at: 1_790_000_000 }]);

test('a report that was filed leaves its number, kind, day and short address, and nothing that was written', async () => {
  answers = [FILED];
  assert.deepEqual(await own.file(server, BODY, 'kabar.example/1'), { filedAt: 1_790_000_000 });
  const [report] = await own.all();
  assert.deepEqual([report.ticket, report.kind, report.address, report.filedAt, report.waiting], [TICKET, 'report', 'kabar.example/1', 1_790_000_000, null]);
  assert.doesNotMatch(JSON.stringify([...kept.values()]), /rahasia/);
  assert.deepEqual(asked.map(({ path, body }) => [path, body]), [['/v1/reports', BODY]]);
  assert.equal(asked[0].headers.cookie, undefined);
});

test('it is kept before it is sent', async () => {
  answers = [FILED];
  const before = Math.floor(Date.now() / 1000);
  const sending = own.file(server, BODY, 'kabar.example/1');
  await soon();
  const { made, ...report } = kept.get(TICKET) ?? assert.fail();
  assert.deepEqual(report, {
    ticket: TICKET, server, kind: 'report', address: 'kabar.example/1', filedAt: null, waiting: BODY, problem: null, notBefore: 0, status: null, asked: null,
  });
  assert.ok(made >= before && made <= Date.now() / 1000);
  await sending;
});

test('a lost answer is asked for once more with the same ticket', async () => {
  answers = [null, [200, { state: 'received', filed_at: 5 }]];
  assert.deepEqual(await sendReport(server, BODY, 1), { filedAt: 5 });
  assert.deepEqual(asked.map(({ body }) => body.ticket), [TICKET, TICKET]);
});

for (const [name, answer, problem, minutes] of /** @type {[string, any, string, number][]} */ ([
  ['limited', [429, {}, { 'Retry-After': '1500' }], 'limited', 25],
  ['limited without a time', [429, {}], 'limited', 1],
  ['limited for ever', [429, {}, { 'Retry-After': '99999999' }], 'limited', 1440],
  ['a fault', [500, {}], 'failed', 0],
  ['busy', [503, {}, { 'Retry-After': '60' }], 'failed', 1],
  ['a page of another network', [200, '<html>'], 'failed', 0],
])) {
  test(`${name} passes: the report is kept whole and sent later`, async () => {
    answers = [answer];
    assert.deepEqual(await own.file(server, BODY, ''), { problem, minutes });
    const [report] = await own.all();
    assert.equal(report.waiting?.text, 'rahasia');
    assert.equal(report.problem, problem);
    kept.set(TICKET, { ...report, notBefore: 0 });
    answers = [FILED];
    assert.equal(await own.deliverWaiting(), 1);
    const now = kept.get(TICKET);
    assert.deepEqual([now?.waiting, now?.problem, now?.notBefore, now?.filedAt], [null, null, 0, 1_790_000_000]);
    assert.equal(await own.deliverWaiting(), 0);
    assert.equal(asked.length, 2, 'what was sent is not sent again');
  });
}

test('before its time a limited report is not sent by itself', async () => {
  answers = [[429, {}, { 'Retry-After': '1500' }]];
  const before = Math.floor(Date.now() / 1000);
  await own.file(server, BODY, '');
  const notBefore = kept.get(TICKET)?.notBefore ?? 0;
  assert.ok(notBefore >= before + 1500 && notBefore <= Date.now() / 1000 + 1500);
  assert.equal(await own.deliverWaiting(), 0);
  assert.equal(asked.length, 1);
});

test('what the browser may not send is kept, and goes out once the reader has agreed', async () => {
  let agreed = false;
  const asking = ownReports(shelf, async () => agreed);
  // The popup that asks is closed by the question.
  void asking.file(server, BODY, '', new Promise(() => {}));
  await soon();
  assert.equal(await asking.deliverWaiting(), 0);
  assert.deepEqual(asked, []);
  agreed = true;
  answers = [FILED];
  assert.equal(await asking.deliverWaiting(), 1);
  assert.equal(kept.get(TICKET)?.waiting, null);
});

test('whoever does not agree sends nothing, and nothing is kept', async () => {
  const refusing = ownReports(shelf, async () => false);
  assert.deepEqual(await refusing.file(server, BODY, '', Promise.resolve(false)), { problem: 'forbidden', minutes: 0 });
  assert.equal(kept.size, 0);
  assert.deepEqual(asked, []);
});

for (const [status, problem] of /** @type {[number, string][]} */ ([[404, 'unavailable'], [422, 'refused'], [413, 'refused']])) {
  test(`${status} does not pass: nothing is kept of what still stands in the form`, async () => {
    answers = [[status, {}]];
    assert.deepEqual(await own.file(server, BODY, ''), { problem, minutes: 0 });
    assert.deepEqual(await own.all(), []);
  });
}

test('what is refused later stays for the reader to see, and is not sent again by itself', async () => {
  answers = [[500, {}], [422, {}]];
  await own.file(server, BODY, '');
  await own.deliverWaiting();
  assert.equal(kept.get(TICKET)?.problem, 'refused');
  await own.deliverWaiting();
  assert.equal(asked.length, 2);
});

test('two windows that send one at once send it once, and both learn that it went', async (t) => {
  /** @type {Map<string, Promise<unknown>>} */
  const held = new Map();
  const { navigator } = globalThis;
  const locks = {
    request: (/** @type {string} */ name, /** @type {() => Promise<unknown>} */ task) => {
      const mine = (held.get(name) ?? Promise.resolve()).then(task);
      held.set(name, mine);
      return mine;
    },
  };
  Object.defineProperty(globalThis, 'navigator', { value: { locks, onLine: true }, configurable: true });
  t.after(() => Object.defineProperty(globalThis, 'navigator', { value: navigator, configurable: true }));
  answers = [[500, {}], FILED];
  await own.file(server, BODY, '');
  const [report] = await own.all();
  const both = await Promise.all([own.deliver(report), own.deliver(report)]);
  assert.deepEqual(both, [{ filedAt: 1_790_000_000 }, { filedAt: 1_790_000_000 }]);
  assert.equal(asked.length, 2);
  assert.deepEqual([...held.keys()], [`report ${TICKET}`]);
});

test('what was removed while it waited for its turn is not sent', async () => {
  answers = [[500, {}], FILED];
  await own.file(server, BODY, '');
  const [report] = await own.all();
  await own.remove(TICKET);
  assert.deepEqual(await own.deliver(report), { problem: 'refused', minutes: 0 });
  assert.equal(asked.length, 1);
});

test('a report is final when it is decided or closed, and before the service has said anything it is not', () => {
  assert.equal(isFinal(/** @type {any} */ ({ status: null })), false);
  for (const [state, final] of /** @type {[string, boolean][]} */ ([['received', false], ['in_review', false], ['decided', true], ['closed', true]])) {
    assert.equal(isFinal(/** @type {any} */ ({ status: { state } })), final, state);
  }
});

test('the newest stands first', async () => {
  for (const ticket of ['A', 'B', 'C']) await own.add(server, ticket);
  for (const [ticket, made] of /** @type {[string, number][]} */ ([['A', 2], ['B', 3], ['C', 1]])) kept.set(ticket, { .../** @type {OwnReport} */ (kept.get(ticket)), made });
  assert.deepEqual((await own.all()).map(({ ticket }) => ticket), ['B', 'A', 'C']);
});

test('what the reader removes while it is being sent does not come back', async () => {
  answers = [FILED];
  const sending = own.file(server, BODY, '');
  while (asked.length === 0) await new Promise((resolve) => setImmediate(resolve));
  await own.remove(TICKET);
  await sending;
  assert.deepEqual(await own.all(), []);
});

test('what became of a report is kept, and asked with the ticket in the body alone', async () => {
  assert.equal(await own.add(server, TICKET), true);
  assert.equal(await own.add(server, TICKET), false);
  const { made: _, ...typed } = kept.get(TICKET) ?? assert.fail();
  assert.deepEqual(typed, {
    ticket: TICKET, server, kind: null, address: '', filedAt: null, waiting: null, problem: null, notBefore: 0, status: null, asked: null,
  });
  answers = [[200, { kind: 'wrong', state: 'decided', filed_at: 3, decided_at: 9, outcome: 'granted', reasons: { id: 'Keliru.' }, claim: 'klaim-1' }]];
  const [report] = await own.all();
  assert.equal(await own.ask(report), null);
  const [now] = await own.all();
  assert.deepEqual([now.kind, now.filedAt, now.status?.outcome, now.status?.claim], ['wrong', 3, 'granted', 'klaim-1']);
  assert.deepEqual(asked.map(({ path, body }) => [path, body]), [['/v1/reports/status', { ticket: TICKET }]]);
});

test('what this device knows of its own report is not the service’s to change, and when it was asked is kept', async () => {
  answers = [FILED, [200, { kind: 'wrong', state: 'in_review', filed_at: 3 }]];
  await own.file(server, BODY, '');
  const [report] = await own.all();
  const before = Math.floor(Date.now() / 1000);
  assert.equal(await own.ask(report), null);
  const [now] = await own.all();
  assert.deepEqual([now.kind, now.filedAt, now.status?.state], ['report', 1_790_000_000, 'in_review']);
  assert.ok(now.asked !== null && now.asked >= before);
});

test('an unknown ticket and a service without reports are told apart', async () => {
  answers = [[404, { type: 'https://x/docs#problem-unknown-ticket' }], [404, { type: 'https://x/docs#problem-switched-off' }]];
  assert.deepEqual(await askStatus(server, TICKET), { problem: 'unknown', minutes: 0 });
  assert.deepEqual(await askStatus(server, TICKET), { problem: 'unavailable', minutes: 0 });
});

test('of an answer only known words and texts are read', () => {
  assert.equal(readStatusAnswer(null), null);
  assert.equal(readStatusAnswer({ state: 'gone' }), null);
  const status = readStatusAnswer({
    state: 'closed', outcome: '<b>', kind: 7, filed_at: 'x', claim: '../../meja', reasons: { id: 5, en: ' ' }, due: Infinity, overdue: 'yes',
  });
  assert.deepEqual(status, {
    kind: null, state: 'closed', filedAt: null, decidedAt: null, outcome: null, reasons: null, claim: '', due: null, overdue: false,
  });
});
