/**
 * The list of the reader's own reports on the page, folded, and the sending of what could not be sent before.
 *
 * What these need is fetched when the reader wants it, or where a report waits: most visits do without.
 */

import { disclosure, element, find } from '../extension/pages/dom.js';
import { allReports, PREFIX } from './reportshelf.js';

/** @typedef {import('../extension/i18n/texts.js').Texts} Texts */

const OWN = 'laporan';

/** Where reports go and are kept. */
export async function pagePlace() {
  return (await import('./reportplace.js')).pagePlace;
}

/** @param {Texts} texts */
export function ownPart(texts) {
  const news = element('p', { class: 'news', role: 'status' });
  const place = element('div', {}, news);
  const part = disclosure(texts.say('ownOpen'), 'own', place);
  find('#list', HTMLElement).before(
    element('section', { class: 'own-part', id: OWN }, element('h2', {}, texts.say('ownTitle')), part),
  );
  /** @type {Promise<{ show: () => Promise<void>, opened: () => Promise<void> }> | null} */
  let list = null;

  async function load() {
    const { ownList } = await import('../extension/pages/reports/mine.js');
    const made = ownList(texts, await pagePlace());
    place.replaceChildren(made.node);
    return made;
  }

  async function open() {
    list ??= load();
    try {
      const { show, opened } = await list;
      await show();
      await opened();
    } catch {
      list = null;
      news.textContent = texts.say('reportPartMissing');
    }
  }

  async function deliver() {
    if (!allReports().some(({ waiting }) => waiting !== null)) return;
    const { own } = await pagePlace();
    if ((await own.deliverWaiting()) > 0) await (await list)?.show();
  }

  function comeTo() {
    if (location.hash !== `#${OWN}`) return;
    part.open = true;
    part.querySelector('summary')?.focus();
  }

  part.addEventListener('toggle', () => void (part.open && open()));
  addEventListener('hashchange', comeTo);
  // Without a network the parts for sending may be missing: then it waits for the next time.
  addEventListener('online', () => void deliver().catch(() => {}));
  // Another window of this page, or the removal of all that is kept.
  addEventListener('storage', ({ key }) => void ((key === null || key.startsWith(PREFIX)) && list?.then(({ show }) => show())));
  addEventListener('reports-removed', () => void list?.then(({ show }) => show()));
  comeTo();
  void deliver().catch(() => {});
}
