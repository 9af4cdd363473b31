/** One file of a server: in however many pieces it comes, never longer than it may be, never waited for without end. */

import assert from 'node:assert/strict';
import { afterEach, test } from 'node:test';
import { refused } from '../support/signer.mjs';
import { fetchFrom } from '../../../extension/list/download.js';

const { fetch } = globalThis;
afterEach(() => {
  globalThis.fetch = fetch;
});

/** How often a reader gave a body up. */
let cancelled = 0;

/**
 * Answers with a body in pieces, as a network brings it. Without an end it stands still after the last piece, until the request is given up.
 *
 * @param {number[][]} pieces
 * @param {{ ends?: boolean, status?: number }} [how]
 */
function serve(pieces, { ends = true, status = 200 } = {}) {
  cancelled = 0;
  const left = pieces.values();
  globalThis.fetch = async (_url, init) => {
    const source = {
      start: (/** @type {ReadableStreamDefaultController} */ stream) =>
        init?.signal?.addEventListener('abort', () => stream.error(init.signal?.reason)),
      pull: (/** @type {ReadableStreamDefaultController} */ stream) => {
        const { done, value } = left.next();
        if (!done) stream.enqueue(Uint8Array.from(value));
        else if (ends) stream.close();
      },
      cancel: () => {
        cancelled += 1;
      },
    };
    return new Response(new ReadableStream(source, { highWaterMark: 0 }), { status });
  };
}

const BASE = 'https://list.example/lists';
const from = fetchFrom(BASE);
const soon = fetchFrom(BASE, { timeoutMs: 10 });

test('a file that comes in pieces is put together in their order', async () => {
  serve([[1, 2], [], [3], [4, 5, 6]]);
  assert.deepEqual([...(await from('manifest.json', { cap: 6 }))], [1, 2, 3, 4, 5, 6]);
});

test('of a file that is longer than it may be no more is taken, wherever the piece ends that is too much', async () => {
  for (const pieces of [[[1, 2, 3]], [[1, 2], [3]], [[1], [2], [3], [4]]]) {
    serve(pieces, { ends: false });
    await assert.rejects(from('manifest.json', { cap: 2 }), refused('too_large'));
    assert.equal(cancelled, 1);
  }
});

test('a refusal is not read, whatever it brings', async () => {
  for (const status of [404, 500]) {
    serve([[1]], { ends: false, status });
    await assert.rejects(from('manifest.json', { cap: 9 }), refused('unreachable'));
    assert.equal(cancelled, 1);
  }
});

test('an answer without a body is no file', async () => {
  globalThis.fetch = async () => new Response(null, { status: 204 });
  await assert.rejects(from('manifest.json', { cap: 9 }), refused('unreachable'));
});

test('a server that never answers is given up', async () => {
  globalThis.fetch = (_url, init) =>
    new Promise((_, reject) => void init?.signal?.addEventListener('abort', () => reject(init.signal?.reason)));
  await assert.rejects(soon('manifest.json', { cap: 9 }), { code: 'unreachable', message: /timed out/ });
});

test('a body that stands still is given up like a server that never answers', async () => {
  serve([[1, 2]], { ends: false });
  await assert.rejects(soon('manifest.json', { cap: 9 }), { code: 'unreachable', message: /timed out/ });
});

test('what the network says is told with the name of the file', async () => {
  globalThis.fetch = async () => Promise.reject(new TypeError('Failed to fetch'));
  await assert.rejects(from('manifest.json', { cap: 9 }), { code: 'unreachable', message: /manifest\.json: TypeError: Failed to fetch/ });
});
