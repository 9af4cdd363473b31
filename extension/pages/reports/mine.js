/**
 * "Laporan saya": the reader's own reports that this device knows, with what became of each.
 *
 * Nobody is asked until the reader opens the list or presses "Perbarui"; then each ticket goes to the server that has it, in the
 * body of a POST. Removing takes it from this device alone, and the words say so.
 */

import { readTicket } from '../../reports/ticket.js';
import { isFinal } from '../../reports/own.js';
import { button, element } from '../dom.js';
import { ownCard } from './minecard.js';
import { askProblem, sendProblem } from './words.js';

/** @typedef {import('../../i18n/texts.js').Texts} Texts */
/** @typedef {import('../../reports/own.js').OwnReport} OwnReport */
/** @typedef {import('./form.js').Place} Place */

/**
 * @param {Texts} texts
 * @param {Place} place
 */
export function ownList(texts, place) {
  const { own } = place;
  const news = element('p', { class: 'report-news', role: 'status' });
  const rows = element('ol', { class: 'own-reports' });
  const none = element('p', { tabindex: '-1' }, texts.say('ownNone'));
  const refresh = button(texts.say('ownRefresh'), () => void ask(true), { class: 'quiet refresh' });
  const removeAll = button(texts.say('ownRemoveAll'), () => void askRemoval(), { class: 'plain remove-all' });
  const question = element('div', { class: 'own-question' });
  const actions = element('div', { class: 'actions' }, refresh, removeAll);
  /** What could not be asked, by ticket. @type {Map<string, string>} */
  const problems = new Map();
  /** What is shown of each, by ticket. @type {Map<string, { says: string, card: HTMLElement }>} */
  const cards = new Map();

  const field = element('input', {
    id: 'own-ticket', type: 'text', autocomplete: 'off', autocapitalize: 'characters', spellcheck: 'false', maxlength: '60',
    'aria-describedby': 'own-ticket-hint own-ticket-wrong',
  });
  const wrong = element('p', { class: 'wrong', id: 'own-ticket-wrong', hidden: '' });
  const adding = element(
    'form',
    { novalidate: '', class: 'add-ticket' },
    element('div', { class: 'field' },
      element('label', { for: field.id }, texts.say('ownAddTitle')),
      element('p', { class: 'soft', id: 'own-ticket-hint' }, texts.say('ownAddHint')), field, wrong),
    element('div', { class: 'actions' }, element('button', { type: 'submit', class: 'quiet' }, texts.say('ownAdd'))),
  );

  /**
   * The card of a report: the one that is there, where nothing about it has changed.
   *
   * @param {OwnReport} report
   * @returns {HTMLElement}
   */
  function cardOf(report) {
    const problem = problems.get(report.ticket) ?? '';
    const says = JSON.stringify([report, problem]);
    const before = cards.get(report.ticket);
    if (before?.says === says) return before.card;
    const card = ownCard(texts, report, problem, { remove, send });
    if (before?.card.contains(document.activeElement)) queueMicrotask(() => card.focus());
    cards.set(report.ticket, { says, card });
    return card;
  }

  /** Shows what is kept. What stays the same is not touched, or focus and whatever the reader unfolded would be lost. */
  async function show() {
    const reports = await own.all();
    const now = reports.map(cardOf);
    for (const row of [...rows.children]) if (!now.includes(/** @type {HTMLElement} */ (row))) row.remove();
    for (const [at, card] of now.entries()) if (rows.children[at] !== card) rows.insertBefore(card, rows.children[at] ?? null);
    none.hidden = reports.length > 0;
    rows.hidden = actions.hidden = reports.length === 0;
    if (reports.length === 0) question.replaceChildren();
  }

  /** @param {OwnReport} report */
  async function remove({ ticket }) {
    const at = [...rows.children].findIndex((row) => /** @type {HTMLElement} */ (row).dataset.ticket === ticket);
    await own.remove(ticket);
    await show();
    news.textContent = texts.say('ownRemoved');
    const next = /** @type {HTMLElement | undefined} */ (rows.children[Math.min(at, rows.children.length - 1)]);
    (next ?? none).focus();
  }

  /** @param {OwnReport} report */
  async function send(report) {
    news.textContent = texts.say('sending');
    if (report.waiting !== null) await place.consent?.(report.waiting);
    const answer = await own.deliver(report);
    if ('problem' in answer) problems.set(report.ticket, sendProblem(texts, report.server, answer));
    else problems.delete(report.ticket);
    await show();
    news.textContent = 'problem' in answer ? '' : texts.say('ownSent');
    rowOf(report.ticket)?.focus();
  }

  /** @param {string} ticket */
  function rowOf(ticket) {
    return [...rows.children].map((row) => /** @type {HTMLElement} */ (row)).find((row) => row.dataset.ticket === ticket);
  }

  /**
   * @param {boolean} every also those of which the end is known
   */
  async function ask(every) {
    if (refresh.getAttribute('aria-disabled') === 'true') return;
    const asked = (await own.all()).filter((report) => report.waiting === null && (every || !isFinal(report)));
    if (asked.length === 0) {
      await show();
      if (every) news.textContent = texts.say('ownAsked');
      return;
    }
    refresh.setAttribute('aria-disabled', 'true');
    news.textContent = texts.say('ownAsking');
    let failed = 0;
    for (const report of asked) {
      const failure = await own.ask(report);
      problems.delete(report.ticket);
      if (failure === null) continue;
      failed += 1;
      problems.set(report.ticket, askProblem(texts, report.server, failure));
      // The next one would fail alike, and only cost the service more.
      if (failure.problem === 'offline' || failure.problem === 'limited') break;
    }
    await show();
    refresh.removeAttribute('aria-disabled');
    news.textContent = texts.say(failed === 0 ? 'ownAsked' : 'ownAskedSome', { failed });
  }

  function askRemoval() {
    const no = button(texts.say('cancel'), () => {
      question.replaceChildren();
      removeAll.focus();
    }, { class: 'quiet' });
    const yes = button(texts.say('removeYes'), () => void forget(), { class: 'yes' });
    question.replaceChildren(
      element('p', { role: 'alert' }, texts.say('ownRemoveAllAsk')), element('div', { class: 'actions' }, yes, no),
    );
    no.focus();
  }

  async function forget() {
    for (const { ticket } of await own.all()) await own.remove(ticket);
    question.replaceChildren();
    await show();
    news.textContent = texts.say('ownRemoved');
    none.focus();
  }

  /** @param {string} words empty takes it away */
  function complain(words) {
    wrong.textContent = words;
    wrong.hidden = words === '';
    if (words === '') field.removeAttribute('aria-invalid');
    else field.setAttribute('aria-invalid', 'true');
    if (words !== '') field.focus();
  }

  async function add() {
    const ticket = readTicket(field.value);
    if (ticket === null) return complain(texts.say('ownAddWrong'));
    if (!(await own.add(await place.server(), ticket))) return complain(texts.say('ownAddSame'));
    complain('');
    field.value = '';
    await ask(false);
  }

  adding.addEventListener('submit', (event) => {
    event.preventDefault();
    void add();
  });
  return {
    node: element('div', { class: 'own' }, element('p', { class: 'soft' }, texts.say('ownText')), none, actions, question, news, rows, adding),
    show,
    /** The reader opened the list. */
    opened: () => ask(false),
  };
}
