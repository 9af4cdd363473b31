/**
 * The keyboard: one key for each thing that is done all night.
 *
 * Off while somebody types or a modifier is held, and wholly off where the account says so (WCAG 2.2, 2.1.4). A key never
 * decides by itself: it moves, opens, or leads to the form or button that bears it (`data-key`). Only what can be taken back
 * in the same place (to take a case, to pick a row) happens at once (`data-now`).
 */

import { pick } from './picking.js';

/** @type {Record<string, string>} */
const PLACES = { n: '/meja/tempel', g: '/meja' };

export function listenToKeys() {
  document.addEventListener('keydown', (event) => {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) {
      return sendWithEnter(event);
    }
    if (event.key === 'Escape') return leave(event);
    if (document.body.dataset.shortcuts !== 'on' || types(event.target)) return;
    if (document.querySelector('dialog[open]')) return;
    if (act(event.key)) event.preventDefault();
  });
}

/**
 * @param {string} key
 * @returns {boolean} whether it meant something here
 */
function act(key) {
  if (key === 'j' || key === 'k') return move(key === 'j' ? 1 : -1);
  if (key === 'o') return press(here()?.querySelector('[data-row]'));
  if (key === 'x') return pick(here());
  if (key === '?') return help();
  const place = PLACES[key];
  if (!/^[a-z/]$/.test(key)) return false;
  const target = here()?.querySelector(`[data-key="${key}"]`) ?? document.querySelector(`[data-key="${key}"]`);
  if (target) return reach(target);
  if (key === '/') location.assign('/meja/cari');
  else if (place) location.assign(place);
  else return false;
  return true;
}

/** @returns {HTMLElement | null} the row in which the keyboard stands */
function here() {
  return document.activeElement?.closest('[data-rows] > *') ?? null;
}

/** @param {1 | -1} step */
function move(step) {
  const rows = /** @type {HTMLElement[]} */ ([...document.querySelectorAll('[data-row]')]);
  if (rows.length === 0) return false;
  const now = rows.findIndex((each) => each.closest('[data-rows] > *') === here());
  const next = now === -1 ? (step === 1 ? 0 : rows.length - 1) : Math.min(Math.max(now + step, 0), rows.length - 1);
  rows[next]?.focus();
  rows[next]?.scrollIntoView({ block: 'nearest' });
  return true;
}

/** @param {Element} target */
function reach(target) {
  const around = target.closest('details');
  if (around) around.open = true;
  if (target instanceof HTMLDetailsElement) {
    target.open = true;
    const field = target.querySelector('textarea, select, input:not([type=hidden]), button');
    return focus(field ?? target.querySelector('summary'));
  }
  if (target instanceof HTMLAnchorElement || 'now' in /** @type {HTMLElement} */ (target).dataset) return press(target);
  return focus(target);
}

/** @param {Element | null | undefined} target */
function press(target) {
  if (!(target instanceof HTMLElement)) return false;
  target.click();
  return true;
}

/** @param {Element | null} target */
function focus(target) {
  if (!(target instanceof HTMLElement)) return false;
  target.focus();
  target.scrollIntoView({ block: 'center' });
  if (target instanceof HTMLInputElement) target.select();
  return true;
}

function help() {
  const dialog = document.getElementById('help');
  if (!(dialog instanceof HTMLDialogElement)) return false;
  dialog.showModal();
  return true;
}

/**
 * Ctrl and Enter send the form in which somebody types, as in every mail program. Where it has several buttons they lead
 * to the first: which of them is meant is not a key's to say.
 *
 * @param {KeyboardEvent} event
 */
function sendWithEnter(event) {
  if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey) || !(event.target instanceof HTMLTextAreaElement)) return;
  event.preventDefault();
  const form = event.target.form;
  const buttons = form?.querySelectorAll('button:not([type=button])') ?? [];
  if (buttons.length > 1) focus(buttons[0] ?? null);
  else form?.requestSubmit();
}

/**
 * Escape leaves a field, so that the keys work again.
 *
 * @param {KeyboardEvent} event
 */
function leave({ target }) {
  if (types(target) && target instanceof HTMLElement && !target.closest('dialog')) target.blur();
}

/** @param {EventTarget | null} target */
function types(target) {
  if (!(target instanceof HTMLElement)) return false;
  if (target instanceof HTMLInputElement) return !['checkbox', 'radio', 'submit', 'button', 'file'].includes(target.type);
  return target.matches('textarea, select, [contenteditable]');
}
