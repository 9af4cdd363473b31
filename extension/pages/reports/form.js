/**
 * The form of a report, an objection or a request for a check, in the place where the reader asked for it.
 *
 * It shows in full the address that would be sent, says what becomes of what is written, and sends nothing before "Kirim" is
 * pressed. What the reader wrote stays until the service has taken it.
 */

import { cleaned } from '../../reports/cleaned.js';
import { bodyOf, MOST_CONTACT, MOST_TEXT, REASONS } from '../../reports/kinds.js';
import { passes } from '../../reports/service.js';
import { makeTicket } from '../../reports/ticket.js';
import { button, element } from '../dom.js';
import { shortAddress } from '../shortaddress.js';
import { keptWords, sentWords } from './sent.js';
import { hostOf, sendProblem } from './words.js';

/** @typedef {import('../../i18n/texts.js').Texts} Texts */
/** @typedef {import('../../reports/kinds.js').Kind} Kind */
/** @typedef {ReturnType<typeof import('../../reports/own.js').ownReports>} Own */

/**
 * @typedef {object} Place where the form stands
 * @property {Own} own
 * @property {() => Promise<string>} server the one that a report goes to
 * @property {(body: import('../../reports/kinds.js').Body) => Promise<boolean>} [consent] asks what the browser wants to be asked
 * @property {() => Promise<boolean>} [inPrivate] whether the window is a private one, where the place can know
 * @property {(texts: Texts) => HTMLElement} mine the way to the list of own reports
 */

/**
 * @typedef {object} Subject
 * @property {Kind} kind
 * @property {string} url as it was opened or pasted
 * @property {string} claim the record that is objected to, may be empty
 */

/** Each form of a page has names of its own. */
let made = 0;

/**
 * @param {Texts} texts
 * @param {Kind} kind
 * @param {string} name
 */
function reasonWords(texts, kind, name) {
  const choices = REASONS[kind].map((code) =>
    element('label', {}, element('input', { type: 'radio', name, value: code, required: '' }), element('span', {}, texts.say(`reason_${code}`))),
  );
  if (choices.length === 0) return null;
  return element('fieldset', {}, element('legend', {}, texts.say('reasonTitle')), ...choices);
}

/**
 * @param {Texts} texts
 * @param {Subject} subject
 * @param {Place} place
 * @param {() => void} close takes the form away, the focus back to where it was
 * @returns {Promise<HTMLElement>}
 */
export async function reportForm(texts, { kind, url, claim }, place, close) {
  made += 1;
  const id = `report-${made}`;
  const title = element('h2', { id: `${id}-title`, tabindex: '-1' }, texts.say(`title_${kind}`));
  const cancel = button(texts.say('cancel'), close, { class: 'quiet' });
  const [found, server, inPrivate] = await Promise.all([cleaned(url), place.server(), place.inPrivate?.() ?? false]);
  const whole = element('section', { class: 'report', 'aria-labelledby': `${id}-title` }, title);
  if ('reason' in found) {
    const reason = found.reason === 'no_list' ? texts.say('listNone') : texts.say(`error_${found.reason}`);
    whole.append(element('p', {}, texts.say('cannotReport'), ' ', reason), element('div', { class: 'actions' }, cancel));
    return whole;
  }

  const text = element('textarea', {
    id: `${id}-text`, rows: '3', maxlength: String(MOST_TEXT), 'aria-describedby': `${id}-text-hint ${id}-kept`,
  });
  const contact = element('input', {
    id: `${id}-contact`, type: 'text', maxlength: String(MOST_CONTACT), autocomplete: 'off', 'aria-describedby': `${id}-contact-hint ${id}-kept`,
  });
  const news = element('p', { class: 'report-news', role: 'status' });
  const wrong = element('p', { class: 'wrong', id: `${id}-wrong`, role: 'alert', hidden: '' });
  const send = element('button', { type: 'submit' }, texts.say('send'));
  const reasons = reasonWords(texts, kind, `${id}-reason`);
  const form = element(
    'form',
    { novalidate: '' },
    element('div', { class: 'field' },
      element('p', { class: 'name', id: `${id}-address` }, texts.say('sentAddress')),
      element('p', { class: 'sent-address', role: 'group', 'aria-labelledby': `${id}-address` }, element('bdi', { dir: 'ltr' }, found.url)),
      element('p', { class: 'soft' }, texts.say('sentAddressHint'))),
    reasons,
    wrong,
    element('div', { class: 'field' },
      element('label', { for: text.id }, texts.say('reportText')),
      element('p', { class: 'soft', id: `${id}-text-hint` }, texts.say('reportTextHint')), text),
    element('div', { class: 'field' },
      element('label', { for: contact.id }, texts.say('reportContact')),
      element('p', { class: 'soft', id: `${id}-contact-hint` }, texts.say('reportContactHint')), contact),
    element('p', { class: 'soft', id: `${id}-kept` }, texts.say('reportKept')),
    element('p', { class: 'soft' }, texts.say('reportSends', { host: hostOf(server) })),
    element('div', { class: 'actions' }, send, cancel),
    news,
  );
  whole.append(element('p', {}, texts.say(`help_${kind}`)), form);

  const ticket = makeTicket();
  let sending = false;

  /** @returns {string | null} null where one has to be chosen and none is */
  function reason() {
    if (reasons === null) return '';
    const chosen = reasons.querySelector('input:checked');
    return chosen instanceof HTMLInputElement ? chosen.value : null;
  }

  /** @param {string} words empty takes it away */
  function complain(words) {
    wrong.textContent = words;
    wrong.hidden = words === '';
    if (words === '') reasons?.removeAttribute('aria-describedby');
    else reasons?.setAttribute('aria-describedby', wrong.id);
  }

  /** @param {HTMLElement[]} nodes what takes the form's place */
  function replace(nodes) {
    whole.replaceChildren(...nodes);
    nodes[0].focus();
  }

  /** @param {string} url what was shown */
  async function submit(url) {
    const chosen = reason();
    if (chosen === null) {
      complain(texts.say('reasonMissing'));
      reasons?.querySelector('input')?.focus();
      return;
    }
    complain('');
    sending = true;
    send.setAttribute('aria-disabled', 'true');
    news.textContent = texts.say('sending');
    const body = bodyOf({ ticket, kind, url, lang: texts.language, reason: chosen, text: text.value, contact: contact.value, claim });
    // Before anything is waited for: the browser answers only while it knows of the press.
    const answer = await place.own.file(server, body, shortAddress(url), place.consent?.(body));
    sending = false;
    send.removeAttribute('aria-disabled');
    news.textContent = '';
    if ('filedAt' in answer) replace(sentWords(texts, { ticket, kind, inPrivate }, place, close));
    else if (passes(answer.problem)) replace(keptWords(texts, { server, ticket, kind, inPrivate, failure: answer }, place, close));
    else news.textContent = sendProblem(texts, server, answer);
  }

  form.addEventListener('submit', (event) => {
    event.preventDefault();
    if (!sending) void submit(found.url);
  });
  return whole;
}
