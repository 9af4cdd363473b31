/**
 * What takes the form's place: the ticket of a report that was filed, or that one is kept until it can be sent.
 */

import { button, element } from '../dom.js';
import { ticketWords } from './ticket.js';
import { sendProblem } from './words.js';

/** @typedef {import('../../i18n/texts.js').Texts} Texts */
/** @typedef {import('../../reports/kinds.js').Kind} Kind */
/** @typedef {import('../../reports/service.js').Failure} Failure */
/** @typedef {import('./form.js').Place} Place */

/**
 * @param {Texts} texts
 * @param {{ ticket: string, kind: Kind, inPrivate: boolean }} what
 * @param {Place} place
 * @param {() => void} close
 * @returns {HTMLElement[]} the first takes the focus
 */
export function sentWords(texts, { ticket, kind, inPrivate }, place, close) {
  return [
    element('h2', { tabindex: '-1', class: 'sent' }, texts.say(`sent_${kind}`)),
    element('p', {}, texts.say('ticketSave')),
    ticketWords(texts, ticket),
    element('p', { class: 'soft' }, texts.say(inPrivate ? 'ticketKeptPrivate' : 'ticketKept')),
    element('div', { class: 'actions' }, place.mine(texts), button(texts.say('close'), close, { class: 'quiet' })),
  ];
}

/**
 * @param {Texts} texts
 * @param {{ server: string, ticket: string, kind: Kind, inPrivate: boolean, failure: Failure }} what
 * @param {Place} place
 * @param {() => void} close
 * @returns {HTMLElement[]} the first takes the focus
 */
export function keptWords(texts, { server, ticket, kind, inPrivate, failure }, place, close) {
  const why = element('p', { role: 'status' }, sendProblem(texts, server, failure));
  const again = button(texts.say('sendAgain'), () => void tryAgain(), {});
  const title = element('h2', { tabindex: '-1', class: 'kept' }, texts.say('notSent'));
  const nodes = [
    title,
    why,
    element('p', { class: 'soft' }, texts.say(inPrivate ? 'notSentKeptPrivate' : 'notSentKept')),
    element('div', { class: 'actions' }, again, button(texts.say('close'), close, { class: 'quiet' })),
    element('p', {}, place.mine(texts)),
  ];

  async function tryAgain() {
    if (again.getAttribute('aria-disabled') === 'true') return;
    again.setAttribute('aria-disabled', 'true');
    why.textContent = texts.say('sending');
    const kept = (await place.own.all()).find((each) => each.ticket === ticket);
    // It was removed from the list, or it went out by itself meanwhile.
    const answer = kept === undefined ? null : kept.waiting === null ? { filedAt: 0 } : await place.own.deliver(kept);
    again.removeAttribute('aria-disabled');
    if (answer === null) close();
    else if ('problem' in answer) why.textContent = sendProblem(texts, server, answer);
    else {
      const sent = sentWords(texts, { ticket, kind, inPrivate }, place, close);
      title.parentElement?.replaceChildren(...sent);
      sent[0].focus();
    }
  }

  return nodes;
}
