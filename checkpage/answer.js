/**
 * One answer as a card: what a named checker found, or the state in words.
 *
 * The finding itself is made by the extension's own pages/finding.js, so that phone and extension say the same. A link
 * is shown as inert, shortened text and leads nowhere. Nothing here says "safe".
 */

import { headline, lookOf } from '../extension/judgement/presentation.js';
import { disclosure, element } from '../extension/pages/dom.js';
import {
  checkerWords,
  claimWords,
  evidence,
  findingWords,
  readLink,
  recordOf,
  scopeWords,
  testWords,
} from '../extension/pages/finding.js';
import { reportOffer } from '../extension/pages/reports/offer.js';
import { shortAddress } from '../extension/pages/shortaddress.js';
import { pagePlace } from './reporting.js';
import { resolvePart } from './resolving.js';
import { shareButton, whatToShare } from './sharing.js';

/** @typedef {import('../extension/judgement/judge.js').Judgement} Judgement */
/** @typedef {import('../extension/i18n/texts.js').Texts} Texts */
/** @typedef {import('../extension/pages/dom.js').Child} Child */

/**
 * @typedef {object} Answer
 * @property {string} link as it stood in the text
 * @property {string | null} resolved where it leads, once the reader had it looked up
 * @property {Judgement} judgement of `resolved`, else of `link`
 */

const TONES = { warning: 'stop', caution: 'caution', note: 'note', recordless: 'note', cleared: 'quiet', none: 'quiet' };
const LABELS = { warning: 'labelWarning', caution: 'labelCaution', note: 'labelNote', cleared: 'labelCleared' };
const LONGEST = 80;

/** @param {string} link */
function shown(link) {
  if (/^https?:/i.test(link)) return shortAddress(link) || link.slice(0, LONGEST);
  return link.length > LONGEST ? `${link.slice(0, LONGEST)}…` : link;
}

/**
 * @param {string} words
 * @returns {HTMLElement}
 */
function label(words) {
  return element('p', { class: 'label' }, element('span', { class: 'mark', 'aria-hidden': 'true' }), words);
}

/**
 * @param {Texts} texts
 * @param {Judgement} judgement
 * @param {'warning' | 'caution' | 'note' | 'cleared'} look
 * @returns {Child[]}
 */
function finding(texts, judgement, look) {
  const why = disclosure(texts.say('whyNote'), '', evidence(texts, judgement));
  why.removeAttribute('id'); // There may be several answers.
  const record = recordPart(texts, judgement);
  const review = headline(judgement);
  const head = label(texts.say(LABELS[look]));
  if (look === 'cleared' || review === null) {
    const words = [element('h2', {}, texts.say('clearedTitle')), element('p', {}, texts.say('clearedText'))];
    return [testWords(texts, judgement), head, ...words, record, why];
  }
  const rating = review.rating === '' ? null : element('p', { class: 'rating' }, texts.say('rating', { rating: review.rating }));
  const shared = whatToShare(texts, judgement);
  const { press, news } = shared === null ? { press: null, news: null } : shareButton(texts, shared);
  const read = readLink(texts, review, { class: 'button', target: '_blank', rel: 'noopener noreferrer' });
  return [
    testWords(texts, judgement),
    head,
    element('h2', {}, ...findingWords(texts, review)),
    claimWords(texts, judgement),
    checkerWords(texts, review),
    rating,
    ...scopeWords(texts, judgement),
    element('div', { class: 'actions' }, read, press),
    news,
    record,
    why,
  ];
}

/**
 * The way to the claim's public page.
 *
 * @param {Texts} texts
 * @param {Judgement} judgement
 */
function recordPart(texts, judgement) {
  const record = recordOf(judgement);
  // Test listings have no public record.
  if (record === '' || judgement.test) return null;
  const address = `/c/${encodeURIComponent(record)}?lang=${texts.language}`;
  // In a tab of its own: the answers are kept nowhere, and stay where they are.
  const link = element('a', { href: address, target: '_blank', rel: 'noopener' }, texts.say('recordLink'));
  return element('p', { class: 'to-record' }, link);
}

/**
 * @param {Texts} texts
 * @param {Answer} answer
 * @param {(url: string) => void} resolved
 * @returns {Child[]}
 */
function state(texts, { link, judgement: { state: name, reason } }, resolved) {
  /** @param {string} words */
  const title = (words) => element('h2', {}, texts.say(words));
  /** @param {string} words */
  const text = (words) => element('p', {}, texts.say(words));
  if (name === 'listed') return [label(texts.say('labelNote')), title('recordlessTitle'), text('recordlessText')];
  if (name === 'error') return [label(texts.say('cannotLabel')), title(`error_${reason}`)];
  if (name === 'platform') return [label(texts.say('platformLabel')), title('platformTitle'), text('platformText')];
  if (name === 'unresolved') {
    return [label(texts.say('unresolvedLabel')), title('unresolvedSentence'), resolvePart(texts, link, resolved)];
  }
  return [label(texts.say('labelNone')), title('unknownTitle'), text('unknownText')];
}

/**
 * @param {Texts} texts
 * @param {Answer} answer
 * @param {(url: string) => void} resolved called with where a short link leads
 * @returns {HTMLLIElement}
 */
export function answerCard(texts, answer, resolved) {
  const { link, judgement } = answer;
  const look = lookOf(judgement);
  const nodes = look === 'none' || look === 'recordless' ? state(texts, answer, resolved) : finding(texts, judgement, look);
  const led =
    answer.resolved === null
      ? null
      : element('p', { class: 'led' }, texts.say('resolvedTo'), ' ', element('bdi', { dir: 'ltr' }, shown(answer.resolved)));
  const address = element('p', { class: 'address' }, element('span', { class: 'visually-hidden' }, `${texts.say('linkLabel')}: `),
    element('bdi', { dir: 'ltr' }, shown(link)));
  const offer = reportOffer(texts, answer.resolved ?? link, judgement, pagePlace);
  const tone = judgement.state === 'error' ? 'error' : TONES[look];
  return element('li', { class: `card ${tone}`, 'data-state': judgement.state, tabindex: '-1' }, ...nodes, led, address, offer);
}
