/** Asks before something is thrown away. Escape and "Batal" are no; the answer comes back to where the focus was. */

import { find } from '../dom.js';

/**
 * @param {{ title: string, text: string, yes: string }} words
 * @returns {Promise<boolean>}
 */
export function ask({ title, text, yes }) {
  const dialog = find('#question', HTMLDialogElement);
  const yesButton = find('#yes', HTMLButtonElement);
  find('#question-title', HTMLElement).textContent = title;
  find('#question-text', HTMLElement).textContent = text;
  yesButton.textContent = yes;
  yesButton.onclick = () => dialog.close('yes');
  find('#no', HTMLButtonElement).onclick = () => dialog.close('');
  dialog.returnValue = '';
  dialog.showModal();
  return new Promise((resolve) => {
    dialog.addEventListener('close', () => resolve(dialog.returnValue === 'yes'), { once: true });
  });
}
