/** The section about work mode: off, for some hours, or until it is switched off. */

import { HOURS, onWorkModeChange, setWorkMode, workMode } from '../../background/workmode.js';
import { currentTexts } from '../../i18n/chosen.js';
import { find, tell } from '../dom.js';
import { leftWords } from '../workmode.js';

/** The time that is left is told anew so often. */
const EVERY_MS = 20_000;

async function show() {
  const texts = await currentTexts();
  const mode = await workMode();
  const chosen = !mode.on ? 'off' : mode.until === null ? 'always' : 'hours';
  for (const radio of document.querySelectorAll('input[name="workMode"]')) {
    if (radio instanceof HTMLInputElement) radio.checked = radio.value === chosen;
  }
  tell('work-hours', texts.say('workHours', { hours: HOURS }));
  tell('work-now', mode.on ? `${texts.say('workOnTitle')} ${leftWords(texts, mode)}` : '');
}

/** @type {import('../options.js').Section} */
export const work = {
  show,
  wire() {
    find('#workMode', HTMLElement).addEventListener('change', ({ target }) => {
      if (!(target instanceof HTMLInputElement)) return;
      const { value } = target;
      void setWorkMode(value === 'hours' || value === 'always' ? value : 'off');
    });
    onWorkModeChange(() => void show());
    setInterval(() => void show(), EVERY_MS);
  },
};
