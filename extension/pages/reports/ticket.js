/** A ticket as it is shown: in groups, to be read aloud, chosen or copied. */

import { shownTicket } from '../../reports/ticket.js';
import { button, element } from '../dom.js';

/** @typedef {import('../../i18n/texts.js').Texts} Texts */

/**
 * @param {Texts} texts
 * @param {string} ticket
 * @returns {HTMLElement}
 */
export function ticketWords(texts, ticket) {
  const shown = shownTicket(ticket);
  const news = element('p', { class: 'report-news', role: 'status' });
  const copy = button(texts.say('ticketCopy'), () => {
    navigator.clipboard.writeText(shown).then(
      () => void (news.textContent = texts.say('ticketCopied')),
      () => void (news.textContent = texts.say('ticketNotCopied')),
    );
  }, { class: 'plain copy' });
  return element('div', { class: 'ticket' }, element('code', {}, shown), copy, news);
}
