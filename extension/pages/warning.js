/**
 * The warning page: says what a named checker found about the link that was opened, and leaves the reader free.
 *
 * Takes only the target, in the fragment, and judges it anew: whoever makes such an address can show nothing but what the
 * list says. Of the target only an inert, shortened address is shown. Showing a warning asks for the newest manifest
 * once, the same way whatever the target is, so that a withdrawn warning is not repeated.
 */

import { readConfig } from '../background/config.js';
import { count } from '../background/counters.js';
import { judge } from '../judgement/judge.js';
import { requestRefresh } from '../background/messages.js';
import { headline, interrupts, lookOf } from '../judgement/presentation.js';
import { api } from '../background/platform.js';
import { isWeb, targetOf } from '../background/warningpage.js';
import { currentTexts, onLanguageChange } from '../i18n/chosen.js';
import { button, disclosure, element, fillTexts, find, icon } from './dom.js';
import { checkerWords, claimWords, evidence, findingWords, readLink, scopeWords, staleWords, testWords } from './finding.js';
import { goBack, goOn, rememberWay } from './leave.js';
import { reportWords } from './report.js';
import { shortAddress } from './shortaddress.js';
import { techniqueWords } from './technique.js';

/** @typedef {import('../judgement/judge.js').Judgement} Judgement */
/** @typedef {import('../judgement/presentation.js').Review} Review */
/** @typedef {import('../i18n/texts.js').Texts} Texts */
/** @typedef {import('./dom.js').Child} Child */

let target = '';
/** The key that this page has warned of: what it warned of it may open, also when the warning is withdrawn. */
let warnedKey = '';
/** What the page says now, so that news which change nothing do not close what the reader opened. */
let says = '';

/**
 * @typedef {object} Content
 * @property {'warning' | 'caution' | 'cleared' | 'none'} look
 * @property {string} label
 * @property {string} title of the document
 * @property {Child[]} heading
 * @property {Child} [first] what stands even before the heading
 * @property {Child[]} body
 */

/**
 * @param {Texts} texts
 * @param {Content} content
 */
function put(texts, { look, label, title, heading, first = null, body }) {
  fillTexts(texts);
  document.title = title;
  document.documentElement.dataset.look = look;
  const h1 = element('h1', { tabindex: '-1' }, ...heading);
  const above = element('p', { class: 'label' }, icon(look), label);
  const short = shortAddress(target);
  const address =
    short === '' ? null : element('p', { class: 'address' }, `${texts.say('address')}: `, element('bdi', { dir: 'ltr' }, short));
  const card = element('div', { class: 'card' }, first, above, h1, ...body, address);
  find('main', HTMLElement).replaceChildren(card);
  document.body.dataset.ready = look;
  h1.focus({ preventScroll: true });
}

/** @param {Texts} texts @param {string} [kind] */
function backButton(texts, kind = 'quiet') {
  return button(texts.say('back'), () => void goBack(target), { id: 'back', class: kind }, 'back');
}

/** @param {Judgement} judgement */
async function openAnyway(judgement) {
  const tab = await api.tabs.getCurrent();
  await count('opened', judgement, tab?.id ?? -1);
  await goOn(target, judgement.key);
}

/**
 * @param {Texts} texts
 * @param {Judgement} judgement
 * @param {'warning' | 'caution'} look
 * @param {Review} review
 */
async function putWarning(texts, judgement, look, review) {
  const { publisher } = review;
  const { server } = await readConfig();
  const open = button(texts.say('open'), () => void openAnyway(judgement), { id: 'open', class: 'plain' });
  open.setAttribute('aria-describedby', 'open-hint');
  put(texts, {
    look,
    label: texts.say(look === 'warning' ? 'labelWarning' : 'labelCaution'),
    title: texts.say('pageTitle', { publisher, verdict: texts.verdict(review) }),
    heading: findingWords(texts, review),
    first: staleWords(texts, judgement),
    body: [
      testWords(texts, judgement),
      claimWords(texts, judgement),
      checkerWords(texts, review),
      ...scopeWords(texts, judgement),
      element('div', { class: 'actions' }, readLink(texts, review, { class: 'button', id: 'read' }), backButton(texts)),
      disclosure(texts.say('why'), 'why', element('p', {}, texts.say('whyIntro')), evidence(texts, judgement, server)),
      element('div', { class: 'onward' }, open, element('p', { class: 'soft', id: 'open-hint' }, texts.say('openHint'))),
      await techniqueWords(texts, judgement),
      await reportWords(texts, target, judgement, review),
    ],
  });
}

/** The warning that this page showed is no longer in the list. @param {Texts} texts */
function putWithdrawn(texts) {
  const heading = texts.say('withdrawnTitle');
  const open = button(texts.say('openPlain'), () => void goOn(target, warnedKey), { id: 'open', class: 'button' }, 'forward');
  put(texts, {
    look: 'cleared',
    label: texts.say('labelCleared'),
    title: texts.say('plainTitle', { heading }),
    heading: [heading],
    body: [
      element('p', { role: 'status' }, texts.say('withdrawnText')),
      element('div', { class: 'actions' }, open, backButton(texts)),
    ],
  });
}

/** It is in the list, and what was found cannot be told: neither a warning nor the end of one. @param {Texts} texts */
function putRecordless(texts) {
  const heading = texts.say('recordlessTitle');
  const open = button(texts.say('openPlain'), () => void goOn(target, warnedKey), { id: 'open', class: 'plain' }, 'forward');
  put(texts, {
    look: 'none',
    label: texts.say('labelNote'),
    title: texts.say('plainTitle', { heading }),
    heading: [heading],
    body: [
      element('p', { role: 'status' }, texts.say('recordlessText')),
      element('div', { class: 'actions' }, backButton(texts, 'button'), warnedKey === '' ? null : open),
    ],
  });
}

/** Nothing that could be warned of: no target, or one that is not listed. @param {Texts} texts */
function putNothing(texts) {
  const heading = texts.say(isWeb(target) ? 'notListedTitle' : 'noTargetTitle');
  put(texts, {
    look: 'none',
    label: texts.say('labelNone'),
    title: texts.say('plainTitle', { heading }),
    heading: [heading],
    body: [
      element('p', {}, texts.say(isWeb(target) ? 'notListedText' : 'noTargetText')),
      element('div', { class: 'actions' }, backButton(texts, 'button')),
    ],
  });
}

/**
 * Judges the target and shows the result, if it is another than the one that is shown.
 *
 * @returns {Promise<boolean>} whether the page warns
 */
async function show() {
  const texts = await currentTexts();
  const judgement = isWeb(target) ? await judge(target) : null;
  const look = judgement === null ? 'none' : lookOf(judgement);
  const review = judgement === null ? null : headline(judgement);
  const { key, level, claim, listing, also, list } = judgement ?? {};
  const next = JSON.stringify([texts.language, target, key, level, claim, listing, also, list?.staleness]);
  if (next === says) return interrupts(look);
  says = next;
  if (judgement !== null && review !== null && (look === 'warning' || look === 'caution')) {
    warnedKey = judgement.key;
    await putWarning(texts, judgement, look, review);
    return true;
  }
  if (look === 'recordless') putRecordless(texts);
  else if (warnedKey === '') putNothing(texts);
  else putWithdrawn(texts);
  return false;
}

async function start() {
  target = targetOf(location.hash);
  warnedKey = '';
  if (!(await show())) return;
  await Promise.all([requestRefresh(), rememberWay(target)]);
  await show();
}

onLanguageChange(() => void show());
// Another warning in the same tab only changes the fragment.
addEventListener('hashchange', () => void start());
void start();
