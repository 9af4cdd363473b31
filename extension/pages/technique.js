/**
 * One card about a way in which such claims are made, folded away under the finding.
 *
 * It helps with the next claim and says nothing new about this one, so it stays closed and says that it may not be the way
 * in which this one was made. Without a fitting card, or if it cannot be read, there is none.
 */

import { readConfig } from '../background/config.js';
import { fileUrl } from '../background/platform.js';
import { techniqueFor } from '../i18n/techniques.js';
import { disclosure, element } from './dom.js';
import { recordOf } from './finding.js';

/** @typedef {import('../judgement/judge.js').Judgement} Judgement */
/** @typedef {import('../i18n/techniques.js').Technique} Technique */
/** @typedef {import('../i18n/texts.js').Texts} Texts */

/** @returns {Promise<Technique[]>} */
async function cards() {
  try {
    return (await (await fetch(fileUrl('i18n/techniques.json'))).json()).techniques;
  } catch {
    return [];
  }
}

/**
 * @param {Texts} texts
 * @param {Judgement} judgement
 * @param {Record<string, string>} [link] further attributes of the link to the service's page
 * @returns {Promise<HTMLElement | null>}
 */
export async function techniqueWords(texts, judgement, link = {}) {
  const card = techniqueFor(await cards(), judgement.verdict, recordOf(judgement));
  if (card === null) return null;
  const { language } = texts;
  const { server } = await readConfig();
  const href = `${server}/cara-kerja?lang=${language}#${card.id}`;
  return disclosure(
    texts.say('technique', { name: card.name[language] }),
    'technique',
    element('p', { class: 'soft' }, texts.say('techniqueIntro')),
    element('p', {}, card.how[language]),
    element('p', {}, texts.say('techniqueCheck')),
    element('ol', {}, ...card.check[language].map((step) => element('li', {}, step))),
    element('p', {}, element('a', { href, rel: 'noreferrer', ...link }, texts.say('techniqueAll'))),
  );
}
