/**
 * Which card of techniques.json stands beside a finding: one that fits its verdict.
 *
 * Pure. A verdict says what was found and not how it was made, so several cards may fit; the claim's own name chooses among
 * them, that the same warning shows the same card every time and different warnings show different ones.
 */

/**
 * @typedef {object} Technique
 * @property {string} id
 * @property {string[]} verdicts which it fits
 * @property {Record<'id' | 'en', string>} name
 * @property {Record<'id' | 'en', string>} how
 * @property {Record<'id' | 'en', string[]>} check
 * @property {Record<'id' | 'en', string>} example
 */

/**
 * @param {readonly Technique[]} cards
 * @param {string} verdict
 * @param {string} name of the claim
 * @returns {Technique | null} null where none fits
 */
export function techniqueFor(cards, verdict, name) {
  const fitting = cards.filter(({ verdicts }) => verdicts.includes(verdict));
  if (fitting.length === 0) return null;
  const sum = [...name].reduce((before, letter) => (before * 31 + (letter.codePointAt(0) ?? 0)) % 65_521, 0);
  return fitting[sum % fitting.length];
}
