/** The check page's own reports: one entry each, all of them removable, and a browser that keeps nothing loses none while the page lives. */

import assert from 'node:assert/strict';
import { beforeEach, test } from 'node:test';
import { allReports, forgetReport, keepReport, PREFIX } from '../../../checkpage/reportshelf.js';

/** As a browser's local storage: its entries are its own properties. @type {Record<string, any>} */
let storage = {};
let isFull = false;
const methods = {
  getItem: (/** @type {string} */ name) => storage[name] ?? null,
  setItem: (/** @type {string} */ name, /** @type {string} */ value) => {
    if (isFull) throw new DOMException('full', 'QuotaExceededError');
    storage[name] = value;
  },
  removeItem: (/** @type {string} */ name) => void delete storage[name],
};

/** @param {string} ticket @param {Record<string, unknown>} [more] @returns {any} */
const report = (ticket, more) => ({ ticket, address: 'kabar.example/1', ...more });
const tickets = () => allReports().map(({ ticket }) => ticket);

beforeEach(() => {
  storage = Object.create(methods);
  isFull = false;
  Object.defineProperty(globalThis, 'localStorage', { configurable: true, get: () => storage });
});

test('each has an entry of its own, in the place of one with the same ticket', () => {
  keepReport(report('A'));
  keepReport(report('B'));
  keepReport(report('A', { filedAt: 5 }));
  assert.deepEqual(allReports(), [report('A', { filedAt: 5 }), report('B')]);
  assert.deepEqual(Object.keys(storage), [`${PREFIX}A`, `${PREFIX}B`]);
});

test('what else the page keeps is no report, and stays when one is removed', () => {
  storage.setItem('cektautan no install hint', '1');
  keepReport(report('A'));
  assert.deepEqual(tickets(), ['A']);
  forgetReport('A');
  assert.deepEqual([tickets(), Object.keys(storage)], [[], ['cektautan no install hint']]);
});

test('an entry that is none hides no report', () => {
  keepReport(report('A'));
  storage.setItem(`${PREFIX}B`, '{"ticket": half');
  keepReport(report('C'));
  assert.deepEqual(tickets(), ['A', 'C']);
});

test('where nothing can be kept a report lives with the page, and moves to the disk when there is room', () => {
  isFull = true;
  keepReport(report('A'));
  assert.deepEqual([tickets(), Object.keys(storage)], [['A'], []]);
  isFull = false;
  keepReport(report('A', { filedAt: 5 }));
  assert.deepEqual(allReports(), [report('A', { filedAt: 5 })]);
  isFull = true;
  keepReport(report('B'));
  forgetReport('A');
  forgetReport('B');
  assert.deepEqual(tickets(), []);
});

test('a browser that has no storage at all breaks nothing', () => {
  Object.defineProperty(globalThis, 'localStorage', {
    configurable: true,
    get: () => {
      throw new DOMException('denied', 'SecurityError');
    },
  });
  keepReport(report('A'));
  assert.deepEqual(tickets(), ['A']);
  forgetReport('A');
  assert.deepEqual(tickets(), []);
});
