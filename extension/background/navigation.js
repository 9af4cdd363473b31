/**
 * Watches where each tab goes and puts the warning in the place of a listed page.
 *
 * What may be known and asked for it is in docs/permissions.md. Three events of a site are heard: before a navigation
 * starts, when it commits (only then is the final address of a redirect known) and when a script changes the address.
 * A change of a site's fragment names nothing new, because no key holds a fragment. The decision is local, nothing is
 * asked of anybody. The events of one tab are taken one after another, so that one navigation is answered once. A tab
 * that nobody sees is left alone until it is seen.
 */

import { forgetShown, forgetTab, noteSeen, noteShown, passOn } from './article.js';
import { showBadge } from './badge.js';
import { forgetBanner, putBanner, takeBanner } from './banner.js';
import { count } from './counters.js';
import { markCautioned } from './decisions.js';
import { findingOf } from './finding.js';
import { judge } from '../judgement/judge.js';
import { isDropped, release } from './hostrule.js';
import { api } from './platform.js';
import { lookOf } from '../judgement/presentation.js';
import { forget, recall, remember } from './session.js';
import { ARRIVAL_MS, arrived, isBlobOf, next, traceName } from './trace.js';
import { isAgain, isWeb, warnable, warnedOf, warningAddress } from './warningpage.js';

/** @typedef {import('./trace.js').Happening} Happening */
/** @typedef {import('./trace.js').Trace} Trace */

/**
 * How long a warning that was sent is waited for before it is sent again. One that is going to appear has begun to well within the
 * first of them; a slow device gets more time each time.
 */
const INSIST_MS = [400, 800, 1_200];

/** What Chromium says of a page that a rule of an extension dropped. */
const DROPPED = 'net::ERR_BLOCKED_BY_CLIENT';

/** @type {Map<number, Promise<void>>} the last thing to do of each tab */
const queues = new Map();

/**
 * @param {number} tabId
 * @param {() => Promise<void>} task
 * @returns {Promise<void>} never rejects: a tab that closed meanwhile or a list that cannot be read warns nobody
 */
function inTurn(tabId, task) {
  const mine = (queues.get(tabId) ?? Promise.resolve()).then(task).catch(() => {});
  queues.set(tabId, mine);
  void mine.then(() => {
    if (queues.get(tabId) === mine) queues.delete(tabId);
  });
  return mine;
}

/**
 * @param {number} tabId
 * @param {Trace | null} trace
 */
async function keep(tabId, trace) {
  await (trace === null ? forget(traceName(tabId)) : remember(traceName(tabId), trace));
}

/** @param {number} tabId */
async function isSeen(tabId) {
  return (await api.tabs.get(tabId)).active;
}

/**
 * @param {number} tabId
 * @param {Trace} trace
 */
async function sendToWarning(tabId, trace) {
  const seen = await isSeen(tabId);
  const target = warnable(trace.target);
  await keep(tabId, { ...trace, target, waiting: !seen, at: Date.now() });
  if (!seen) return;
  try {
    await api.tabs.update(tabId, { url: warningAddress(target, trace.again) });
  } catch {
    // The browser refuses while a tab is being dragged, for instance. The next event of this navigation tries again.
    await keep(tabId, null);
  }
}

/**
 * Sends a tab again whose page committed while the warning was on its way, if the warning then does not appear: where
 * both come in the same moment Firefox may drop the warning, and in Chromium a page that goes on navigating drops it each time.
 * Sending twice to one address is one entry of the history. A page that will not give way gets its warning in a tab of its own.
 *
 * @param {number} tabId
 * @param {Trace} sent
 */
async function insist(tabId, sent) {
  // How often it was sent is a part of the trace: each page of a flood begins to wait anew, and none of them may begin to count anew.
  let { at, tries = 0 } = sent;
  for (let isOver = false; !isOver; ) {
    await new Promise((resolve) => setTimeout(resolve, INSIST_MS[tries]));
    isOver = true;
    await inTurn(tabId, async () => {
      const trace = /** @type {Trace | null} */ (await recall(traceName(tabId)));
      if (trace === null || trace.shown || trace.waiting || trace.at !== at) return;
      if (tries === INSIST_MS.length - 1) return replaceTab(tabId, trace);
      tries += 1;
      await sendToWarning(tabId, { ...trace, tries });
      at = /** @type {Trace | null} */ (await recall(traceName(tabId)))?.at ?? -1;
      isOver = false;
    });
  }
}

/**
 * Shows the warning in a new tab where the old one was, and closes the old one, whose page is not to be read on.
 *
 * @param {number} tabId
 * @param {Trace} trace
 */
