/**
 * The extension's words in the reader's language: chosen in the options, else the browser's.
 *
 * The browser's own `i18n.getMessage` knows only the browser's language, so the same files are read here.
 */

import { api, fileUrl } from '../background/platform.js';
import { makeTexts, pickLanguage } from './texts.js';

/** @typedef {import('./texts.js').Language} Language */
/** @typedef {import('./texts.js').Texts} Texts */

const STORAGE_KEY = 'language';

/**
 * @param {Language} language
 * @returns {Promise<Record<string, { message: string }>>}
 */
async function read(language) {
  return (await fetch(fileUrl(`_locales/${language}/messages.json`))).json();
}

/** @returns {Promise<Language | null>} what the reader chose in the options, null for the browser's language */
export async function chosenLanguage() {
  const chosen = (await api.storage.local.get(STORAGE_KEY))[STORAGE_KEY];
  return chosen === 'id' || chosen === 'en' ? chosen : null;
}

/** @param {Language | null} language null goes back to the browser's language */
export async function chooseLanguage(language) {
  if (language === null) await api.storage.local.remove(STORAGE_KEY);
  else await api.storage.local.set({ [STORAGE_KEY]: language });
}

/** @type {Promise<Texts> | null} */
let current = null;

async function load() {
  const spoken = [api.i18n.getUILanguage(), ...(globalThis.navigator?.languages ?? [])];
  const language = pickLanguage(await chosenLanguage(), spoken);
  const messages = await read(language);
  return makeTexts(language, messages, language === 'id' ? messages : await read('id'));
}

/** @returns {Promise<Texts>} */
export function currentTexts() {
  if (current === null) {
    const mine = load();
    current = mine;
    mine.catch(() => {
      if (current === mine) current = null;
    });
  }
  return current;
}

/** @type {Set<() => void>} */
const listeners = new Set();

/** @param {() => void} listener called when the reader chose another language */
export function onLanguageChange(listener) {
  listeners.add(listener);
}

api.storage.onChanged.addListener((changes, area) => {
  if (area !== 'local' || !(STORAGE_KEY in changes)) return;
  current = null;
  listeners.forEach((listener) => listener());
});
