/** The stored list: what was learnt of keys and order is never unlearnt, and a connection that is lost is made anew. */

import assert from 'node:assert/strict';
import { beforeEach, test } from 'node:test';
import { database } from '../support/browser.mjs';

const { emptyStatus, readList, readPublication, readStatus, wipe, writePublication, writeStatus } = await import('../../../extension/list/store.js');

const SOURCE = 'https://list.example RWkey';
const status = (keysVersion = 2, floor = 20, source = SOURCE) => ({ ...emptyStatus(source), keysVersion, floor });
/** @param {number} seq @returns {any} */
const publication = (seq) => ({ head: { manifest: { seq } }, index: {}, articles: {}, buckets: new Map([[seq, { seq }]]) });

/** @type {any} the connection that was opened last */
let connection = null;
let opened = 0;
/** What the browser does instead of opening. @type {((request: any) => void) | null} */
let instead = null;
const { factory } = database;
/** @type {any} */ (globalThis).indexedDB = {
  open: () => {
    opened += 1;
    const request = factory.open();
    connection = request.result;
    if (instead === null) return request;
    request.onsuccess = () => {};
    const other = /** @type {any} */ ({ result: connection });
    const happens = instead;
    queueMicrotask(() => happens(other));
    return other;
  },
};

beforeEach(() => {
  database.stores.set('list', new Map()).set('status', new Map());
});

test('a store that could not be opened is tried again at the next call, and then kept open', async () => {
  instead = (request) => {
    request.error = new Error('no room');
    request.onerror();
  };
  await assert.rejects(readStatus(), /no room/);
  instead = null;
  assert.deepEqual(await readStatus(), { source: '', keysVersion: 0, floor: 0, checked: null, error: null, failures: 0 });
  await readList();
  assert.equal(opened, 2);
});

test('a connection that the browser closed, or that stands in the way of a newer version, is opened anew', async () => {
  const before = opened;
  connection.onclose();
  assert.deepEqual(await readStatus(), emptyStatus());
  assert.equal(opened, before + 1);
  let closed = 0;
  connection.close = () => {
    closed += 1;
  };
  connection.onversionchange();
  assert.equal(closed, 1);
  await readStatus();
  assert.equal(opened, before + 2);
});

test('a layout of another version is thrown away whole', async () => {
  connection.onclose();
  const had = new Set(['list', 'status', 'old']);
  instead = (request) => {
    const { result } = request;
    request.result = {
      objectStoreNames: [...had],
      deleteObjectStore: (/** @type {string} */ name) => void had.delete(name),
      createObjectStore: (/** @type {string} */ name) => {
        assert.ok(!had.has(name), `${name} is there already`);
        had.add(name);
      },
    };
    request.onupgradeneeded();
    request.result = result;
    request.onsuccess();
  };
  await readStatus();
  instead = null;
  assert.deepEqual([...had].sort(), ['list', 'status']);
});

test('a list of which a part is missing is none', async () => {
  await writePublication(publication(20), status());
  assert.equal((await readList())?.head.manifest.seq, 20);
  assert.deepEqual([...((await readPublication())?.buckets ?? [])], [[20, { seq: 20 }]]);
  const parts = /** @type {Map<string, unknown>} */ (database.stores.get('list'));
  for (const name of ['head', 'index', 'articles']) {
    const part = parts.get(name);
    parts.delete(name);
    assert.equal(await readList(), null, name);
    assert.equal(await readPublication(), null, name);
    parts.set(name, part);
  }
});

/** @type {[string, { keysVersion: number, floor: number, source?: string }, boolean][]} what is stored, and whether it is newer than keys 2 and number 20 */
const STORED = [
  ['the same', { keysVersion: 2, floor: 20 }, false],
  ['a lower number', { keysVersion: 2, floor: 19 }, false],
  ['older keys, whatever their numbers had come to', { keysVersion: 1, floor: 99 }, false],
  ['another source', { keysVersion: 9, floor: 99, source: 'https://other.example RWkey' }, false],
  ['a higher number', { keysVersion: 2, floor: 21 }, true],
  ['newer keys, which begin to count anew', { keysVersion: 3, floor: 1 }, true],
];
for (const [what, { keysVersion, floor, source = SOURCE }, isNewer] of STORED) {
  test(`an attempt that ends late ${isNewer ? 'changes no list and lowers nothing' : 'is stored'} where there is ${what}`, async () => {
    await writePublication(publication(1), status(keysVersion, floor, source));
    assert.equal(await writePublication(publication(20), status()), !isNewer);
    assert.equal((await readPublication())?.head.manifest.seq, isNewer ? 1 : 20);
    assert.deepEqual([...((await readPublication())?.buckets.keys() ?? [])], [isNewer ? 1 : 20], 'nothing of the one before is left');

    await wipe(status(keysVersion, floor, source));
    assert.equal(await readPublication(), null);
    await writeStatus({ ...status(), failures: 7 });
    const { failures, ...now } = await readStatus();
    assert.equal(failures, 7, 'what happened at this attempt is told');
    assert.deepEqual([now.keysVersion, now.floor], isNewer ? [keysVersion, floor] : [2, 20]);
  });
}
