/**
 * Rows that are picked: how many, and all of them at once.
 *
 * The form for several cases is there without this script too; with it, it shows only when something is picked.
 */

import { word } from './words.js';

const BOXES = 'input[type=checkbox][data-pick]';

/** @returns {HTMLInputElement[]} */
const boxes = () => [...document.querySelectorAll(BOXES)].filter((each) => each instanceof HTMLInputElement);

/**
 * @param {HTMLElement | null} row
 * @returns {boolean} whether there was something to pick
 */
export function pick(row) {
  const box = row?.querySelector(BOXES);
  if (!(box instanceof HTMLInputElement)) return false;
  box.click();
  return true;
}

const WIDE = '(min-width: 62rem)';

/**
 * Shows how many rows are picked now, and does so whenever that changes. Where there is room, the form opens with the first
 * of them; on a phone it would cover the list, and is one line until somebody opens it.
 */
export function countPicked() {
  const panel = document.querySelector('[data-bulk]');
  if (!(panel instanceof HTMLElement)) return;
  const all = document.querySelector('[data-pick-all]');
  const tell = () => {
    const count = boxes().filter((each) => each.checked).length;
    if (panel instanceof HTMLDetailsElement && panel.hidden && count > 0) panel.open ||= matchMedia(WIDE).matches;
    panel.hidden = count === 0;
    const place = panel.querySelector('[data-count]');
    if (place) place.textContent = word('chosen', { count });
    if (all instanceof HTMLInputElement) {
      all.checked = count > 0 && count === boxes().length;
      all.indeterminate = count > 0 && !all.checked;
    }
  };
  for (const box of boxes()) box.addEventListener('change', tell);
  all?.addEventListener('change', () => {
    for (const box of boxes()) box.checked = /** @type {HTMLInputElement} */ (all).checked;
    tell();
  });
  panel.hidden = true;
  tell();
}
