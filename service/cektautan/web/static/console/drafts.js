/**
 * Drafts: what is typed into a form stays in this tab until the server has taken it.
 *
 * A conflict, a lease that ran out, a session that was revoked or a browser that crashed costs nothing that was typed. Kept
 * in sessionStorage alone (gone with the tab), by account, so that the next one at the same desk does not see it. A form
 * names its draft (`data-draft`); the page after it says that it was taken (`data-acknowledges`). Files and secrets are
 * never kept.
 */

import { say, word } from './words.js';

const PREFIX = 'draft:';

/** @typedef {HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement} Field */

/** @param {string} name */
function place(name) {
  return `${PREFIX}${document.body.dataset.account ?? ''}:${name}`;
}

/** @returns {HTMLFormElement[]} */
function forms() {
  return [...document.querySelectorAll('form')].filter((form) => form.dataset.draft);
}

/**
 * @param {HTMLFormElement} form
 * @returns {Field[]} what a person fills in
 */
function fields(form) {
  return /** @type {Field[]} */ ([...form.elements]).filter(
    (each) => each.name !== '' && !['hidden', 'file', 'password', 'submit'].includes(each.type),
  );
}

/** @param {Field} field */
const isBox = (field) => field instanceof HTMLInputElement && ['checkbox', 'radio'].includes(field.type);

/** @param {HTMLFormElement} form */
export function keep(form) {
  const values = fields(form).map((field) =>
    isBox(field) ? [field.name, field.value, /** @type {HTMLInputElement} */ (field).checked] : [field.name, field.value],
  );
  try {
    sessionStorage.setItem(place(form.dataset.draft ?? ''), JSON.stringify(values));
  } catch {
    // A browser without storage: the form itself still holds everything.
  }
}

/** Keeps what is typed while it is typed. */
export function keepDrafts() {
  for (const kind of ['input', 'change']) {
    document.addEventListener(kind, ({ target }) => {
      const form = target instanceof Element ? target.closest('form') : null;
      if (form?.dataset.draft) keep(form);
    });
  }
  document.addEventListener('submit', ({ target }) => {
    if (target instanceof HTMLFormElement && target.dataset.forgets !== undefined) forgetAll();
  });
}

/** Fills the forms of the page with what was typed before. */
export function restoreDrafts() {
  let some = false;
  for (const form of forms()) {
    const kept = sessionStorage.getItem(place(form.dataset.draft ?? ''));
    if (!kept) continue;
    /** @type {[string, string, boolean?][]} */
    const values = JSON.parse(kept);
    for (const field of fields(form)) {
      const found = values.find(([name, value]) => name === field.name && (!isBox(field) || value === field.value));
      if (!found) continue;
      if (isBox(field)) {
        const box = /** @type {HTMLInputElement} */ (field);
        if (box.checked === (found[2] === true)) continue;
        box.checked = found[2] === true;
      } else {
        if (field.value === found[1]) continue;
        field.value = found[1];
      }
      some = true;
      // What came back must be in sight: it is sent with the rest.
      const part = field.closest('details');
      if (part) part.open = true;
    }
    const around = form.closest('details');
    if (some && around) around.open = true;
  }
  if (some) say(word('restored'));
}

/** Forgets the drafts of which this page says that the server took them. */
export function forgetAcknowledged() {
  for (const each of document.querySelectorAll('[data-acknowledges]')) {
    for (const name of (/** @type {HTMLElement} */ (each).dataset.acknowledges ?? '').split(' ')) {
      sessionStorage.removeItem(place(name));
    }
  }
}

/** Forgets all of them, when somebody signs out. */
function forgetAll() {
  for (const name of Object.keys(sessionStorage)) if (name.startsWith(PREFIX)) sessionStorage.removeItem(name);
}
