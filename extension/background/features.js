/**
 * The optional features: what the reader turned on, and which permissions of the browser each of them needs.
 *
 * All are off until asked for. Turning one on asks the browser, in the same press, for exactly what it needs; turning it off
 * gives back what no other one needs. What the reader takes back in the browser's own settings is off here too: a
 * feature is on only where the reader wants it and the browser still allows it. Nothing here reads a page.
 */

import { api, isAndroid, isFirefox } from './platform.js';
import { forget, recall, remember } from './session.js';

/**
 * @typedef {object} Choice what the reader wants
 * @property {string[]} marks names of PLACES whose links are marked
 * @property {boolean} banner a bar on top of the page instead of the calm page of level 2
 * @property {boolean} noContact no contact with listed sites before the reader decides, as far as the browser can have it
 */

/** @typedef {{ permissions: string[], origins: string[] }} Needs */

export const EVERYWHERE = 'all';

/** Where links may be marked. @type {ReadonlyMap<string, readonly string[]>} */
export const PLACES = new Map([
  [EVERYWHERE, ['*://*/*']],
  ['x', ['https://x.com/*', 'https://twitter.com/*', 'https://mobile.twitter.com/*']],
  ['facebook', ['https://*.facebook.com/*']],
  ['youtube', ['https://*.youtube.com/*']],
  ['whatsapp', ['https://web.whatsapp.com/*']],
  ['google', ['https://www.google.com/*', 'https://www.google.co.id/*']],
]);

const STORAGE_KEY = 'features';

/** In the session's memory, with its time: the reader is being asked for a permission that no stored choice needs yet. */
const ASKING = 'asking';
/** A page that was closed while it asked must not keep permissions from ever being given back. */
const ASKING_MS = 60_000;

/** What a page of ours sends to the background after a change. */
export const SETTLE = 'settle';

/** @type {Readonly<Choice>} */
export const NOTHING = { marks: [], banner: false, noContact: false };

/**
 * Which features this browser can have at all.
 *
 * Firefox for Android is left out until they have been tried there.
 *
 * @returns {Promise<{ marks: boolean, banner: boolean, noContact: boolean }>}
 */
export async function possible() {
  const asks = api.permissions?.request !== undefined && !(await isAndroid());
  return { marks: asks, banner: asks, noContact: asks };
}

/**
 * @param {string[]} places
 * @returns {string[]} match patterns; everywhere covers every other place
 */
export function patternsOf(places) {
  const known = places.includes(EVERYWHERE) ? [EVERYWHERE] : places;
  return known.flatMap((place) => [...(PLACES.get(place) ?? [])]);
}

/**
 * @param {Choice} choice
 * @returns {Needs}
 */
export function needsOf({ marks, banner, noContact }) {
  const permissions = new Set();
  const origins = new Set(patternsOf(marks));
  if (marks.length > 0 || banner) permissions.add('scripting');
  // Firefox lets a request wait for a decision, Chromium only keeps rules that it was told before (docs/adr/0067).
  if (noContact && isFirefox()) permissions.add('webRequest').add('webRequestBlocking');
  else if (noContact) permissions.add('declarativeNetRequestWithHostAccess');
  if (banner || noContact) origins.add('*://*/*');
  return { permissions: [...permissions], origins: [...origins] };
}

/**
 * What a stored value means: what is not understood is off.
 *
 * @param {any} stored
 * @returns {Choice}
 */
export function readStored(stored) {
  const marks = Array.isArray(stored?.marks) ? stored.marks.filter((/** @type {any} */ place) => PLACES.has(place)) : [];
  return { marks, banner: stored?.banner === true, noContact: stored?.noContact === true };
}

/** @returns {Promise<Choice>} */
export async function currentChoice() {
  return readStored((await api.storage.local.get(STORAGE_KEY))[STORAGE_KEY]);
}

