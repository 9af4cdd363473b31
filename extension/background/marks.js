/**
 * Marks on links inside pages: puts the content scripts where the reader wants them, and judges the links that they send.
 *
 * The scripts are registered only while the feature is on and allowed; pages that are open already get or lose them at once.
 * Links are judged here, in the extension's own process, with the stored list. The reply names the listed ones and nothing
 * else. A mark must never cause a request: where the record of a listing is not on this device there is no mark.
 */

import { currentTexts, onLanguageChange } from '../i18n/chosen.js';
import { judge } from '../judgement/judge.js';
import { headline, lookOf } from '../judgement/presentation.js';
import { currentList } from '../list/current.js';
import { onListChange } from '../list/notices.js';
import { SETTLE, currentChoice, followBrowser, giveBack, onChoiceChange, patternsOf } from './features.js';
import { isOwnPage } from './messages.js';
import { listen } from './nocontact.js';
import { api, keepStorageFromPages } from './platform.js';
import { recall, remember } from './session.js';
import { isWeb } from './warningpage.js';

/** @typedef {import('../judgement/judge.js').Judgement} Judgement */
/** @typedef {[number, string, string]} Listed the link's place in the batch, the look of its mark, and what it says */

const ID = 'marks';
const FILES = ['inpage/links.js', 'inpage/mark.js', 'inpage/marks.js'];
/** What a content script sends at once; more is not read. */
const MOST = 512;
/** Which list the marks in open pages are of. */
const SEQ = 'marks seq';
const WIDE = new Set(['path', 'host', 'domain']);

/** @type {Record<string, string>} */
const LABELS = { warning: 'labelWarning', caution: 'labelCaution', note: 'labelNote' };

/** @param {'stop' | 'anew'} act */
async function tellPages(act) {
  const tabs = await api.tabs.query({});
  const told = tabs.map(({ id }) => (id === undefined ? null : api.tabs.sendMessage(id, { type: 'marks', act })));
  // Most tabs have nobody who listens.
  await Promise.allSettled(told);
}

/** @param {string[]} matches */
async function enterOpenPages(matches) {
  const tabs = await api.tabs.query({ url: matches });
  const entered = tabs.map(({ id = -1 }) =>
    api.scripting.executeScript({ target: { tabId: id, allFrames: true }, files: FILES }),
  );
  // Pages of the browser and of its shop let nobody in.
  await Promise.allSettled(entered);
}

/** Brings the registered scripts, the pages that are open and the permissions to what the reader wants. */
async function apply() {
  listen();
  await followBrowser();
  const matches = patternsOf((await currentChoice()).marks);
  const { scripting } = api;
  const registered = scripting === undefined ? [] : await scripting.getRegisteredContentScripts({ ids: [ID] });
  const before = registered[0]?.matches ?? [];
  if (JSON.stringify([...before].sort()) !== JSON.stringify([...matches].sort())) {
    if (registered.length > 0) await scripting.unregisterContentScripts({ ids: [ID] });
    await tellPages('stop');
    if (matches.length > 0) {
      const script = { id: ID, js: FILES, matches, allFrames: true, runAt: /** @type {const} */ ('document_idle') };
      await scripting.registerContentScripts([{ ...script, persistAcrossSessions: true }]);
      await enterOpenPages(matches);
    }
  } else if (matches.length === 0) await tellPages('stop');
  await giveBack();
}

/** @type {Promise<void>} changes are applied one after another */
let applying = Promise.resolve();

function applySoon() {
  applying = applying.then(apply).catch(() => {});
}

/**
 * @param {Judgement} judgement
 * @param {import('../i18n/texts.js').Texts} texts
 */
function wordsOf(judgement, texts) {
  const review = headline(judgement);
  const label = texts.say(LABELS[lookOf(judgement)]);
  if (review === null) return label;
  const finding = texts.say('finding', { publisher: review.publisher, verdict: texts.verdict(review) });
  const wide = WIDE.has(judgement.kind) ? ` ${texts.say('markWide')}` : '';
  const test = judgement.test ? `${texts.say('testNote')} ` : '';
  return `${test}${label}: ${finding}.${wide}`;
}

/**
 * Judges the links of a page. A link to what the page itself is gets no mark: its reader has been told.
 *
 * @param {readonly unknown[]} links
 * @param {string | undefined} page
 * @returns {Promise<{ listed: Listed[] } | null>} null where marks are off or there is no list
 */
export async function judgeLinks(links, page) {
  if ((await currentChoice()).marks.length === 0 || (await currentList()) === null) return null;
  const texts = await currentTexts();
  const here = page !== undefined && isWeb(page) ? (await judge(page, undefined, { asks: false })).key : '';
  /** @type {Listed[]} */
  const listed = [];
  for (const [i, link] of links.slice(0, MOST).entries()) {
    if (typeof link !== 'string' || !isWeb(link)) continue;
    const judgement = await judge(link, undefined, { asks: false });
    const look = lookOf(judgement);
    if (look in LABELS && judgement.key !== here) listed.push([i, look, wordsOf(judgement, texts)]);
  }
  return { listed };
}

async function followList() {
  if ((await currentChoice()).marks.length === 0) return;
  const seq = (await currentList())?.seq ?? 0;
  if ((await recall(SEQ)) === seq) return;
  await remember(SEQ, seq);
  await tellPages('anew');
}

/** Wires the feature. Must be called at the top level of the worker. */
export function registerMarks() {
  keepStorageFromPages();
  api.runtime.onMessage.addListener((message, sender, reply) => {
    if (message?.type === SETTLE && isOwnPage(sender)) {
      applySoon();
      void applying.then(() => reply(true));
      return true;
    }
    if (message?.type !== 'links' || sender.id !== api.runtime.id || !Array.isArray(message.links)) return false;
    judgeLinks(message.links, sender.url).then(reply, () => reply(null));
    return true;
  });
  onListChange(() => void followList().catch(() => {}));
  onLanguageChange(() => void tellPages('anew').catch(() => {}));
  onChoiceChange(applySoon);
  api.permissions?.onRemoved?.addListener(applySoon);
  // An extension that was renewed has lost its registered scripts.
  api.runtime.onInstalled.addListener(applySoon);
  api.runtime.onStartup.addListener(applySoon);
}
