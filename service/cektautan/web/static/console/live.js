/**
 * Searches while somebody types: the same form, the same page, only its results are exchanged.
 *
 * A form with `data-live="#id"` fetches its own address and takes over the element of that id. Only the last question
 * counts. The number of results is said once typing rests.
 */

import { fetchPage } from './fetching.js';
import { say, word } from './words.js';

const REST = 180;

/** @type {AbortController | undefined} */
let asked;
/** @type {ReturnType<typeof setTimeout> | undefined} */
let timer;

export function searchWhileTyping() {
  document.addEventListener('input', ({ target }) => {
    const form = target instanceof Element ? target.closest('form') : null;
    const place = form?.dataset.live;
    if (!form || !place) return;
    clearTimeout(timer);
    timer = setTimeout(() => void ask(form, place), REST);
  });
}

/**
 * @param {HTMLFormElement} form
 * @param {string} place
 */
async function ask(form, place) {
  asked?.abort();
  asked = new AbortController();
  const pairs = /** @type {[string, string][]} */ ([...new FormData(form)].filter(([, value]) => typeof value === 'string'));
  const isPost = form.method === 'post';
  const query = new URLSearchParams(pairs);
  const action = form.dataset.liveAction ?? form.action;
  try {
    const { page } = await fetchPage(
      isPost ? 'POST' : 'GET', isPost ? action : `${action}?${query}`, isPost ? query : null, asked.signal,
    );
    const [now, next] = [document.querySelector(place), page?.querySelector(place)];
    if (!now || !next) return;
    now.replaceWith(document.adoptNode(next));
    say(word('found', { count: next.querySelectorAll('[data-row], [type=radio]').length }));
  } catch {
    // Another key was pressed, or there is no answer: the button of the form is still there.
  }
}
