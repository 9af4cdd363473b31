/**
 * Sends a form without leaving the page, and puts the answer in its place.
 *
 * Where there is no answer, or one that is none of the desk's pages (a session that was revoked leads to the sign-in page),
 * the form stays as it was and the page says so: nothing typed is lost. A form is sent once, however often its button is
 * pressed. Forms with `data-whole` are sent as browsers always did.
 */

import { keep } from './drafts.js';
import { exchange, fetchPage } from './fetching.js';
import { say, show, word } from './words.js';

/** @param {() => void} begin what a new page needs */
export function sendForms(begin) {
  document.addEventListener('submit', (event) => {
    const form = event.target;
    if (!(form instanceof HTMLFormElement) || form.method !== 'post' || 'whole' in form.dataset) return;
    if (event.defaultPrevented) return;
    event.preventDefault();
    if (form.getAttribute('aria-busy') === 'true') return;
    void send(form, event.submitter, begin);
  });
  // What was exchanged has an address of its own; to go back shows what is there now, not what was.
  addEventListener('popstate', () => location.reload());
}

/**
 * @param {HTMLFormElement} form
 * @param {HTMLElement | null} pressed
 * @param {() => void} begin
 */
async function send(form, pressed, begin) {
  if (form.dataset.draft) keep(form);
  const body = new FormData(form, pressed);
  const action = pressed?.getAttribute('formaction') ?? form.getAttribute('action') ?? location.href;
  form.setAttribute('aria-busy', 'true');
  pressed?.setAttribute('aria-busy', 'true');
  say(word('busy'));
  try {
    const { page, url, status } = await fetchPage('POST', action, plain(body, form), undefined);
    if (status === 413 || status === 429) {
      // A smaller file, or a little later: the form stays as it is, under what the desk says about it.
      show(page?.querySelector('[data-stopped]')?.textContent ?? word('kept'), 'problem');
      return;
    }
    if (!page || !exchange(page, status < 400 ? url : location.href)) {
      // Signed out, or another account in this browser: the whole page is shown, and the draft waits in the tab. Only a
      // redirect leads to a page; where a form is sent to there is none.
      if (status < 500 && url !== new URL(action, location.href).href) location.assign(url);
      else show(word('kept'), 'problem');
      return;
    }
    begin();
    arrive();
  } catch {
    show(word('offline'), 'problem');
  } finally {
    form.removeAttribute('aria-busy');
    pressed?.removeAttribute('aria-busy');
  }
}

/**
 * @param {FormData} body
 * @param {HTMLFormElement} form
 * @returns {FormData | URLSearchParams} parts only where there is a file
 */
function plain(body, form) {
  if (form.enctype === 'multipart/form-data') return body;
  const pairs = [...body].filter((pair) => typeof pair[1] === 'string');
  return new URLSearchParams(/** @type {[string, string][]} */ (pairs));
}

/** Leads the eye and the keyboard to what the new page says first. */
function arrive() {
  const wrong = document.querySelector('[aria-invalid=true]');
  const first = wrong ?? document.querySelector('[data-first]') ?? document.getElementById('main');
  if (first instanceof HTMLElement) first.focus();
  if (!wrong) scrollTo(0, 0);
  say([...document.querySelectorAll('#told p')].map((each) => each.textContent).join(' '));
}
