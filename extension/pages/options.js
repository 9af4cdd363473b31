/**
 * The options page: its sections, one after another, each with a module in options/ that fills and hears it.
 *
 * A section stands in the page's markup and in `SECTIONS`; it knows nothing of the others.
 */

import { currentTexts, onLanguageChange } from '../i18n/chosen.js';
import { fillTexts, find } from './dom.js';
import { counters } from './options/counters.js';
import { features } from './options/features.js';
import { language } from './options/language.js';
import { moderator } from './options/moderator.js';
import { ownReportsSection } from './options/ownreports.js';
import { source } from './options/source.js';
import { stored } from './options/stored.js';
import { work } from './options/workmode.js';

/**
 * @typedef {object} Section
 * @property {() => Promise<void>} show fills it; called anew for another language and when all was removed
 * @property {(showAll: () => Promise<void>) => void} wire listens to its controls and to what changes it; called once
 * @property {() => void} [arrive] whether the page was opened for this section; called when all is shown for the first time
 */

/** @type {Section[]} in the order of the page */
const SECTIONS = [language, ownReportsSection, work, features, counters, moderator, source, stored];

async function showAll() {
  const texts = await currentTexts();
  fillTexts(texts);
  document.title = texts.say('optionsTitle');
  for (const { show } of SECTIONS) await show();
  document.body.dataset.ready = 'options';
}

for (const { wire } of SECTIONS) wire(showAll);
onLanguageChange(() => void showAll());
void showAll().then(() => {
  find('h1', HTMLElement).focus({ preventScroll: true });
  for (const { arrive } of SECTIONS) arrive?.();
});
