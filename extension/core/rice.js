/**
 * Reads Rice blocks: strictly increasing whole numbers in two streams (docs/protocol.md, section 2).
 *
 * The numbers have 64 bits and come back as two halves of 32, because arithmetic on BigInts
 * costs a list of 50,000 keys several times as much. Nothing is allocated before the header has
 * been checked against the caps and against the bytes that are there.
 */

import { ListError } from './errors.js';

/** No block, and no snapshot, holds more numbers than this. */
export const MAX_COUNT = 2 ** 23;

const HEADER_BYTES = 9;
const MAX_K = 63;
const WORD = 2 ** 32;

/**
 * @typedef {object} Block
 * @property {Uint32Array<ArrayBuffer>} high upper halves
 * @property {Uint32Array<ArrayBuffer>} low lower halves
 * @property {number} end where the next part begins
 */

/** @param {Uint8Array} stream @returns {number} how many bits are 1 */
function countOnes(stream) {
  let ones = 0;
  for (let byte of stream) for (; byte !== 0; byte &= byte - 1) ones += 1;
  return ones;
}

/**
 * A reader of fields of up to 32 bits, most significant bit first.
 *
 * @param {Uint8Array} stream
 * @returns {(bits: number) => number}
 */
function bitReader(stream) {
  // Eight spare bytes let every read take a whole word and one byte, also at the end.
  const padded = new Uint8Array(stream.length + 8);
  padded.set(stream);
  const view = new DataView(padded.buffer);
  let at = 0;
  return (bits) => {
    if (bits === 0) return 0;
    const byte = at >>> 3;
    const skip = at & 7;
    at += bits;
    let word = view.getUint32(byte);
    if (skip !== 0) word = (word << skip) | (padded[byte + 4] >>> (8 - skip));
    return word >>> (32 - bits);
  };
}

/**
 * Calls `take` with each quotient: the zeros before each 1.
 *
 * @param {Uint8Array} stream
 * @param {(quotient: number) => void} take
 */
function eachQuotient(stream, take) {
  let zeros = 0;
  for (const byte of stream) {
    let rest = byte;
    let width = 8;
    while (rest !== 0) {
      const leading = Math.clz32(rest) - 24 - (8 - width);
      take(zeros + leading);
      zeros = 0;
      width -= leading + 1;
      rest &= (1 << width) - 1;
    }
    zeros += width;
  }
}

/**
 * The header, once it is plausible.
 *
 * @param {Uint8Array} data
 * @param {number} at
 * @param {number} most
 */
function readHeader(data, at, most) {
  if (data.length - at < HEADER_BYTES) throw new ListError('truncated', `a block header at byte ${at}`);
  const view = new DataView(data.buffer, data.byteOffset + at, HEADER_BYTES);
  const [k, count, quotientBytes] = [view.getUint8(0), view.getUint32(1), view.getUint32(5)];
  const start = at + HEADER_BYTES;
  if (count === 0) {
    if (k !== 0 || quotientBytes !== 0) throw new ListError('bad_format', `an empty block at byte ${at} that is not empty`);
    return { k, count, start, middle: start, end: start };
  }
  if (count > most) throw new ListError('too_large', `${count} numbers in a block at byte ${at}`);
  if (k > MAX_K || quotientBytes > count || quotientBytes * 8 < count) {
    throw new ListError('bad_format', `an impossible header at byte ${at}`);
  }
  const middle = start + quotientBytes;
  const end = middle + Math.ceil((count * k) / 8);
  if (end > data.length) throw new ListError('truncated', `a block at byte ${at} of ${end - at} bytes`);
  return { k, count, start, middle, end };
}

/**
 * @param {Uint8Array} data
 * @param {number} at where the block begins
 * @param {number} bound every number is below it
 * @param {number} [most] how many numbers there may be
 * @returns {Block}
 */
export function readBlock(data, at, bound, most = MAX_COUNT) {
  const { k, count, start, middle, end } = readHeader(data, at, most);
  const high = new Uint32Array(count);
  const low = new Uint32Array(count);
  if (count === 0) return { high, low, end };
  const quotients = data.subarray(start, middle);
  if (countOnes(quotients) !== count || data[middle - 1] === 0) {
    throw new ListError('bad_format', `quotients that are not ${count}`);
  }
  const filling = (8 - ((count * k) % 8)) % 8;
  if (k > 0 && (data[end - 1] & ((1 << filling) - 1)) !== 0) {
    throw new ListError('bad_format', 'remainders that are not filled with zeros');
  }
  const next = bitReader(data.subarray(middle, end));
  const highBits = Math.max(k - 32, 0);
  const lowBits = Math.min(k, 32);
  // A quotient has at most 26 bits, so its product with a power of two is exact in a double.
  const [highUnit, lowUnit] = k >= 32 ? [2 ** (k - 32), 0] : [0, 2 ** k];
  let vHigh = 0;
  let vLow = -1;
  let i = 0;
  eachQuotient(quotients, (quotient) => {
    const shifted = quotient * lowUnit;
    const carried = Math.floor(shifted / WORD);
    vHigh += quotient * highUnit + carried + next(highBits);
    vLow += 1 + (shifted - carried * WORD) + next(lowBits);
    const carry = Math.floor(vLow / WORD);
    vHigh += carry;
    vLow -= carry * WORD;
    if (vHigh >= WORD) throw new ListError('bad_format', 'a number beyond 64 bits');
    high[i] = vHigh;
    low[i] = vLow;
    i += 1;
  });
  // Doubles are too coarse for 2^64 itself, but every 64-bit number is below it and none was beyond.
  if (bound < WORD * WORD && vHigh * WORD + vLow >= bound) {
    throw new ListError('bad_format', `a number that is not below ${bound}`);
  }
  return { high, low, end };
}
