/**
 * What a reader can say of an address, as `POST /v1/reports` takes it (docs/permissions.md).
 *
 * Which of them is offered follows from what the list says: an objection needs something that is listed, a request for a check
 * something that is not. No number of any of them changes a level.
 */

import { State } from '../core/vocabulary.js';
import { lookOf } from '../judgement/presentation.js';

/** @typedef {import('../judgement/judge.js').Judgement} Judgement */

/** @typedef {'report' | 'check' | 'wrong'} Kind */

/** @type {Record<Kind, readonly string[]>} the codes that the reader chooses from; none where nothing is asked */
export const REASONS = {
  report: ['hoax', 'imposter', 'scam', 'altered', 'other'],
  check: [],
  wrong: ['not_false', 'other_content', 'corrected', 'satire', 'my_site', 'other'],
};

export const MOST_TEXT = 2000;
export const MOST_CONTACT = 200;

/** The reason by which the reader speaks as the owner. */
const OWNERS = 'my_site';

/**
 * @param {Judgement} judgement
 * @returns {Kind[]} what is offered under it, the likeliest first
 */
export function kindsFor(judgement) {
  const { state, test } = judgement;
  const look = lookOf(judgement);
  // A test page is listed by the service itself, and there is nothing to decide about it.
  if (test) return [];
  if (look === 'warning' || look === 'caution' || look === 'note') return ['wrong'];
  if (state === State.PLATFORM) return ['report'];
  return state === State.UNKNOWN || state === State.UNRESOLVED || state === State.CLEARED ? ['check', 'report'] : [];
}

/**
 * @typedef {object} Body what is sent, and all of it
 * @property {string} ticket
 * @property {Kind} kind
 * @property {string} url cleaned (core/reported.js)
 * @property {string} lang
 * @property {string} [reason]
 * @property {string} [text]
 * @property {string} [contact]
 * @property {string} [claim] the record that is objected to
 * @property {'reader' | 'owner'} [as]
 */

/**
 * @param {object} said
 * @param {string} said.ticket
 * @param {Kind} said.kind
 * @param {string} said.url
 * @param {string} said.lang
 * @param {string} [said.reason]
 * @param {string} [said.text]
 * @param {string} [said.contact]
 * @param {string} [said.claim]
 * @returns {Body} without what was left empty
 */
export function bodyOf({ ticket, kind, url, lang, reason = '', text = '', contact = '', claim = '' }) {
  /** @type {Body} */
  const body = { ticket, kind, url, lang };
  if (reason !== '') body.reason = reason;
  if (text.trim() !== '') body.text = text.trim();
  if (contact.trim() !== '') body.contact = contact.trim();
  if (kind === 'wrong') {
    if (claim !== '') body.claim = claim;
    body.as = reason === OWNERS ? 'owner' : 'reader';
  }
  return body;
}
