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

/** @param {DataView} data @param {number} offset */
function block(data, offset) {
  for (let i = 0; i < 16; i += 1) W[i] = data.getInt32(offset + i * 4);
  for (let i = 16; i < 64; i += 1) {
    const x = W[i - 15];
    const y = W[i - 2];
    const s0 = ((x >>> 7) | (x << 25)) ^ ((x >>> 18) | (x << 14)) ^ (x >>> 3);
    const s1 = ((y >>> 17) | (y << 15)) ^ ((y >>> 19) | (y << 13)) ^ (y >>> 10);
    W[i] = W[i - 16] + s0 + W[i - 7] + s1;
  }
  let [a, b, c, d, e, f, g, h] = H;
  for (let i = 0; i < 64; i += 1) {
    const s1 = ((e >>> 6) | (e << 26)) ^ ((e >>> 11) | (e << 21)) ^ ((e >>> 25) | (e << 7));
    const t1 = (h + s1 + ((e & f) ^ (~e & g)) + K[i] + W[i]) | 0;
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
  const message = encoder.encode(text);
  const padded = new Uint8Array(((message.length + 72) >> 6) << 6);
  padded.set(message);
  padded[message.length] = 0x80;
  const view = new DataView(padded.buffer);
  view.setUint32(padded.length - 8, Math.floor(message.length / 2 ** 29));
  view.setUint32(padded.length - 4, message.length << 3);
  H.set(H0);
  for (let offset = 0; offset < padded.length; offset += 64) block(view, offset);
  const hash = new Uint8Array(32);
  const out = new DataView(hash.buffer);
  for (let i = 0; i < 8; i += 1) out.setInt32(i * 4, H[i]);
  return hash;
}
