/** The section about the counters: how many warnings appeared here, and how many pages were opened all the same. */

import { clearCounters, onCountersChange, readCounters } from '../../background/counters.js';
import { currentTexts } from '../../i18n/chosen.js';
import { formatDay } from '../../i18n/dates.js';
import { element, find, rows, tell } from '../dom.js';
import { ask } from './question.js';

async function show() {
  const texts = await currentTexts();
  const { since, seen, opened } = await readCounters();
  const none = since === '';
  /** @param {'warning' | 'caution'} look */
  const line = (look) => texts.say('countLine', { seen: seen[look], opened: opened[look] });
  find('#counters', HTMLElement).replaceChildren(
    none
      ? element('p', {}, texts.say('countNone'))
      : rows([
          [texts.say('countWarning'), line('warning')],
          [texts.say('countCaution'), line('caution')],
          [texts.say('countSince'), formatDay(since, texts.language)],
        ]),
  );
  find('#clear', HTMLButtonElement).hidden = none;
}

async function clear() {
  const texts = await currentTexts();
  if (!(await ask({ title: texts.say('clearTitle'), text: texts.say('clearText'), yes: texts.say('clearYes') }))) return;
  await clearCounters();
  await show();
  tell('counters-news', texts.say('cleared'));
  // The button is gone, and with it the focus.
  find('#counters-title', HTMLElement).focus();
}

/** @type {import('../options.js').Section} */
export const counters = {
  show,
  wire() {
    find('#clear', HTMLButtonElement).addEventListener('click', () => void clear());
    onCountersChange(() => void show());
  },
};
