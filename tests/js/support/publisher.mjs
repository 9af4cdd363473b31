/**
 * Publishes made-up lists as docs/protocol.md says, for tests of the client: files by path
 * below `/lists/`, signed with keys that a test can replace.
 */

import { createHash } from 'node:crypto';
import { diff, snapshot } from './encoder.mjs';
import { json, makeSigner } from './signer.mjs';

/** @typedef {{ key: string, level: number, verdict: number }} Item */

/** @param {Uint8Array | string} data */
const sha256 = (data) => createHash('sha256').update(data).digest('hex');

/** No platform, no wrapper: every address is an ordinary page. */
export const RULES = { format: 1, classes: [], platforms: [], wrappers: [], opaque: [], sites: [], parameters: [] };

/** @param {Item[]} items @returns {Map<string, bigint[]>} */
function lists(items) {
  const made = new Map();
  for (const { key, level, verdict } of items) {
    const id = `${level},${verdict}`;
    made.set(id, [...(made.get(id) ?? []), BigInt(`0x${sha256(key).slice(0, 16)}`)]);
  }
  return made;
}

/** @param {Item[]} items @param {number} bits @param {number} padding bytes more in each record @param {(made: any) => any} change */
function buckets(items, bits, padding, change = (made) => made) {
  const claim = { text: { id: 'Klaim', en: 'Claim' }, about: [], reviews: [{ publisher: 'Pemeriksa', url: 'https://check.example/1' }] };
  return Array.from({ length: 2 ** bits }, (_, bucket) => {
    const mine = items.filter(({ key }) => bits === 0 || parseInt(sha256(key).slice(0, 8), 16) >>> (32 - bits) === bucket);
    const listings = mine.map(({ key, level }) => ({ sha256: sha256(key), claim: 'c1', level, statement: 'x'.repeat(padding) }));
    return json(change({ format: 1, bucket, claims: mine.length > 0 ? { c1: structuredClone(claim) } : {}, listings }));
  });
}

export class Publisher {
  root = makeSigner();
  online = makeSigner();
  keysVersion = 1;
  /** @type {Map<string, Uint8Array<ArrayBuffer>>} by path below `/lists/` */
  files = new Map();
  /** @type {Map<string, Map<string, bigint[]>>} old snapshots by SHA-256 of their file */
  #history = new Map();

  /** @param {Uint8Array<ArrayBuffer>} bytes @param {string} ending */
  #file(bytes, ending) {
    const path = `files/${sha256(bytes)}.${ending}`;
    this.files.set(path, bytes);
    return { path, sha256: sha256(bytes), size: bytes.length };
  }

  /** @param {string} name @param {unknown} value @param {ReturnType<typeof makeSigner>} signer */
  #signed(name, value, signer) {
    const bytes = json(value);
    this.files.set(name, bytes);
    this.files.set(`${name}.minisig`, signer.sign(bytes));
  }

  /** @param {number} now @param {number} [expires] */
  publishKeys(now, expires = now + 30 * 86_400) {
    const keys = [this.online.publicText];
    this.#signed('keys.json', { format: 1, version: this.keysVersion, created: now, expires, keys }, this.root);
  }

  /**
   * @param {Item[]} items
   * @param {number} now
   * @param {{ seq?: number, expires?: number, created?: number, bits?: number, rules?: unknown, padding?: number, bucket?: (made: any) => any }} [options]
   *   `bucket` changes each bucket before it is signed for
   */
  publish(items, now, { seq = now, expires = now + 259_200, created = now, bits = 0, rules = RULES, padding = 0, bucket } = {}) {
    this.publishKeys(now);
    const current = lists(items);
    const snap = this.#file(snapshot(current), 'snap');
    const diffs = [...this.#history].reverse().map(([from, old]) => ({ from, ...this.#file(diff(old, current), 'diff') }));
    this.#history.delete(snap.sha256);
    this.#history.set(snap.sha256, current);
    const manifest = {
      format: 1,
      name: 'CekTautan',
      seq,
      created,
      expires,
      licence: 'CC-BY-4.0',
      log_head: null,
      keys_version: this.keysVersion,
      snapshot: { ...snap, keys: items.length },
      rules: this.#file(json(rules), 'json'),
      buckets: { bits, files: buckets(items, bits, padding, bucket).map((bytes) => this.#file(bytes, 'json')) },
      diffs: diffs.filter(({ from }) => from !== snap.sha256),
      counts: { claims: 1, listings: items.length, levels: { 0: 0, 1: 0, 2: 0, 3: items.length } },
    };
    this.#signed('manifest.json', manifest, this.online);
    return manifest;
  }
}