async function replaceTab(tabId, { target }) {
  const { index, windowId } = await api.tabs.get(tabId);
  await api.tabs.create({ url: warningAddress(target), index, windowId, active: true });
  await keep(tabId, null);
  await api.tabs.remove(tabId);
}

/**
 * @param {number} tabId
 * @param {Happening} happening
 */
async function follow(tabId, happening) {
  const judgement = await judge(happening.url);
  const found = await findingOf(tabId, judgement);
  // Where the bar cannot be put into the page, the page in between comes after all.
  if (found.banner && happening.stage === 'committed') found.warn = !(await putBanner(tabId, judgement));
  const before = /** @type {Trace | null} */ (await recall(traceName(tabId)));
  const { act, trace } = next(before, happening, found);
  if (act === 'warn' && trace !== null) await sendToWarning(tabId, trace);
  else if (trace !== before) await keep(tabId, trace);
  if (act === 'none' && trace?.committed && !trace.shown && !trace.waiting) void insist(tabId, trace);
  // Where there is nothing further back the page stays: its reader has just been warned.
  if (act === 'pass') await api.tabs.goBack(tabId).catch(() => {});
  if (happening.stage !== 'committed') return;
  await takeBanner(tabId, judgement);
  await noteShown(tabId, judgement);
  await showBadge(tabId, judgement);
}

/**
 * @param {number} tabId
 * @param {string} target
 * @param {boolean} again
 * @param {boolean} anew whether it was not reached through the history or by loading it once more
 */
async function arriveAtWarning(tabId, target, again, anew) {
  const judgement = await judge(target);
  const { key, level } = await findingOf(tabId, judgement);
  const before = /** @type {Trace | null} */ (await recall(traceName(tabId)));
  await keep(tabId, arrived(before, target, { key, level, again }));
  if (anew && !(before?.shown && before.target === target)) await count('seen', judgement, tabId);
  await forgetShown(tabId);
  if (lookOf(judgement) === 'caution') await markCautioned(key);
  await showBadge(tabId, judgement);
}

/**
 * A page whose request the browser has dropped, by our rule (hostrule.js) if it still names it. The browser's own error page
 * stands in its place in the history, as a page that committed would; nothing tells whether it was reached by Back.
 *
 * @param {number} tabId
 * @param {string} url
 */
async function dropped(tabId, url) {
  const found = await findingOf(tabId, await judge(url));
  const before = /** @type {Trace | null} */ (await recall(traceName(tabId)));
  const isOurs = await isDropped(url);
  if (!isOurs && (before === null || before.key !== found.key)) return;
  const now = Date.now();
  const { act, trace: after } = next(before, { stage: 'committed', url, back: true, now }, found);
  const trace = after === null ? null : { ...after, errorPage: true };
  if (act === 'pass' && before !== null) {
    // Where there is nothing further back there is no page to stay on either: the warning comes again.
    const anew = { ...before, target: url, again: !before.again, shown: false, at: now };
    await api.tabs.goBack(tabId).catch(() => sendToWarning(tabId, anew));
    return;
  }
  if (act === 'warn' && trace !== null) await sendToWarning(tabId, trace);
  else await keep(tabId, trace);
  if (act === 'none' && trace !== null && !trace.waiting) void insist(tabId, trace);
  if (found.warn || !isOurs) return;
  await release(url);
  // Loaded once more, the page takes the place of the browser's own in the history.
  await api.tabs.reload(tabId);
}

/**
 * A page that is neither of the web nor our warning, such as a new tab's.
 *
 * @param {number} tabId
 * @param {string} url
 * @param {boolean} back whether the reader came here by Back or Forward
 */
async function arriveElsewhere(tabId, url, back) {
  const trace = /** @type {Trace | null} */ (await recall(traceName(tabId)));
  // A new tab begins with an empty page, which may commit while the warning is on its way.
  if (!trace?.shown) return;
  if (!isBlobOf(url, trace.target)) return keep(tabId, null);
  // What the page turned itself into stands before its warning in the history, as the page does.
  if (back) return api.tabs.goBack(tabId).catch(() => {});
  // Or it came in the very moment in which the warning did, and took its place.
  await sendToWarning(tabId, { ...trace, again: !trace.again, committed: true, shown: false });
  const sent = /** @type {Trace | null} */ (await recall(traceName(tabId)));
  if (sent !== null && !sent.waiting) void insist(tabId, sent);
}

