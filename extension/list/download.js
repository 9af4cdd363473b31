/**
 * Fetches one published file, with a cap on its size while it streams and a limit on its time.
 *
 * A request carries nothing about the reader: no cookies, no referrer, no address, key or hash
 * of what is read; only names that stand in the manifest. Nor does it carry anything by which the
 * server could know this installation again: an ETag or a date that it gave would be such a mark,
 * so the browser's cache has no part in it, neither for what changes nor for what never does. Redirects are refused, because the
 * server that the reader chose is the only one that is asked. Every failure is a ListError, so
 * the caller keeps what it has.
 */

import { sha256Hex } from '../core/bytes.js';
import { ListError } from '../core/errors.js';

/** @typedef {import('../core/manifest.js').FileEntry} FileEntry */

/**
 * Fetches `path` of one publication: from the list server, or from the seed in the package.
 *
 * @callback FetchFile
 * @param {string} path
 * @param {{ cap: number }} options
 * @returns {Promise<Uint8Array<ArrayBuffer>>}
 */

const TIMEOUT_MS = 30_000;

/**
 * @param {ReadableStream<Uint8Array>} stream
 * @param {number} cap
 * @param {string} what
 */
async function readCapped(stream, cap, what) {
  const reader = stream.getReader();
  /** @type {Uint8Array[]} */
  const chunks = [];
  let length = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) break;
    length += value.length;
    if (length > cap) {
      await reader.cancel().catch(() => {});
      throw new ListError('too_large', `${what}: more than ${cap} bytes`);
    }
    chunks.push(value);
  }
  const bytes = new Uint8Array(length);
  let offset = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, offset);
    offset += chunk.length;
  }
  return bytes;
}

/**
 * @param {string} base address that paths are below, without a slash at the end
 * @param {{ timeoutMs?: number }} [options]
 * @returns {FetchFile}
 */
export function fetchFrom(base, { timeoutMs = TIMEOUT_MS } = {}) {
  return async (path, { cap }) => {
    const abort = new AbortController();
    const timer = setTimeout(() => abort.abort(), timeoutMs);
    try {
      const response = await fetch(`${base}/${path}`, {
        // What never changes is kept by us once it is verified; a copy in the browser's cache could only be a bad one.
        cache: 'no-store',
        credentials: 'omit',
        referrerPolicy: 'no-referrer',
        redirect: 'error',
        signal: abort.signal,
      });
      if (!response.ok || response.body === null) {
        await response.body?.cancel().catch(() => {});
        throw new ListError('unreachable', `${path}: HTTP ${response.status}`);
      }
      return await readCapped(response.body, cap, path);
    } catch (error) {
      if (error instanceof ListError) throw error;
      throw new ListError('unreachable', `${path}: ${abort.signal.aborted ? 'timed out' : String(error)}`);
    } finally {
      clearTimeout(timer);
    }
  };
}

/**
 * A file that the manifest names: its size and its SHA-256 must be what was signed.
 *
 * @param {FetchFile} fetchFile
 * @param {FileEntry} entry
 */
export async function fetchEntry(fetchFile, { path, sha256, size }) {
  const bytes = await fetchFile(path, { cap: size });
  if (bytes.length < size) throw new ListError('truncated', `${path}: ${bytes.length} of ${size} bytes`);
  if ((await sha256Hex(bytes)) !== sha256) throw new ListError('bad_checksum', path);
  return bytes;
}
