/**
 * What was found, as nodes: the named checker's finding, the claim, who checked and when, and why this is shown.
 *
 * Shared by the warning page and the popup, so that both say the same. Reports what a checker found; never an
 * accusation of ours. The order is always the same: finding, claim, checker and date, then everything else.
 */

import { inLanguage, otherClaims, readableReviews } from '../judgement/presentation.js';
import { formatDay, formatMoment } from '../i18n/dates.js';
import { element, rows } from './dom.js';

/** @typedef {import('../judgement/judge.js').Judgement} Judgement */
/** @typedef {import('../judgement/presentation.js').Review} Review */
/** @typedef {import('../i18n/texts.js').Texts} Texts */
/** @typedef {import('./dom.js').Child} Child */

const LONGEST_CLAIM = 420;

/**
 * "TurnBackHoax menyatakan klaim pada tautan ini SALAH", the verdict set apart.
 *
 * @param {Texts} texts
 * @param {Review} review
 * @returns {Child[]}
 */
export function findingWords(texts, review) {
  const mark = '\u0000';
  const [before, after] = texts.say('finding', { publisher: review.publisher, verdict: mark }).split(mark);
  return [before, element('strong', { class: 'verdict' }, texts.verdict(review)), after ?? ''];
}

/**
 * @param {Texts} texts
 * @param {Judgement} judgement
 * @returns {HTMLElement | null}
 */
export function claimWords(texts, { claim }) {
  const found = inLanguage(claim?.text, texts.language);
  if (found === null) return null;
  const { text, language } = found;
  const short = text.length > LONGEST_CLAIM ? `${text.slice(0, LONGEST_CLAIM).trimEnd()}…` : text;
  const quote = element('blockquote', { lang: language }, element('p', {}, short));
  return element('figure', { class: 'claim' }, element('figcaption', {}, texts.say('claim')), quote);
}

/**
 * @param {Texts} texts
 * @param {Review} review
 */
export function checkerWords(texts, { publisher, date }) {
  const day = formatDay(date, texts.language);
  const says = day === '' ? texts.say('checkedByUndated', { publisher }) : texts.say('checkedBy', { publisher, date: day });
  return element('p', { class: 'checker' }, says);
}

/**
 * @param {Texts} texts
 * @param {Review} review
 * @param {Record<string, string>} [attributes]
 */
export function readLink(texts, review, attributes = {}) {
  return element('a', { href: review.url, rel: 'noreferrer', ...attributes }, texts.say('read'));
}

/**
 * One review in the details: who, when, in whose words.
 *
 * @param {Texts} texts
 * @param {Review} review
 * @returns {Child[]}
 */
function reviewWords(texts, review) {
  const day = formatDay(review.date, texts.language);
  const link = element('a', { href: review.url, rel: 'noreferrer' }, review.publisher);
  const rating = review.rating === '' ? '' : `. ${texts.say('rating', { rating: review.rating })}`;
  return [link, day === '' ? '' : `, ${day}`, rating];
}

/**
 * @param {Texts} texts
 * @param {ReturnType<typeof otherClaims>[number]} other
 */
function otherItem(texts, { claim, review }) {
  const verdict = element('strong', {}, texts.verdict(review));
  return element('li', {}, element('q', { lang: claim.language }, claim.text), ' ', verdict, ': ', ...reviewWords(texts, review));
}

/**
 * The record's name, as the way to its own page. A test has no record, and without a server there is no page.
 *
 * @param {Texts} texts
 * @param {Judgement} judgement
 * @param {string} server
 */
function recordLink(texts, judgement, server) {
  const record = recordOf(judgement);
  const name = element('code', {}, record);
  if (judgement.test || server === '') return name;
  const href = `${server}/c/${encodeURIComponent(record)}?lang=${texts.language}`;
  // In a tab of its own: the warning, or the answer, stays where it is.
  return element('a', { href, target: '_blank', rel: 'noopener noreferrer' }, name);
}

/**
 * @param {Texts} texts
 * @param {Judgement} judgement
 * @param {string} [server] where the pages of records lie; asked for nothing until the reader follows the link
 */
export function evidence(texts, judgement, server = '') {
  const { listing, list, kind, level } = judgement;
  const { language } = texts;
  /** @type {[string, Child | Child[]][]} */
  const all = [];
  const statement = inLanguage(listing?.statement, language);
  if (statement !== null) {
    all.push([texts.say('whyStatement'), element('span', { lang: statement.language }, statement.text)]);
  }
  const reviews = readableReviews(judgement).map((review) => element('li', {}, ...reviewWords(texts, review)));
  all.push([texts.say('whyReviews'), element('ul', {}, ...reviews)]);
  const others = otherClaims(judgement, language).map((other) => otherItem(texts, other));
  if (others.length > 0) all.push([texts.say('whyAlso'), element('ul', {}, ...others)]);
  all.push([texts.say('whyMatch'), texts.say(`match_${kind}`)]);
  if (level > 0) all.push([texts.say('whyLevel'), texts.say(`level_${level}`)]);
  const listed = formatDay(String(listing?.listed ?? ''), language);
  if (listed !== '') all.push([texts.say('whyListed'), listed]);
  const reviewBy = formatDay(String(listing?.review_by ?? ''), language);
  if (reviewBy !== '') all.push([texts.say('whyReviewBy'), reviewBy]);
  if (list !== null) all.push([texts.say('whyList'), texts.say('listOf', { seq: list.seq, ...formatMoment(list.created, language) })]);
  if (recordOf(judgement) !== '') all.push([texts.say('whyRecord'), recordLink(texts, judgement, server)]);
  return rows(all);
}

/**
 * @param {Judgement} judgement
 * @returns {string} the name under which the list keeps this claim
 */
export function recordOf({ listing }) {
  return typeof listing?.claim === 'string' ? listing.claim : '';
}

/**
 * That this is a test, said before anything else is believed.
 *
 * @param {Texts} texts
 * @param {Judgement} judgement
 * @returns {HTMLElement | null}
 */
export function testWords(texts, { test }) {
  return test ? element('p', { class: 'test' }, texts.say('testNote')) : null;
}

/**
 * What has to be said where the listing is wider than the item, or the link narrower.
 *
 * @param {Texts} texts
 * @param {Judgement} judgement
 * @returns {HTMLElement[]}
 */
export function scopeWords(texts, { kind, identity }) {
  const says = [];
  if (kind === 'path' || kind === 'host' || kind === 'domain') says.push(texts.say(`wide_${kind}`));
  if (identity?.comment === true) says.push(texts.say('commentNote'));
  return says.map((text) => element('p', { class: 'scope' }, text));
}

/**
 * The date of a list that is past its expiry.
 *
 * @param {Texts} texts
 * @param {Judgement} judgement
 * @returns {HTMLElement | null}
 */
export function staleWords(texts, { list }) {
  if (list === null || list.staleness === 'fresh') return null;
  const { day } = formatMoment(list.created, texts.language);
  return element('p', { class: 'stale' }, texts.say('staleLine', { day }));
}

