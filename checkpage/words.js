/**
 * The page's words in its language: the extension's own texts, so that both say the same, and those that only the page needs.
 */

import { makeTexts } from '../extension/i18n/texts.js';

/** @typedef {import('../extension/i18n/texts.js').Language} Language */
/** @typedef {import('../extension/i18n/texts.js').Texts} Texts */
/** @typedef {Record<string, { message: string }>} Messages */

/**
 * @param {string} path of a file beside this one
 * @returns {Promise<Messages>}
 */
async function read(path) {
  const response = await fetch(new URL(path, import.meta.url));
  if (!response.ok) throw new Error(`${path}: HTTP ${response.status}`);
  return response.json();
}

/**
 * @param {Language} language
 * @returns {Promise<Texts>}
 */
export async function readTexts(language) {
  const [theirs, ours] = await Promise.all([
    read(`../extension/_locales/${language}/messages.json`),
    read(`./texts/${language}.json`),
  ]);
  const messages = { ...theirs, ...ours };
  return makeTexts(language, messages, messages);
}
