/**
 * The mark on the toolbar button: a sign and a word, for what is listed; nothing for what is not.
 *
 * Never green, and never a mark for the absence of a record: no record does not mean true.
 */

import { currentTexts } from '../i18n/chosen.js';
import { setBadge } from './platform.js';
import { headline, lookOf } from '../judgement/presentation.js';

/** @typedef {import('../judgement/judge.js').Judgement} Judgement */
/** @typedef {import('../judgement/presentation.js').Look} Look */

/** White on each of these has a contrast of at least 4.5:1. @type {Record<Look, { text: string, colour: string }>} */
const MARKS = {
  warning: { text: '!', colour: '#a3251b' },
  caution: { text: '!', colour: '#7a4a00' },
  note: { text: 'i', colour: '#2a4b8d' },
  recordless: { text: 'i', colour: '#2a4b8d' },
  cleared: { text: 'i', colour: '#50605d' },
  none: { text: '', colour: '#50605d' },
};

/**
 * @param {Judgement} judgement
 * @param {Look} look
 * @param {import('../i18n/texts.js').Texts} texts
 */
function titleOf(judgement, look, texts) {
  if (look === 'recordless') return texts.say('recordlessTitle');
  const review = headline(judgement);
  if (look === 'cleared' || review === null) return texts.say('clearedTitle');
  return texts.say('badgeFinding', { publisher: review.publisher, verdict: texts.verdict(review) });
}

/**
 * @param {Judgement} judgement
 * @param {import('../i18n/texts.js').Texts} texts
 */
function badgeOf(judgement, texts) {
  const look = lookOf(judgement);
  const { text, colour } = MARKS[look];
  const name = texts.say('extensionName');
  if (look === 'none') return { text, title: name };
  return { text, colour, textColour: '#ffffff', title: `${name}: ${titleOf(judgement, look, texts)}` };
}

/**
 * @param {number} tabId
 * @param {Judgement} judgement
 */
export async function showBadge(tabId, judgement) {
  await setBadge(tabId, badgeOf(judgement, await currentTexts()));
}
