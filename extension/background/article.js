/**
 * Whether a listed page was opened from the check of it: who reads the check's article and follows its link to the hoax knows
 * already what the warning would say.
 *
 * For that a tab is remembered while it shows an article that the list itself names, and while it shows the listed page that was
 * opened from there, in this tab or in a new one. No other page is remembered, no address is, all of it lies in this
 * session's memory, and it is gone when the tab goes elsewhere or closes. Where the article cannot be known, the warning
 * comes as always.
 *
 * A page that opened a tab, or that the tab opened, may lead it on to wherever it likes. It must not fetch the article for a moment
 * only to have its hoax opened quietly. So in such a tab an article counts once it has been seen for a few seconds.
 */

import { currentList } from '../list/current.js';
import { api } from './platform.js';
import { forget, recall, remember } from './session.js';

/** @typedef {import('../judgement/judge.js').Judgement} Judgement */

/**
 * @typedef {object} Note
 * @property {number} article which article (list/articles.js)
 * @property {string} key empty while the tab shows the article itself, then the listed key that was opened from it
 * @property {number | null} [since] milliseconds, in a tab that another page may lead on: since when the article has been seen, null
 *   where it has not been yet
 */

/** How long an article is seen, in a tab that another page may lead on, before it counts as read. */
export const READ_MS = 5_000;

/** @param {number} tabId */
function noteName(tabId) {
  return `article ${tabId}`;
}

/** @param {number} tabId */
function ledName(tabId) {
  return `led ${tabId}`;
}

/** @param {Note} note */
function isRead({ key, since }) {
  return key !== '' || since === undefined || (since !== null && Math.abs(Date.now() - since) >= READ_MS);
}

/**
 * @param {number} tabId
 * @returns {Promise<Note | null>}
 */
function noteOf(tabId) {
  return recall(noteName(tabId));
}

/**
 * Whether this note speaks of a check of this finding.
 *
 * @param {Note | null} note
 * @param {Judgement} judgement
 */
async function fits(note, { key, reviews, also }) {
  if (note === null || key === '' || (note.key !== '' && note.key !== key) || !isRead(note)) return false;
  const list = await currentList();
  const all = [...reviews, ...also.flatMap(({ claim }) => claim?.reviews ?? [])];
  return list !== null && list.articles(all.map(({ url }) => url)).includes(note.article);
}

/**
 * @param {number} tabId
 * @param {Judgement} judgement
 * @returns {Promise<boolean>} whether this finding is opened from one of its own checks
 */
export async function comesFromCheck(tabId, judgement) {
  return fits(await noteOf(tabId), judgement);
}

/**
 * Notes what the tab shows now, or that it shows nothing of this kind any more.
 *
 * @param {number} tabId
 * @param {Judgement} judgement of the page that committed
 */
export async function noteShown(tabId, judgement) {
  const { identity, key } = judgement;
  const article = identity === null ? null : ((await currentList())?.article(identity.key) ?? null);
  const note = await noteOf(tabId);
  if (article !== null) {
    // A script of the article may change its address: it has been seen since before.
    const isSame = note?.article === article && note.key === '';
    const led = !isSame && (await recall(ledName(tabId))) === true;
    const since = led ? { since: (await api.tabs.get(tabId)).active ? Date.now() : null } : {};
    if (!isSame) await remember(noteName(tabId), /** @type {Note} */ ({ article, key: '', ...since }));
    return;
  }
  if (note === null) return;
  if (await fits(note, judgement)) await remember(noteName(tabId), /** @type {Note} */ ({ ...note, key }));
  else await forgetShown(tabId);
}

/**
 * A page of one tab opens another: if it is an article, what is known of the first is true of the second. Else either page may lead
 * the other tab on.
 *
 * @param {number} from
 * @param {number} to
 */
export async function passOn(from, to) {
  const note = await noteOf(from);
  if (note?.key === '') await remember(noteName(to), note);
  else await Promise.all([from, to].map((tabId) => remember(ledName(tabId), true)));
}

/** @param {number} tabId whose page the reader sees now */
export async function noteSeen(tabId) {
  const note = await noteOf(tabId);
  if (note?.since === null) await remember(noteName(tabId), /** @type {Note} */ ({ ...note, since: Date.now() }));
}

/** @param {number} tabId that closed */
export async function forgetTab(tabId) {
  await Promise.all([forgetShown(tabId), forget(ledName(tabId))]);
}

/** @param {number} tabId that shows something else */
export async function forgetShown(tabId) {
  await forget(noteName(tabId));
}
