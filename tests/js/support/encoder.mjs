/**
 * Writes snapshot and diff files for tests, straight from docs/protocol.md and with BigInts: slow,
 * and on purpose nothing like the reader under test.
 */

import { createHash } from 'node:crypto';

/** @typedef {Map<string, bigint[]>} Lists by "level,verdict", prefixes in any order */

/** @param {string} bits */
const pack = (bits) => Buffer.from((bits.match(/.{1,8}/g) ?? []).map((byte) => parseInt(byte.padEnd(8, '0'), 2)));

/** @param {number} value */
const u32 = (value) => Buffer.from([value >>> 24, (value >>> 16) & 255, (value >>> 8) & 255, value & 255]);

/** @param {bigint[]} sorted @param {bigint} [k] */
export function block(sorted, k = bestK(sorted)) {
  if (sorted.length === 0) return Buffer.alloc(9);
  const gaps = sorted.map((value, i) => (i === 0 ? value : value - sorted[i - 1] - 1n));
  const quotients = pack(gaps.map((gap) => `${'0'.repeat(Number(gap >> k))}1`).join(''));
  const remainders = k === 0n ? '' : gaps.map((gap) => (gap & ((1n << k) - 1n)).toString(2).padStart(Number(k), '0'));
  const head = Buffer.concat([Buffer.from([Number(k)]), u32(sorted.length), u32(quotients.length)]);
  return Buffer.concat([head, quotients, pack(k === 0n ? '' : /** @type {string[]} */ (remainders).join(''))]);
}

/** @param {bigint[]} sorted */
function bestK(sorted) {
  const gaps = sorted.map((value, i) => (i === 0 ? value : value - sorted[i - 1] - 1n));
  const costs = Array.from({ length: 64 }, (_, i) => {
    const k = BigInt(i);
    const quotientBits = gaps.reduce((sum, gap) => sum + (gap >> k) + 1n, 0n);
    const fits = (quotientBits + 7n) / 8n <= BigInt(sorted.length);
    return { k, cost: fits ? quotientBits + k * BigInt(sorted.length) : 1n << 100n };
  });
  return costs.reduce((best, next) => (next.cost < best.cost ? next : best)).k;
}

/** @param {bigint[]} list */
const sort = (list) => [...list].sort((a, b) => (a < b ? -1 : 1));

/** @param {Lists} lists @returns {[number, number, bigint[]][]} */
function ordered(lists) {
  return [...lists]
    .filter(([, list]) => list.length > 0)
    .map(([id, list]) => /** @type {[number, number, bigint[]]} */ ([...id.split(',').map(Number), sort(list)]))
    .sort((a, b) => a[0] - b[0] || a[1] - b[1]);
}

/** @param {Lists} lists */
export function digest(lists) {
  const hash = createHash('sha256');
  for (const [level, verdict, list] of ordered(lists)) {
    hash.update(Buffer.concat([Buffer.from([level, verdict]), u32(list.length)]));
    for (const value of list) hash.update(Buffer.from(value.toString(16).padStart(16, '0'), 'hex'));
  }
  return hash.digest();
}

/** @param {Lists} lists @returns {Uint8Array<ArrayBuffer>} */
export function snapshot(lists) {
  const all = ordered(lists);
  const parts = all.map(([level, verdict, list]) => Buffer.concat([Buffer.from([level, verdict]), block(list)]));
  const head = Buffer.concat([Buffer.from('CKTS'), Buffer.from([1, all.length, 0, 0]), digest(lists)]);
  return new Uint8Array(Buffer.concat([head, ...parts]));
}

/** @param {Lists} from @param {Lists} to @returns {Uint8Array<ArrayBuffer>} */
export function diff(from, to) {
  const ids = [...new Set([...from.keys(), ...to.keys()])].map((id) => id.split(',').map(Number));
  ids.sort((a, b) => a[0] - b[0] || a[1] - b[1]);
  const parts = [];
  for (const [level, verdict] of ids) {
    const old = sort(from.get(`${level},${verdict}`) ?? []);
    const now = sort(to.get(`${level},${verdict}`) ?? []);
    const removed = old.flatMap((value, i) => (now.includes(value) ? [] : [BigInt(i)]));
    const added = now.filter((value) => !old.includes(value));
    if (removed.length + added.length === 0) continue;
    parts.push(Buffer.concat([Buffer.from([level, verdict]), block(removed), block(added)]));
  }
  const head = Buffer.concat([Buffer.from('CKTD'), Buffer.from([1, parts.length, 0, 0]), digest(from), digest(to)]);
  return new Uint8Array(Buffer.concat([head, ...parts]));
}

/** A small generator of numbers that is the same on every run. @param {number} seed */
export function generator(seed) {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state;
  };
}

/** @param {number} count @param {number} seed @returns {bigint[]} */
export function prefixes(count, seed) {
  const next = generator(seed);
  const made = new Set();
  while (made.size < count) made.add((BigInt(next()) << 32n) | BigInt(next()));
  return [...made];
}
