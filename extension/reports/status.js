/**
 * What the service says of a report, read so that nothing of it can be more than a word or a text.
 *
 * Pure. A state or an outcome that we have no words for is none; reasons are texts in either language.
 */

/** @typedef {import('./kinds.js').Kind} Kind */

export const STATES = /** @type {const} */ (['received', 'in_review', 'decided', 'closed']);
export const OUTCOMES = /** @type {const} */ (
  ['listed', 'already_listed', 'not_listed', 'forwarded', 'granted', 'partly', 'rejected', 'no_check']
);

const KINDS = /** @type {const} */ (['report', 'check', 'wrong']);
/** As records are named. */
const CLAIM = /^[a-z0-9][a-z0-9-]{0,99}$/;
const LONGEST_REASONS = 4_000;

/**
 * @typedef {object} Status
 * @property {Kind | null} kind
 * @property {typeof STATES[number]} state
 * @property {number | null} filedAt Unix seconds
 * @property {number | null} decidedAt
 * @property {typeof OUTCOMES[number] | null} outcome
 * @property {{ id?: string, en?: string } | null} reasons
 * @property {string} claim the name of a record, may be empty
 * @property {number | null} due until when it is to be decided
 * @property {boolean} overdue
 */

/**
 * @template {string} Word
 * @param {readonly Word[]} words
 * @param {unknown} value
 * @returns {Word | null}
 */
function one(words, value) {
  return words.find((word) => word === value) ?? null;
}

/** @param {unknown} value */
function seconds(value) {
  return typeof value === 'number' && Number.isFinite(value) ? value : null;
}

/** @param {unknown} value @returns {Status['reasons']} */
function reasonsOf(value) {
  if (typeof value !== 'object' || value === null) return null;
  /** @type {{ id?: string, en?: string }} */
  const found = {};
  for (const language of /** @type {const} */ (['id', 'en'])) {
    const text = /** @type {Record<string, unknown>} */ (value)[language];
    if (typeof text === 'string' && text.trim() !== '') found[language] = text.slice(0, LONGEST_REASONS);
  }
  return Object.keys(found).length === 0 ? null : found;
}

/**
 * @param {unknown} data
 * @returns {Status | null} null where it is no answer about a report
 */
export function readStatusAnswer(data) {
  if (typeof data !== 'object' || data === null) return null;
  const said = /** @type {Record<string, unknown>} */ (data);
  const state = one(STATES, said.state);
  if (state === null) return null;
  return {
    kind: one(KINDS, said.kind),
    state,
    filedAt: seconds(said.filed_at),
    decidedAt: seconds(said.decided_at),
    outcome: one(OUTCOMES, said.outcome),
    reasons: reasonsOf(said.reasons),
    claim: typeof said.claim === 'string' && CLAIM.test(said.claim) ? said.claim : '',
    due: seconds(said.due),
    overdue: said.overdue === true,
  };
}
