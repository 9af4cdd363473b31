/**
 * How a judgement is shown: as a warning, a calmer caution, a note, a listing without its record, or not at all.
 *
 * Pure. The rule that it guards: nobody is warned without a claim and a named checker whose check can be
 * read over https (docs/verdicts.md), or on this very computer, where the service's test pages lie in development. A listing that lacks one of them warns nobody, whatever its level; that it
 * is there is told all the same, for it must not look as if nothing were listed.
 */

import { Level, ReasonCode, State } from '../core/vocabulary.js';

/** @typedef {import('./judge.js').Judgement} Judgement */

/**
 * @typedef {object} Review
 * @property {string} publisher
 * @property {string} url https, or on this computer
 * @property {string} rating as the publisher wrote it, may be empty
 * @property {string} verdict our word for it
 * @property {string} date YYYY-MM-DD, or empty
 */

/** @typedef {'warning' | 'caution' | 'note' | 'recordless' | 'cleared' | 'none'} Look `recordless`: listed, and by whom is not known */

const THIS_COMPUTER = ['127.0.0.1', 'localhost'];

/** Controls, marks that turn a line around and halves of a pair: what core/unseen.py refuses and no sentence needs. */
const UNREADABLE = /[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]/gu;

/**
 * A text of a record as it may be shown: nothing in it can make the sentence around it read otherwise than it is.
 *
 * @param {unknown} value
 * @returns {string} empty where it is no text
 */
function readable(value) {
  return typeof value === 'string' ? value.replace(UNREADABLE, '') : '';
}

/**
 * @param {unknown} text
 * @returns {string | null} the address where it is an https one, or one of this computer: the exception that the list's
 *   server has as well
 */
export function readableAddress(text) {
  if (typeof text !== 'string') return null;
  try {
    const url = new URL(text);
    const readable = url.protocol === 'https:' || (url.protocol === 'http:' && THIS_COMPUTER.includes(url.hostname));
    return readable && url.username === '' && url.password === '' ? url.href : null;
  } catch {
    return null;
  }
}

/**
 * The reviews that can be shown: with a publisher's name and an address that can be opened; newest first.
 *
 * @param {Pick<Judgement, 'reviews'>} judgement
 * @returns {Review[]}
 */
export function readableReviews({ reviews }) {
  /** @type {Review[]} */
  const shown = [];
  for (const { publisher, url, rating, verdict, date } of reviews) {
    const address = readableAddress(url);
    const name = readable(publisher);
    if (address === null || name.trim() === '') continue;
    shown.push({ publisher: name, url: address, rating: readable(rating), verdict: readable(verdict), date: readable(date) });
  }
  return shown.sort((a, b) => (a.date < b.date ? 1 : a.date > b.date ? -1 : 0));
}

/**
 * The review that the page is headed by: the newest one that found what the listing says, else the newest.
 *
 * @param {Pick<Judgement, 'reviews' | 'verdict'>} judgement
 * @returns {Review | null}
 */
export function headline(judgement) {
  const reviews = readableReviews(judgement);
  return reviews.find(({ verdict }) => verdict === judgement.verdict) ?? reviews[0] ?? null;
}

/**
 * The claim's text in the reader's language, or in the other one where that is missing.
 *
 * @param {Record<string, any> | null | undefined} texts
 * @param {string} language
 * @returns {{ text: string, language: string } | null}
 */
export function inLanguage(texts, language) {
  for (const each of [language, 'id', 'en']) {
    const text = readable(texts?.[each]);
    if (text.trim() !== '') return { text, language: each };
  }
  return null;
}

/**
 * What other claims say of the same key, as far as it may be shown: with the claim's text and a named checker. What was
 * withdrawn is not repeated.
 *
 * @param {Pick<Judgement, 'also'>} judgement
 * @param {string} language
 * @returns {{ claim: { text: string, language: string }, review: Review }[]}
 */
export function otherClaims({ also }, language) {
  return also.flatMap(({ listing, claim: record }) => {
    const claim = inLanguage(record?.text, language);
    const review = headline({ verdict: listing.verdict, reviews: record?.reviews ?? [] });
    return claim === null || review === null || listing.reason_code === ReasonCode.WITHDRAWN ? [] : [{ claim, review }];
  });
}

/**
 * @param {Judgement} judgement
 * @returns {Look}
 */
export function lookOf(judgement) {
  const { state, level, claim } = judgement;
  if (state === State.CLEARED) return 'cleared';
  if (state !== State.LISTED) return 'none';
  if (inLanguage(claim?.text, 'id') === null || headline(judgement) === null) return 'recordless';
  if (level === Level.WARNING) return 'warning';
  return level === Level.CAUTION ? 'caution' : 'note';
}

/**
 * Whether this look takes the place of the page.
 *
 * @param {Look} look
 */
export function interrupts(look) {
  return look === 'warning' || look === 'caution';
}
