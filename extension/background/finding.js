/**
 * What a finding does to the page that is about to be shown: nothing, a badge, a bar on top of it, the calm page or the warning page.
 *
 * `answerOf` is the rule, and pure: what the list says, and what the reader has decided. `findingOf` gathers what the rule wants to
 * know of this tab and this moment, and says it in the words of trace.js. Nothing here makes a warning stronger than the list's
 * level; the reader's decisions only make it quieter.
 */

import { interrupts, lookOf } from '../judgement/presentation.js';
import { comesFromCheck } from './article.js';
import { wantsBanner } from './banner.js';
import { isAllowed, wasCautioned } from './decisions.js';
import { workMode } from './workmode.js';

/** @typedef {import('../judgement/judge.js').Judgement} Judgement */
/** @typedef {import('./trace.js').Finding} Finding */

/** @typedef {'none' | 'badge' | 'banner' | 'caution page' | 'warning page'} Answer */

/**
 * @typedef {object} Circumstances
 * @property {boolean} allowed whether the reader chose to open this key in spite of the warning
 * @property {boolean} cautioned whether the calm page of this key has been shown in this session
 * @property {boolean} working whether the reader wants no pages now (workmode.js)
 * @property {boolean} banner whether the reader wants a bar on top of the page instead of the calm page (banner.js)
 * @property {boolean} fromCheck whether it was opened from the article of one of its own checks (article.js)
 */

/**
 * @param {Judgement} judgement
 * @param {Circumstances} circumstances
 * @returns {Answer}
 */
export function answerOf(judgement, { allowed, cautioned, working, banner, fromCheck }) {
  const look = lookOf(judgement);
  if (look === 'none') return 'none';
  if (!interrupts(look) || allowed || working || fromCheck) return 'badge';
  if (look === 'caution' && cautioned) return 'badge';
  if (look === 'caution') return banner ? 'banner' : 'caution page';
  return 'warning page';
}

/** @param {Answer} answer whether this takes the place of the page */
export function takesThePlace(answer) {
  return answer === 'caution page' || answer === 'warning page';
}

/**
 * @param {number} tabId
 * @param {Judgement} judgement
 * @returns {Promise<Finding>}
 */
export async function findingOf(tabId, judgement) {
  const { key, level } = judgement;
  // Most pages are not listed: they cost no look into the storage.
  if (!interrupts(lookOf(judgement))) return { key: '', level, warn: false, banner: false, allowed: false };
  const [allowed, cautioned, { on: working }, banner, fromCheck] = await Promise.all([
    isAllowed(key),
    wasCautioned(key),
    workMode(),
    wantsBanner(),
    comesFromCheck(tabId, judgement),
  ]);
  const answer = answerOf(judgement, { allowed, cautioned, working, banner, fromCheck });
  return { key, level, warn: takesThePlace(answer), banner: answer === 'banner', allowed: allowed || working || fromCheck };
}
