/**
 * What JSON.parse lets through and the reader of another language does not (docs/protocol.md, section 6).
 *
 * It reads `1.0` as 1 and half of a surrogate pair as a letter, and of two members of one name it keeps the last. So the text
 * itself is looked at, token by token, the way core/signed_json.py does. Both expect text that is JSON.
 */

const STRING = /"[^"\\]*(?:\\.[^"\\]*)*"/g;
const HALF_ESCAPED = /\\u[dD][89a-fA-F]/;
const HALF = /[\ud800-\udfff]/u;
/** A sign, a fraction or an exponent: no number that stands in the small files has one. */
const NOT_WHOLE = /-|\d[.eE]/;
const DEEPEST = 64;

/**
 * @param {string} text
 * @returns {boolean} whether all that it says can be written as UTF-8
 */
export function isWellFormed(text) {
  if (!HALF_ESCAPED.test(text)) return true;
  return (text.match(STRING) ?? []).every((string) => !HALF.test(JSON.parse(string)));
}

/** @param {string} bare text without its strings */
function depthOf(bare) {
  let [depth, deepest] = [0, 0];
  for (const [sign] of bare.matchAll(/[[\]{}]/g)) {
    depth += sign === '[' || sign === '{' ? 1 : -1;
    deepest = Math.max(deepest, depth);
  }
  return deepest;
}

/**
 * @param {string} text
 * @returns {boolean} whether each number is a whole one from 0 to 2^53 - 1, written without fraction or exponent, and nothing
 *   lies deeper than 64 lists and objects
 */
export function isSmallFile(text) {
  const bare = text.replace(STRING, '""');
  if (NOT_WHOLE.test(bare) || depthOf(bare) > DEEPEST) return false;
  return (bare.match(/\d+/g) ?? []).every((digits) => Number.isSafeInteger(Number(digits)));
}
