/**
 * The extension's words in the reader's language: chosen in the options, else the browser's.
 *
 * The browser's own `i18n.getMessage` knows only the browser's language, so the same files are read here. A text
 * may hold `{names}` for values; values are put in as text and never as markup. Indonesian is the language of the
 * project: a text that is missing elsewhere is shown in it.
 */

import { api, fileUrl } from '../background/platform.js';

/** @typedef {'id' | 'en'} Language */

/**
 * @typedef {object} Texts
 * @property {Language} language
 * @property {(name: string, values?: Record<string, string | number>) => string} say
 * @property {(review: { verdict: string, rating: string }) => string} verdict the word for what a review found
 */

const STORAGE_KEY = 'language';

/**
 * @param {unknown} chosen in the options
 * @param {readonly string[]} spoken language tags of the browser, the preferred one first
 * @returns {Language}
 */
export function pickLanguage(chosen, spoken) {
  if (chosen === 'id' || chosen === 'en') return chosen;
  // Many read in Indonesian with a browser in English: Indonesian anywhere in the list is enough.
  return spoken.some((tag) => /^(id|in|ms|jv|su)\b/i.test(tag)) ? 'id' : 'en';
}

/**
 * @param {string} template
 * @param {Record<string, string | number>} values
 */
export function fill(template, values) {
  return template.replace(/\{(\w+)\}/g, (whole, name) => (name in values ? String(values[name]) : whole));
}

/**
 * @param {Language} language
 * @param {Record<string, { message: string }>} messages
 * @param {Record<string, { message: string }>} fallback
 * @returns {Texts}
 */
export function makeTexts(language, messages, fallback) {
  /** @type {Texts['say']} */
  const say = (name, values = {}) => fill((messages[name] ?? fallback[name])?.message ?? name, values);
  return {
    language,
    say,
    verdict: ({ verdict, rating }) => {
      const name = `verdict_${verdict}`;
      return name in messages ? say(name) : rating || say('verdict_unknown');
    },
  };
}

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