/** @param {Choice} choice */
async function save(choice) {
  if (JSON.stringify(await currentChoice()) === JSON.stringify(choice)) return;
  if (JSON.stringify(choice) === JSON.stringify(NOTHING)) await api.storage.local.remove(STORAGE_KEY);
  else await api.storage.local.set({ [STORAGE_KEY]: choice });
}

/** @param {Choice} choice */
async function isAllowed(choice) {
  const needs = needsOf(choice);
  if (needs.permissions.length === 0) return true;
  return api.permissions.contains(/** @type {chrome.permissions.Permissions} */ (needs));
}

/**
 * The part of a choice that the browser allows now.
 *
 * @param {Choice} choice
 * @returns {Promise<Choice>}
 */
async function allowedPart({ marks, banner, noContact }) {
  const places = await Promise.all(marks.map((place) => isAllowed({ ...NOTHING, marks: [place] })));
  return {
    marks: marks.filter((_, i) => places[i]),
    banner: banner && (await isAllowed({ ...NOTHING, banner })),
    noContact: noContact && (await isAllowed({ ...NOTHING, noContact })),
  };
}

/**
 * Turns something on. Must be called in a press of the reader, before anything is awaited, or the browser refuses to ask.
 *
 * @param {Partial<Choice>} wanted
 * @returns {Promise<boolean>} whether the browser, or the reader whom it asked, allows it
 */
export async function turnOn(wanted) {
  const needs = needsOf({ ...NOTHING, ...wanted });
  // Said first and not waited for, so that what is just being granted is not given back for want of a choice that needs it.
  const said = remember(ASKING, Date.now());
  const allowed = await api.permissions.request(/** @type {chrome.permissions.Permissions} */ (needs)).catch(() => false);
  await said;
  if (allowed) {
    const now = await currentChoice();
    await save({ ...now, ...wanted, marks: [...new Set([...now.marks, ...(wanted.marks ?? [])])] });
  }
  await forget(ASKING);
  await settle();
  return allowed;
}

/** @param {Choice} next what stays on */
export async function turnOff(next) {
  await save(next);
  await settle();
}

/** Waits until the background has brought pages and permissions to what is wanted. */
async function settle() {
  await api.runtime.sendMessage({ type: SETTLE }).catch(() => null);
}

/** @type {Set<() => Promise<void>>} */
const lettingGo = new Set();

/** @param {() => Promise<void>} task brings what the browser keeps for us to the choice; done before a permission is given back */
export function beforeGivingBack(task) {
  lettingGo.add(task);
}

/** Gives back every permission that nothing which is on needs. */
export async function giveBack() {
  await Promise.all([...lettingGo].map((task) => task()));
  const held = await api.permissions.getAll();
  const needs = needsOf(await currentChoice());
  if (Date.now() - ((await recall(ASKING)) ?? -Infinity) < ASKING_MS) return;
  const optional = api.runtime.getManifest().optional_permissions ?? [];
  const permissions = (held.permissions ?? []).filter((name) => optional.includes(name) && !needs.permissions.includes(name));
  const origins = (held.origins ?? []).filter((pattern) => !needs.origins.includes(pattern));
  for (const part of [{ permissions }, { origins }]) {
    // A browser that was started with a permission, by an administrator for instance, may refuse to take it back.
    if (Object.values(part)[0].length > 0) await api.permissions.remove(/** @type {any} */ (part)).catch(() => false);
  }
}

/** Follows what the reader took back in the browser's own settings: it is off, and stays off if it is allowed again. */
export async function followBrowser() {
  const wanted = await currentChoice();
  const allowed = await allowedPart(wanted);
  if (JSON.stringify(allowed) === JSON.stringify(wanted)) return;
  // What the reader turned on while the browser was asked must not be undone by an answer about what was before.
  if (JSON.stringify(await currentChoice()) === JSON.stringify(wanted)) await save(allowed);
  else await followBrowser();
}

/** @param {() => void} listener called when something was turned on or off */
export function onChoiceChange(listener) {
  api.storage.onChanged.addListener((changes, area) => {
    if (area === 'local' && STORAGE_KEY in changes) listener();
  });
}
