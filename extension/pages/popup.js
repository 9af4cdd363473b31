/**
 * The popup of the toolbar button, and the page with the result of "check this link".
 *
 * Says what the list says of one address: the tab's, which the browser tells only because the reader pressed the button
 * (`activeTab`), or the one in this page's fragment. No record, not recognised and nothing to judge are told apart, and
 * none of them is called safe. Opening it asks for a newer list.
 */

import { readConfig } from '../background/config.js';
import { requestUpdate } from '../background/messages.js';
import { api } from '../background/platform.js';
import { deskAddress, isModerator } from '../background/moderator.js';
import { onWorkModeChange, workMode } from '../background/workmode.js';
import { judge } from '../judgement/judge.js';
import { currentList } from '../list/current.js';
import { onListChange } from '../list/notices.js';
import { headline, lookOf } from '../judgement/presentation.js';
import { cleaned } from '../reports/cleaned.js';
import { targetOf, warnedOf } from '../background/warningpage.js';
import { currentTexts, onLanguageChange } from '../i18n/chosen.js';
import { button, disclosure, element, fillTexts, find, icon, tell } from './dom.js';
import { checkerWords, claimWords, evidence, findingWords, readLink, scopeWords, staleWords, testWords } from './finding.js';
import { listWords } from './listinfo.js';
import { extensionPlace } from './reporting.js';
import { reportOffer } from './reports/offer.js';
import { shortAddress } from './shortaddress.js';
import { techniqueWords } from './technique.js';
import { askWhileMissing } from './waiting.js';
import { leftWords, workBanner, workOffer } from './workmode.js';

/** @typedef {import('../judgement/judge.js').Judgement} Judgement */
/** @typedef {import('../i18n/texts.js').Texts} Texts */
/** @typedef {import('./dom.js').Child} Child */

const LABELS = { warning: 'labelWarning', caution: 'labelCaution', note: 'labelNote', cleared: 'labelCleared' };

/** The time that is left in work mode is told anew so often. */
const WORK_EVERY_MS = 20_000;
/** What is said of work mode now. */
let workSays = '';
/** The address of which something is said now. */
let shownUrl = '';
/** The number of the list by which it is said, null while there is none. */
let shownSeq = /** @type {number | null} */ (null);
/** How often it was begun to say something: what was begun earlier, by an older list, never comes last. */
let begun = 0;

/** @returns {Promise<string>} the address in question, empty where the browser does not tell it */
async function address() {
  if (location.hash.length > 1) return targetOf(location.hash);
  const [tab] = await api.tabs.query({ active: true, currentWindow: true });
  const url = tab?.url ?? '';
  return warnedOf(url) ?? url;
}

/**
 * @param {Texts} texts
 * @param {string} title
 * @param {...string} sentences
 * @returns {Child[]}
 */
function plain(texts, title, ...sentences) {
  const words = sentences.map((each) => element('p', {}, each));
  return [element('h1', { tabindex: '-1' }, texts.say(title)), ...words];
}

/**
 * @param {Texts} texts
 * @param {string} url
 * @param {Judgement} judgement
 * @returns {Promise<{ look: string, nodes: Child[] }>}
 */
async function content(texts, url, judgement) {
  const look = lookOf(judgement);
  const review = headline(judgement);
  const { state, reason } = judgement;
  if (look === 'recordless') {
    const label = element('p', { class: 'label' }, icon('note'), texts.say('labelNote'));
    return { look: 'note', nodes: [label, ...plain(texts, 'recordlessTitle', texts.say('recordlessText'))] };
  }
  if (look !== 'none') {
    const label = element('p', { class: 'label' }, icon(look), texts.say(LABELS[look]));
    const { server } = await readConfig();
    const why = disclosure(texts.say('whyNote'), 'why', evidence(texts, judgement, server));
    const test = testWords(texts, judgement);
    if (look === 'cleared' || review === null) {
      return { look, nodes: [label, ...plain(texts, 'clearedTitle', texts.say('clearedText')), test] };
    }
    const h1 = element('h1', { tabindex: '-1' }, ...findingWords(texts, review));
    const nodes = [test, claimWords(texts, judgement), checkerWords(texts, review), ...scopeWords(texts, judgement)];
    const read = readLink(texts, review, { class: 'button', id: 'read', target: '_blank' });
    const technique = await techniqueWords(texts, judgement, { target: '_blank' });
    return { look, nodes: [staleWords(texts, judgement), label, h1, ...nodes, read, why, technique] };
  }
  if (reason === 'no_list') {
    const { server } = await readConfig();
    return { look, nodes: plain(texts, 'noListTitle', texts.say('noListText', { server })) };
  }
  if (state === 'error') return { look, nodes: plain(texts, 'errorTitle', texts.say(`error_${url === '' ? 'unseen' : reason}`)) };
  if (state === 'unresolved') return { look: 'unresolved', nodes: plain(texts, 'unresolvedTitle', texts.say('unresolvedText')) };
  if (state === 'platform') return { look, nodes: plain(texts, 'platformTitle', texts.say('platformText')) };
  return { look, nodes: plain(texts, 'unknownTitle', texts.say('unknownText')) };
}

/**
 * A moderator's way to the desk. In a tab of its own, and with the address in the fragment, which is never sent.
 *
 * @param {Texts} texts
 * @param {string} url
 */
async function deskWay(texts, url) {
  if (!(await isModerator())) return null;
  const found = await cleaned(url);
  if ('reason' in found) return null;
  const { server } = await readConfig();
  const link = { href: deskAddress(server, found.url), target: '_blank', rel: 'noopener noreferrer', id: 'desk' };
  return element('a', link, texts.say('moderatorAdd'));
}

