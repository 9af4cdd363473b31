/**
 * Follows what the desk does in the background with an import, on the page that shows it.
 *
 * Asks for the part that says how far it is, and for the whole page when it is done. A screen reader hears a quarter of
 * the way at a time, not each number. Nothing that somebody has typed meanwhile is exchanged away: then the page says that
 * it is done, and its link shows what came of it, as it does without this script.
 */

import { exchange, fetchPage } from './fetching.js';
import { say, show } from './words.js';

const EVERY = 1500;
const PARTS = 4;

/** @type {ReturnType<typeof setTimeout> | undefined} */
let timer;

/**
 * Begins to follow what the page in front shows; ends it for the one before.
 *
 * @param {() => void} begin what a new page needs
 */
export function followProgress(begin) {
  clearTimeout(timer);
  if (document.querySelector('#progress[data-busy=yes]')) timer = setTimeout(() => void look(begin), EVERY);
}

/** @param {() => void} begin */
async function look(begin) {
  const now = document.getElementById('progress');
  const address = now?.dataset.poll;
  if (!now || !address) return;
  if (document.hidden) {
    followProgress(begin);
    return;
  }
  try {
    const { page, status } = await fetchPage('GET', address, null);
    const next = page?.getElementById('progress');
    if (next && next.dataset.busy === 'no') {
      await end(now, begin);
      return;
    }
    if (next && now.isConnected) {
      if (part(next) !== part(now)) say(next.querySelector('[data-words]')?.textContent ?? '');
      update(now, next);
    } else if (status < 429) {
      // Signed out, or thrown away: the link leads to what is there.
      return;
    }
  } catch {
    // Without an answer nothing is known; the next attempt tells.
  }
  followProgress(begin);
}

/**
 * @param {HTMLElement} now
 * @param {() => void} begin
 */
async function end(now, begin) {
  if (hasTyped()) {
    show(now.dataset.typed ?? '', '');
    return;
  }
  const { page, status } = await fetchPage('GET', location.href, null);
  const inside = document.getElementById('main')?.contains(document.activeElement);
  if (!now.isConnected || status >= 400 || hasTyped() || !page || !exchange(page, location.href)) return;
  begin();
  if (inside) document.getElementById('main')?.focus();
  say(document.querySelector('[data-state] .badge')?.textContent ?? '');
}

/**
 * Only numbers and words change, so that a link under the finger stays the same.
 *
 * @param {HTMLElement} now
 * @param {HTMLElement} next
 */
function update(now, next) {
  const [bar, fresh] = [now.querySelector('progress'), next.querySelector('progress')];
  if (bar && fresh) bar.replaceWith(document.adoptNode(fresh));
  const [words, newer] = [now.querySelector('[data-words]'), next.querySelector('[data-words]')];
  if (words && newer) words.textContent = newer.textContent;
}

/**
 * @param {HTMLElement} place
 * @returns {string} which part of which work it is in
 */
function part(place) {
  const bar = place.querySelector('progress');
  return `${bar?.getAttribute('aria-label')} ${bar ? Math.floor(bar.position * PARTS) : ''}`;
}

function hasTyped() {
  const fields = document.querySelectorAll('#main input, #main textarea');
  return [...fields].some((each) =>
    each instanceof HTMLInputElement || each instanceof HTMLTextAreaElement ? each.value !== each.defaultValue : false,
  );
}
