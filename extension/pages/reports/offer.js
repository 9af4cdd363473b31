/**
 * The buttons under an answer: object to it, ask for a check, report. Each opens its form in their place. The form is
 * fetched on the press, because most readers never need it.
 */

import { kindsFor } from '../../reports/kinds.js';
import { button, element } from '../dom.js';
import { recordOf } from '../finding.js';

/** @typedef {import('../../i18n/texts.js').Texts} Texts */
/** @typedef {import('../../judgement/judge.js').Judgement} Judgement */
/** @typedef {import('../../reports/kinds.js').Kind} Kind */
/** @typedef {import('./form.js').Place} Place */

/**
 * @param {Texts} texts
 * @param {string} url as it was opened or pasted
 * @param {Judgement} judgement of it
 * @param {() => Promise<Place>} place
 * @returns {HTMLElement | null} null where there is nothing to say of it
 */
export function reportOffer(texts, url, judgement, place) {
  const kinds = kindsFor(judgement);
  if (kinds.length === 0) return null;
  const whole = element('div', { class: 'reports' });
  const actions = element('div', { class: 'actions' });
  const news = element('p', { class: 'report-news', role: 'status' });

  /** @param {Kind} kind */
  function words(kind) {
    return texts.say(kind === 'wrong' && judgement.level === 1 ? 'open_wrong_note' : `open_${kind}`);
  }

  /** @param {Kind} kind @param {HTMLElement} press */
  async function open(kind, press) {
    const subject = { kind, url, claim: kind === 'wrong' ? recordOf(judgement) : '' };
    news.textContent = '';
    // Whoever draws the page anew meanwhile leaves this where it is.
    whole.setAttribute('aria-busy', 'true');
    /** @type {HTMLElement} */
    let form;
    try {
      const { reportForm } = await import('./form.js');
      form = await reportForm(texts, subject, await place(), () => {
        whole.replaceChildren(actions, news);
        press.focus();
      });
    } catch {
      news.textContent = texts.say('reportPartMissing');
      return;
    } finally {
      whole.removeAttribute('aria-busy');
    }
    whole.replaceChildren(form);
    form.querySelector('h2')?.focus();
  }

  for (const kind of kinds) {
    const press = button(words(kind), () => void open(kind, press), { class: 'quiet', 'data-kind': kind });
    actions.append(press);
  }
  whole.append(actions, news);
  return whole;
}
