/**
 * The context menu of links: "check this link" before opening it.
 *
 * Decides nothing itself. What is listed opens the warning page, everything else a small page with the result; both
 * in a new tab beside this one, and the link itself is not contacted. Firefox for Android has no such menu.
 */

import { currentTexts, onLanguageChange } from '../i18n/chosen.js';
import { judge } from '../judgement/judge.js';
import { api, contextMenus } from './platform.js';
import { interrupts, lookOf } from '../judgement/presentation.js';
import { isWeb, resultAddress, warnable, warningAddress } from './warningpage.js';

const CHECK = 'check';

/**
 * @param {string} url
 * @returns {Promise<string>} the page of ours that says what is known about it
 */
export async function pageFor(url) {
  const look = lookOf(await judge(url));
  const target = isWeb(url) ? warnable(url) : url;
  return isWeb(url) && interrupts(look) ? warningAddress(target) : resultAddress(target);
}

/** Wires the menu. Must be called at the top level of the worker. */
export function registerMenus() {
  if (contextMenus === null) return;
  const menus = contextMenus;
  api.runtime.onInstalled.addListener(async () => {
    const title = (await currentTexts()).say('menuCheck');
    // An update of the extension keeps the old entry: it is replaced, not doubled.
    await menus.removeAll();
    menus.create({ id: CHECK, title, contexts: ['link'] });
  });
  onLanguageChange(async () => {
    await menus.update(CHECK, { title: (await currentTexts()).say('menuCheck') });
  });
  menus.onClicked.addListener(async ({ menuItemId, linkUrl }, tab) => {
    if (menuItemId !== CHECK || linkUrl === undefined) return;
    const url = await pageFor(linkUrl);
    const beside = tab === undefined || tab.id === undefined ? {} : { openerTabId: tab.id, index: tab.index + 1 };
    await api.tabs.create({ url, ...beside });
  });
}
