/**
 * Holds the lease of the case that is open, and says when it is lost.
 *
 * A lease lasts a quarter of an hour. While the page is looked at and somebody did something in the last ten minutes, it is
 * renewed every two; who walked away loses it, as others must not wait for them. What is typed stays either way.
 */

import { fetchPage } from './fetching.js';
import { show, word } from './words.js';

const EVERY = 120_000;
const IDLE = 600_000;

/** @type {ReturnType<typeof setInterval> | undefined} */
let timer;
let active = Date.now();

for (const kind of ['keydown', 'pointerdown', 'input']) {
  addEventListener(kind, () => (active = Date.now()), { capture: true, passive: true });
}

/** Begins to renew the lease that the page in front holds; ends it for the one before. */
export function holdLease() {
  clearInterval(timer);
  const form = document.querySelector('form[data-lease]');
  if (!(form instanceof HTMLFormElement)) return;
  timer = setInterval(() => void renew(form), Number(form.dataset.lease) * 1000 || EVERY);
}

/** @param {HTMLFormElement} form */
async function renew(form) {
  if (document.hidden || Date.now() - active > IDLE) return;
  const pairs = /** @type {[string, string][]} */ ([...new FormData(form)]);
  try {
    const { status } = await fetchPage('POST', form.action, new URLSearchParams(pairs));
    if (status < 400) return;
    clearInterval(timer);
    show(word('leaseLost'), 'heed');
  } catch {
    // Without an answer nothing is known; the next attempt tells.
  }
}
