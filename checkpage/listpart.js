/**
 * The list at the foot of the page: its number and date, what went wrong last, asking anew, and what is kept here.
 *
 * Removing takes the list and the reader's choices from this device, also offline. The page itself stays with the browser
 * for offline use; the browser's own "clear site data" takes that too, and the words say so.
 */

import { listedLinks } from '../extension/core/manifest.js';
import { currentList } from '../extension/list/current.js';
import { announceListChange } from '../extension/list/notices.js';
import { emptyStatus, readStatus, wipe } from '../extension/list/store.js';
import { formatMoment } from '../extension/i18n/dates.js';
import { button, disclosure, element, find, rows } from '../extension/pages/dom.js';
import { forgetChoices } from './choices.js';
import { allReports, forgetReport } from './reportshelf.js';

/** @typedef {import('../extension/i18n/texts.js').Texts} Texts */
/** @typedef {ReturnType<typeof import('./following.js').following>} Following */

const OUTCOMES = { updated: 'updateDone', unchanged: 'updateSame', failed: 'updateFailed' };

/**
 * @param {Texts} texts
 * @param {Following} list
 */
export function listPart(texts, list) {
  const { language } = texts;
  const line = element('p', { id: 'list-line' });
  const stale = element('p', { class: 'problem', id: 'list-stale', hidden: '' });
  const problem = element('p', { class: 'problem', id: 'list-problem', hidden: '' });
  const news = element('p', { class: 'news', role: 'status', id: 'list-news' });
  const update = button(texts.say('updateNow'), () => void refresh(), { class: 'plain', id: 'update' });
  const kept = element('div');
  const remove = button(texts.say('remove'), () => void forget(), { class: 'quiet', id: 'remove' });
  const stored = disclosure(texts.say('storedTitle'), 'stored', kept, element('p', {}, texts.say('storedNothing')), remove);
  find('#list', HTMLElement).append(
    element('h2', {}, texts.say('listTitle')), line, stale, problem, update, news, stored,
  );
  find('#list', HTMLElement).hidden = false;
  // What is kept may have become more since the page was opened.
  stored.addEventListener('toggle', () => void show());

  /** @param {HTMLElement} part @param {string} words */
  function say(part, words) {
    part.textContent = words;
    part.hidden = words === '';
  }

  async function show() {
    const [now, { checked, error }] = await Promise.all([currentList(), readStatus()]);
    const old = now !== null && now.staleness(Math.floor(Date.now() / 1000)) !== 'fresh';
    const moment = now === null ? null : formatMoment(now.created, language);
    line.textContent = now === null ? texts.say('listNone') : texts.say('listLine', { seq: now.seq, ...moment });
    say(stale, old ? texts.say('listStale') : '');
    const silent = error === null || (error.code === 'manifest_expired' && old);
    say(problem, silent ? '' : `${texts.say(`list_${error.code}`)} ${now === null ? '' : texts.say('listKept')}`.trim());
    const listed = now === null ? 0 : listedLinks(now.manifest);
    kept.replaceChildren(rows([
      [texts.say('storedList'), now === null ? texts.say('listNone') : texts.say('storedListLine', { seq: now.seq, listings: listed, ...moment })],
      [texts.say('storedChecked'), checked === null ? texts.say('storedNever') : texts.say('storedCheckedLine', formatMoment(checked, language))],
      [texts.say('ownTitle'), texts.say('storedReportsLine', { count: allReports().length })],
    ]));
  }

  /** The reader asks, and waits for an answer. */
  async function refresh() {
    if (update.getAttribute('aria-disabled') === 'true') return;
    update.setAttribute('aria-disabled', 'true');
    news.textContent = texts.say('updating');
    const { outcome } = await list.refresh();
    update.removeAttribute('aria-disabled');
    await show();
    news.textContent = texts.say(OUTCOMES[outcome]);
  }

  async function forget() {
    await list.settled();
    await wipe(emptyStatus());
    forgetChoices();
    for (const { ticket } of allReports()) forgetReport(ticket);
    dispatchEvent(new Event('reports-removed'));
    announceListChange();
    await show();
    news.textContent = texts.say('removedHere');
  }

  return {
    show,
    /** As the page opens. */
    refreshIfDue: async () => {
      await show();
      if ((await currentList()) === null) news.textContent = texts.say('firstList');
      const result = await list.refreshIfDue();
      news.textContent = '';
      if (result !== null) await show();
    },
  };
}
