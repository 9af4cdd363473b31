/**
 * Punycode (RFC 3492): the characters that an `xn--` label stands for.
 *
 * Decides nothing, and checks little: the URL parser has accepted the label before. The platform has this
 * decoder, but shows it to nobody.
 */

const BASE = 36;
const T_MIN = 1;
const T_MAX = 26;
const SKEW = 38;
const DAMP = 700;

/**
 * The value of a digit: a to z, then 0 to 9.
 * @param {number} code
 */
function digitValue(code) {
  if (code >= 0x61 && code <= 0x7a) return code - 0x61;
  return code >= 0x30 && code <= 0x39 ? code - 0x30 + 26 : BASE;
}

/**
 * Section 6.1.
 * @param {number} delta
 * @param {number} count
 * @param {boolean} isFirst
 */
function adapt(delta, count, isFirst) {
  let left = isFirst ? Math.floor(delta / DAMP) : delta >> 1;
  left += Math.floor(left / count);
  let k = 0;
  for (; left > ((BASE - T_MIN) * T_MAX) >> 1; k += BASE) left = Math.floor(left / (BASE - T_MIN));
  return k + Math.floor(((BASE - T_MIN + 1) * left) / (left + SKEW));
}

/**
 * Section 6.2.
 * @param {string} text in lower case, without `xn--`
 * @returns {number[] | null} code points; null where the text is not Punycode
 */
export function decodePunycode(text) {
  const hyphen = text.lastIndexOf('-');
  const points = hyphen > 0 ? Array.from(text.slice(0, hyphen), (char) => char.charCodeAt(0)) : [];
  let next = 0x80;
  let position = 0;
  let bias = 72;
  for (let at = hyphen > 0 ? hyphen + 1 : 0; at < text.length; ) {
    const before = position;
    let weight = 1;
    for (let k = BASE; ; k += BASE) {
      const digit = at < text.length ? digitValue(text.charCodeAt(at)) : BASE;
      if (digit === BASE) return null;
      at += 1;
      position += digit * weight;
      if (position > 0x7fffffff) return null;
      const threshold = Math.min(Math.max(k - bias, T_MIN), T_MAX);
      if (digit < threshold) break;
      weight *= BASE - threshold;
    }
    const count = points.length + 1;
    bias = adapt(position - before, count, before === 0);
    next += Math.floor(position / count);
    position %= count;
    if (next > 0x10ffff) return null;
    points.splice(position, 0, next);
    position += 1;
  }
  return points;
}
