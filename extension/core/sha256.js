/**
 * SHA-256 (FIPS 180-4), at once and without a promise.
 *
 * Decides nothing. WebCrypto has the same function, but only behind a promise for each key: on a page
 * of 2,000 links that costs five to fifty times as much as this, and it makes every caller wait. The
 * tests compare it with node's own. It is for keys, which are public; signatures and whole files go
 * through WebCrypto.
 */

const encoder = new TextEncoder();

/** The first 32 bits of the fractional parts of roots of the first 64 primes (section 4.2.2, 5.3.3). */
function fractions() {
  const constants = new Int32Array(64);
  const initial = new Int32Array(8);
  let count = 0;
  for (let candidate = 2; count < 64; candidate += 1) {
    let isPrime = true;
    for (let divisor = 2; divisor * divisor <= candidate; divisor += 1) isPrime &&= candidate % divisor !== 0;
    if (!isPrime) continue;
    if (count < 8) initial[count] = (candidate ** (1 / 2) % 1) * 2 ** 32;
    constants[count] = (candidate ** (1 / 3) % 1) * 2 ** 32;
    count += 1;
  }
  return { constants, initial };
}

const { constants: K, initial: H0 } = fractions();
const W = new Int32Array(64);
const H = new Int32Array(8);

// Nearly every key fits here; a longer one gets a buffer of its own.
const SCRATCH = new Uint8Array(1024);

/** @param {Uint8Array} bytes @param {number} offset */
function block(bytes, offset) {
  for (let i = 0, at = offset; i < 16; i += 1, at += 4) {
    W[i] = (bytes[at] << 24) | (bytes[at + 1] << 16) | (bytes[at + 2] << 8) | bytes[at + 3];
  }
  for (let i = 16; i < 64; i += 1) {
    const x = W[i - 15];
    const y = W[i - 2];
    const s0 = ((x >>> 7) | (x << 25)) ^ ((x >>> 18) | (x << 14)) ^ (x >>> 3);
    const s1 = ((y >>> 17) | (y << 15)) ^ ((y >>> 19) | (y << 13)) ^ (y >>> 10);
    W[i] = (((W[i - 16] + s0) | 0) + ((W[i - 7] + s1) | 0)) | 0;
  }
  let a = H[0];
  let b = H[1];
  let c = H[2];
  let d = H[3];
  let e = H[4];
  let f = H[5];
  let g = H[6];
  let h = H[7];
  for (let i = 0; i < 64; i += 1) {
    const s1 = ((e >>> 6) | (e << 26)) ^ ((e >>> 11) | (e << 21)) ^ ((e >>> 25) | (e << 7));
    const t1 = (((h + s1) | 0) + ((((e & f) ^ (~e & g)) + K[i]) | 0) + W[i]) | 0;
    const s0 = ((a >>> 2) | (a << 30)) ^ ((a >>> 13) | (a << 19)) ^ ((a >>> 22) | (a << 10));
    const t2 = (s0 + ((a & b) ^ (a & c) ^ (b & c))) | 0;
    h = g;
    g = f;
    f = e;
    e = (d + t1) | 0;
    d = c;
    c = b;
    b = a;
    a = (t1 + t2) | 0;
  }
  H[0] += a;
  H[1] += b;
  H[2] += c;
  H[3] += d;
  H[4] += e;
  H[5] += f;
  H[6] += g;
  H[7] += h;
}

/**
 * @param {string} text
 * @returns {Uint8Array} 32 bytes
 */
export function sha256(text) {
  // A UTF-16 unit is at most three bytes; padding adds at most 72.
  const most = text.length * 3 + 72;
  const bytes = most <= SCRATCH.length ? SCRATCH : new Uint8Array(most);
  const size = encoder.encodeInto(text, bytes).written;
  const end = ((size + 72) >> 6) << 6;
  bytes.fill(0, size, end);
  bytes[size] = 0x80;
  const bits = size * 8;
  for (let i = 0; i < 4; i += 1) bytes[end - 1 - i] = bits >>> (8 * i);
  bytes[end - 5] = Math.floor(bits / 2 ** 32);
  H.set(H0);
  for (let offset = 0; offset < end; offset += 64) block(bytes, offset);
  const hash = new Uint8Array(32);
  for (let i = 0; i < 32; i += 1) hash[i] = H[i >> 2] >>> (24 - 8 * (i & 3));
  return hash;
}
