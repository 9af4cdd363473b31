/** The section about the language: the browser's, or one that the reader chose. */

import { chooseLanguage, chosenLanguage } from '../../i18n/chosen.js';
import { find } from '../dom.js';

/** @type {import('../options.js').Section} */
export const language = {
  async show() {
    const chosen = (await chosenLanguage()) ?? '';
    for (const radio of document.querySelectorAll('input[name="language"]')) {
      if (radio instanceof HTMLInputElement) radio.checked = radio.value === chosen;
    }
  },
  wire() {
    find('#language', HTMLElement).addEventListener('change', ({ target }) => {
      if (!(target instanceof HTMLInputElement)) return;
      void chooseLanguage(target.value === 'id' || target.value === 'en' ? target.value : null);
    });
  },
};