/** @param {number} tabId */
async function becameSeen(tabId) {
  await noteSeen(tabId);
  const trace = /** @type {Trace | null} */ (await recall(traceName(tabId)));
  if (!trace?.waiting) return;
  const found = await findingOf(tabId, await judge(trace.target));
  if (found.warn) return sendToWarning(tabId, trace);
  await keep(tabId, null);
  // Nothing is to be warned of any more, and the page never came.
  if (trace.errorPage) await api.tabs.reload(tabId);
  else if (trace.dropped && !trace.committed) await api.tabs.update(tabId, { url: trace.target });
}

/** @param {number} tabId */
async function closed(tabId) {
  await Promise.all([keep(tabId, null), forgetTab(tabId), forgetBanner(tabId)]);
}

/** @param {{ tabId: number, frameId: number, url: string }} details */
function isMain({ tabId, frameId, url }) {
  // A page that is only being prepared has another frame number; it is judged when it is shown.
  return tabId >= 0 && frameId === 0 && isWeb(url);
}

/** @param {{ tabId: number, frameId: number, url: string, transitionType?: string, transitionQualifiers?: string[] }} details */
function onCommitted(details) {
  const { tabId, frameId, url, transitionType, transitionQualifiers } = details;
  const back = transitionQualifiers?.includes('forward_back') ?? false;
  if (isMain(details)) {
    const now = Date.now();
    void inTurn(tabId, () => follow(tabId, { stage: 'committed', url, back, now }));
    return;
  }
  const target = frameId === 0 ? warnedOf(url) : null;
  const anew = !back && transitionType !== 'reload';
  if (target !== null) void inTurn(tabId, () => arriveAtWarning(tabId, target, isAgain(url), anew));
  else if (frameId === 0 && tabId >= 0) void inTurn(tabId, () => arriveElsewhere(tabId, url, back));
}

/** @param {string} one @param {string} other @returns {boolean} whether both load the same: a request has no fragment */
function isSamePage(one, other) {
  return one.split('#')[0] === other.split('#')[0];
}

/**
 * Whether the page is warned of, so that its request may be dropped. Also asked for each step of a redirect, which no event of
 * a navigation tells of before it ends; the warning is on its way when this answers.
 *
 * @param {number} tabId
 * @param {string} url
 * @returns {Promise<boolean>}
 */
export async function holdsBack(tabId, url) {
  let holds = false;
  await inTurn(tabId, async () => {
    const found = await findingOf(tabId, await judge(url));
    const traced = async () => /** @type {Trace | null} */ (await recall(traceName(tabId)));
    // A warning that has appeared answers its own address; another one with the same key is answered for itself.
    const isRecent = (/** @type {Trace | null} */ trace) =>
      trace !== null && trace.key === found.key && !trace.committed && Date.now() - trace.at < ARRIVAL_MS
      && (!trace.shown || isSamePage(trace.target, url));
    if (found.key === '' || found.allowed) return;
    // The warning may be on its way, or have appeared, while this waited for its turn; a calm page then counts as shown.
    if (!isRecent(await traced())) await follow(tabId, { stage: 'before', url, back: false, now: Date.now() });
    const trace = await traced();
    // A page that has committed is reached by going back from its warning, and trace.js leads past it.
    holds = isRecent(trace) || (found.warn && trace !== null && trace.key === found.key && trace.waiting);
    if (holds && trace?.waiting) await keep(tabId, { ...trace, dropped: true });
  });
  return holds;
}

/** Wires the events. Must be called at the top level of the worker. */
export function registerNavigation() {
  const { tabs, webNavigation } = api;
  webNavigation.onBeforeNavigate.addListener((details) => {
    const { tabId, url } = details;
    if (isMain(details)) void inTurn(tabId, () => follow(tabId, { stage: 'before', url, back: false, now: Date.now() }));
  });
  webNavigation.onCommitted.addListener(onCommitted);
  webNavigation.onErrorOccurred.addListener((details) => {
    const { tabId, url, error } = details;
    if (error === DROPPED && isMain(details)) void inTurn(tabId, () => dropped(tabId, url));
  });
  webNavigation.onHistoryStateUpdated.addListener((details) => {
    if (isMain(details)) onCommitted(details);
  });
  // A reader may change the fragment of our own page by hand.
  webNavigation.onReferenceFragmentUpdated.addListener((details) => {
    if (warnedOf(details.url) !== null) onCommitted(details);
  });
  webNavigation.onCreatedNavigationTarget?.addListener(({ sourceTabId, tabId }) => {
    void inTurn(tabId, () => passOn(sourceTabId, tabId));
  });
  tabs.onActivated.addListener(({ tabId }) => void inTurn(tabId, () => becameSeen(tabId)));
  tabs.onRemoved.addListener((tabId) => void inTurn(tabId, () => closed(tabId)));
}
