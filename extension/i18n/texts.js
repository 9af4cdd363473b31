/**
 * What words are made of: the choice of a language, and the filling of a text's values.
 *
 * Pure. Texts lie in `_locales/`. A text may hold `{names}` for values; values are put in as text and never as markup.
 * Indonesian is the language of the project: a text that is missing elsewhere is shown in it.
 */

/** @typedef {'id' | 'en'} Language */

/**
 * @typedef {object} Texts
 * @property {Language} language
 * @property {(name: string, values?: Record<string, string | number>) => string} say
 * @property {(review: { verdict: string, rating: string }) => string} verdict the word for what a review found
 */

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