/** @param {Texts} texts */
async function showState(texts) {
  const url = await address();
  // A newer list does not take away what the reader is writing.
  const writing = () => url === shownUrl && document.querySelector('main .report, main .reports[aria-busy]') !== null;
  if (writing()) return;
  begun += 1;
  const mine = begun;
  const judgement = await judge(url);
  const { look, nodes } = await content(texts, url, judgement);
  const short = judgement.reason === 'no_list' ? '' : shortAddress(/^https?:/i.test(url) ? url : '');
  const inert = short === '' ? null : element('p', { class: 'address' }, element('bdi', { dir: 'ltr' }, short));
  document.documentElement.dataset.look = look;
  const offer = reportOffer(texts, url, judgement, async () => extensionPlace);
  const card = element('div', { class: 'card' }, ...nodes, inert, offer, await deskWay(texts, url));
  // The form may have been opened while all this was looked up.
  if (writing() || mine !== begun) return;
  shownUrl = url;
  shownSeq = judgement.list?.seq ?? null;
  const main = find('main', HTMLElement);
  // What says the same stays: a button that is drawn anew under the reader's finger loses the press.
  if (!main.firstElementChild?.isEqualNode(card)) main.replaceChildren(card);
  document.body.dataset.ready = judgement.state;
}

/**
 * @param {Texts} texts
 * @param {string} news what came of the last update, announced to a screen reader
 */
async function showList(texts, news) {
  const { line, stale, problem } = await listWords(texts);
  const update = button(texts.say('updateNow'), () => void refresh(true), { id: 'update', class: 'plain' });
  const settings = element('a', { href: 'options.html', target: '_blank', id: 'settings' }, texts.say('settings'));
  const own = (await extensionPlace.own.all()).length === 0 ? null : extensionPlace.mine(texts);
  find('footer', HTMLElement).replaceChildren(
    element('h2', { class: 'soft' }, texts.say('listTitle')),
    element('p', { id: 'list-line' }, line),
    ...(stale === '' ? [] : [element('p', { class: 'problem' }, stale)]),
    ...(problem === '' ? [] : [element('p', { class: 'problem', id: 'problem' }, problem)]),
    element('p', { role: 'status', id: 'news' }, news),
    element('div', { class: 'row' }, update, own, settings),
    element('div', { id: 'work-offer' }),
  );
  workSays = '';
  await showWork(texts);
}

/** @param {Texts} texts */
async function showWork(texts) {
  const mode = await workMode();
  const says = JSON.stringify([texts.language, mode.on && leftWords(texts, mode)]);
  // Words that are the same do not close what the reader opened.
  if (says === workSays) return;
  workSays = says;
  /** @param {string} next which control takes the place of the one that was pressed */
  const done = (next) => async (/** @type {string} */ news) => {
    await showWork(texts);
    tell('news', news);
    find(next, HTMLElement).focus();
  };
  find('#work-now', HTMLElement).replaceChildren(...[workBanner(texts, mode, done('#work summary'))].filter((node) => node !== null));
  find('#work-offer', HTMLElement).replaceChildren(...[workOffer(texts, mode, done('#work-off'))].filter((node) => node !== null));
}

async function show(news = '') {
  const texts = await currentTexts();
  fillTexts(texts);
  document.title = texts.say(document.body.classList.contains('result') ? 'resultTitle' : 'popupTitle');
  await showState(texts);
  await showList(texts, news);
}

/** @param {boolean} asked whether the reader pressed the button, and so waits for an answer */
async function refresh(asked) {
  const texts = await currentTexts();
  const update = find('#update', HTMLButtonElement);
  if (asked) {
    update.disabled = true;
    find('#news', HTMLElement).textContent = texts.say('updating');
  }
  const result = await requestUpdate();
  const outcomes = { updated: 'updateDone', unchanged: 'updateSame', failed: 'updateFailed' };
  if (!asked && result?.outcome === 'unchanged') return;
  await show(asked ? texts.say(outcomes[result?.outcome ?? 'failed']) : '');
  if (asked) find('#update', HTMLButtonElement).focus();
}

async function start() {
  if ((await api.tabs.getCurrent()) !== undefined) document.body.classList.add('in-tab');
  await show();
  if (document.body.classList.contains('result')) find('h1', HTMLElement).focus({ preventScroll: true });
  await refresh(false);
  if ((await currentList()) === null) askWhileMissing(comeRight);
}

/** Shows the list that has come meanwhile. */
async function comeRight() {
  if ((await currentList()) === null) return false;
  await show((await currentTexts()).say('updateDone'));
  return true;
}

/** Says it by the list that another page or the alarm has brought, just before this page asked for one or at any time after. */
async function followList() {
  if (((await currentList())?.seq ?? null) === shownSeq) return;
  const texts = await currentTexts();
  await showState(texts);
  // The buttons below stay as they are: one that is drawn anew under the reader's finger loses the press.
  const { line } = await listWords(texts);
  const place = document.querySelector('#list-line');
  if (place !== null) place.textContent = line;
}

/** Tells what has changed of work mode. */
async function lookAtWork() {
  await showWork(await currentTexts());
}

onLanguageChange(() => void show());
onListChange(() => void followList());
onWorkModeChange(() => void lookAtWork());
setInterval(() => void lookAtWork(), WORK_EVERY_MS);
addEventListener('hashchange', () => void show());
void start();
