/** The section about the reader's own reports: folded, and asked about only when the reader unfolds it. */

import { onOwnReportsChange } from '../../background/ownreports.js';
import { currentTexts } from '../../i18n/chosen.js';
import { find } from '../dom.js';
import { extensionPlace, OWN_FRAGMENT } from '../reporting.js';
import { ownList } from '../reports/mine.js';

/** @type {ReturnType<typeof ownList> | null} */
let list = null;
let language = '';

async function show() {
  const texts = await currentTexts();
  if (list === null || language !== texts.language) {
    list = ownList(texts, extensionPlace);
    language = texts.language;
    find('#own-list', HTMLElement).replaceChildren(list.node);
  }
  await list.show();
}

/** Whoever comes by the link wants to see it. */
function comeTo() {
  if (location.hash !== OWN_FRAGMENT) return;
  find('#own', HTMLDetailsElement).open = true;
  find('#own summary', HTMLElement).focus();
}

/** @type {import('../options.js').Section} */
export const ownReportsSection = {
  show,
  wire() {
    const part = find('#own', HTMLDetailsElement);
    part.addEventListener('toggle', () => {
      if (part.open) void show().then(() => list?.opened());
    });
    onOwnReportsChange(() => void list?.show());
    addEventListener('hashchange', comeTo);
  },
  arrive: comeTo,
};
