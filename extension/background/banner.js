/**
 * The bar on top of a page of level 2, for those who turned it on: says in the page what the page in between would say.
 *
 * Once a key and session, like that page. Where it cannot be put into a page (the browser's own, the browser's shop, a permission that
 * has just been taken back) the caller shows the page in between. When the tab goes on without loading anew, the bar goes.
 */

import { currentTexts } from '../i18n/chosen.js';
import { formatDay, formatMoment } from '../i18n/dates.js';
import { headline, inLanguage } from '../judgement/presentation.js';
import { count } from './counters.js';
import { markCautioned } from './decisions.js';
import { currentChoice } from './features.js';
import { api } from './platform.js';
import { forget, recall, remember } from './session.js';

/** @typedef {import('../judgement/judge.js').Judgement} Judgement */
/** @typedef {import('../inpage/banner.js').BannerWords} BannerWords */

const FILE = 'inpage/banner.js';
const LONGEST_CLAIM = 200;
const AGAIN_MS = 250;
const WIDE = new Set(['path', 'host', 'domain']);

/** Whether the reader wants the bar, and the browser lets it be put into pages. */
export async function wantsBanner() {
  return api.scripting !== undefined && (await currentChoice()).banner;
}

/** @param {number} tabId */
function bannerName(tabId) {
  return `banner ${tabId}`;
}

/**
 * @param {Judgement} judgement
 * @param {import('../i18n/texts.js').Texts} texts
 * @returns {BannerWords | null} null where there is no checker to name
 */
function wordsOf(judgement, texts) {
  const review = headline(judgement);
  if (review === null) return null;
  const { language, say } = texts;
  const { publisher, date, url } = review;
  const claim = inLanguage(judgement.claim?.text, language);
  const long = claim !== null && claim.text.length > LONGEST_CLAIM;
  const day = formatDay(date, language);
  const checked = day === '' ? say('checkedByUndated', { publisher }) : say('checkedBy', { publisher, date: day });
  const notes = [`${checked}.`];
  if (judgement.test) notes.unshift(say('testNote'));
  if (WIDE.has(judgement.kind)) notes.push(say(`wide_${judgement.kind}`));
  const { list } = judgement;
  if (list !== null && list.staleness !== 'fresh') notes.push(say('staleLine', formatMoment(list.created, language)));
  return {
    language,
    label: say('labelCaution'),
    finding: `${say('finding', { publisher, verdict: texts.verdict(review) })}.`,
    claim: long ? { ...claim, text: `${claim.text.slice(0, LONGEST_CLAIM).trimEnd()}…` } : claim,
    notes,
    read: say('read'),
    url,
    close: say('bannerClose'),
  };
}

/**
 * @param {number} tabId
 * @param {BannerWords} words
 * @param {number} [wait] milliseconds
 * @returns {Promise<boolean>} whether the page's script has heard them
 */
async function put(tabId, words, wait = 0) {
  if (wait > 0) await new Promise((resolve) => setTimeout(resolve, wait));
  try {
    await api.scripting.executeScript({ target: { tabId, frameIds: [0] }, files: [FILE], injectImmediately: true });
    return (await api.tabs.sendMessage(tabId, { type: 'banner', words }, { frameId: 0 })) === true;
  } catch {
    return false;
  }
}

/**
 * Puts the bar on top of the page that a tab shows.
 *
 * @param {number} tabId
 * @param {Judgement} judgement of level 2
 * @returns {Promise<boolean>} whether it is there, or will be as soon as the page has a body
 */
export async function putBanner(tabId, judgement) {
  const words = wordsOf(judgement, await currentTexts());
  if (words === null) return false;
  // Just after it committed, a page may still be taking the place of the one before, and what was put in goes with that one.
  if (!(await put(tabId, words)) && !(await put(tabId, words, AGAIN_MS))) return false;
  await remember(bannerName(tabId), judgement.key);
  await markCautioned(judgement.key);
  await count('seen', judgement, tabId);
  return true;
}

/**
 * Takes the bar away when a script has changed the address to that of something else.
 *
 * @param {number} tabId
 * @param {Judgement} judgement of what the tab shows now
 */
export async function takeBanner(tabId, { key }) {
  const about = await recall(bannerName(tabId));
  if (about === null || about === key) return;
  await forget(bannerName(tabId));
  await api.tabs.sendMessage(tabId, { type: 'banner', act: 'close' }, { frameId: 0 }).catch(() => {});
}

/** @param {number} tabId that closed */
export async function forgetBanner(tabId) {
  await forget(bannerName(tabId));
}
