/** One of the reader's own reports: what it was about, where it stands, and what was decided and why. */

import { formatMoment } from '../../i18n/dates.js';
import { inLanguage } from '../../judgement/presentation.js';
import { passes } from '../../reports/service.js';
import { button, disclosure, element } from '../dom.js';
import { ticketWords } from './ticket.js';
import { sendProblem } from './words.js';

/** @typedef {import('../../i18n/texts.js').Texts} Texts */
/** @typedef {import('../../reports/own.js').OwnReport} OwnReport */
/** @typedef {import('../dom.js').Child} Child */

/**
 * @param {Texts} texts
 * @param {OwnReport} report
 */
function stateWords(texts, { waiting, status }) {
  if (waiting !== null) return texts.say('state_waiting');
  return texts.say(status === null ? 'state_sent' : `state_${status.state}`);
}

/**
 * @param {Texts} texts
 * @param {OwnReport} report
 * @returns {Child[]}
 */
function outcomeWords(texts, { server, status }) {
  if (status === null) return [];
  const { outcome, reasons, claim, due, overdue, decidedAt } = status;
  const { language } = texts;
  const why = inLanguage(reasons, language);
  const open = status.state === 'received' || status.state === 'in_review';
  /** @param {number} seconds */
  const day = (seconds) => formatMoment(seconds, language).day;
  const address = `${server}/c/${encodeURIComponent(claim)}?lang=${language}`;
  return [
    outcome === null ? null : element('p', { class: 'outcome' }, texts.say(`outcome_${outcome}`)),
    decidedAt === null ? null : element('p', { class: 'soft' }, texts.say('ownDecided', { day: day(decidedAt) })),
    why === null ? null : element('p', { lang: why.language }, `${texts.say('whyStatement')}: `, element('bdi', {}, why.text)),
    !open || due === null
      ? null
      : element('p', { class: 'soft' }, texts.say(overdue ? 'ownOverdue' : 'ownDue', { day: day(due) })),
    claim === ''
      ? null
      : element('p', {}, element('a', { href: address, target: '_blank', rel: 'noopener noreferrer' }, texts.say('ownRecord'))),
  ];
}

/**
 * @param {Texts} texts
 * @param {OwnReport} report
 * @param {string} problem why it could not be asked about just now, may be empty
 * @param {{ remove: (report: OwnReport) => Promise<void>, send: (report: OwnReport) => Promise<void> }} actions
 * @returns {HTMLLIElement} takes the focus
 */
export function ownCard(texts, report, problem, { remove, send }) {
  const { ticket, server, kind, address, made, filedAt, waiting, asked } = report;
  const { language } = texts;
  const day = formatMoment(filedAt ?? made, language).day;
  const name = texts.say(kind === null ? 'kind_added' : `kind_${kind}`);
  const failure = report.problem === null ? null : { problem: report.problem, minutes: minutesLeft(report) };
  const unsent = waiting === null || failure === null ? null : element('p', { class: 'problem' }, sendProblem(texts, server, failure));
  const again = waiting !== null && (failure === null || passes(failure.problem));
  return element(
    'li',
    { tabindex: '-1', 'data-ticket': ticket, 'data-state': waiting !== null ? 'waiting' : (report.status?.state ?? 'sent') },
    element('h3', {}, name, element('span', { class: 'soft' }, ` · ${day}`)),
    address === '' ? null : element('p', { class: 'own-address' }, element('bdi', { dir: 'ltr' }, address)),
    element('p', { class: 'state' }, stateWords(texts, report)),
    ...outcomeWords(texts, report),
    problem === '' ? unsent : null,
    problem === '' ? null : element('p', { class: 'problem' }, problem),
    asked === null ? null : element('p', { class: 'soft' }, texts.say('ownAskedAt', formatMoment(asked, language))),
    ticketPart(texts, ticket),
    element('div', { class: 'actions' },
      again ? button(texts.say('ownSend'), () => void send(report), { class: 'quiet send' }) : null,
      button(texts.say('ownRemove'), () => void remove(report), { class: 'plain remove' })),
  );
}

/** @param {OwnReport} report */
function minutesLeft({ notBefore }) {
  return Math.ceil((notBefore - Date.now() / 1000) / 60);
}

/** @param {Texts} texts @param {string} ticket */
function ticketPart(texts, ticket) {
  const part = disclosure(texts.say('ownTicket'), '', ticketWords(texts, ticket));
  part.removeAttribute('id'); // There may be several.
  return part;
}
