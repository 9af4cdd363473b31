/**
 * From a text to answers: finds its links, judges each with the stored list, and shows what came out.
 *
 * Nothing is sent and nothing is kept: text, links and answers live in this page's memory and are gone with it. When a
 * newer list arrives, what is shown is judged again, and changed only where the answer did.
 */

import { judge } from '../extension/judgement/judge.js';
import { currentList } from '../extension/list/current.js';
import { element, find } from '../extension/pages/dom.js';
import { staleWords } from '../extension/pages/finding.js';
import { answerCard } from './answer.js';
import { findLinks, MOST_LINKS } from './links.js';

/** @typedef {import('../extension/i18n/texts.js').Texts} Texts */
/** @typedef {import('./answer.js').Answer} Answer */

/**
 * @param {string} link
 * @param {string | null} resolved
 * @returns {Promise<Answer>}
 */
async function answerFor(link, resolved) {
  return { link, resolved, judgement: await judge(resolved ?? link) };
}

/** What a reader would see change. @param {Answer} answer */
function gist({ judgement }) {
  const { list, ...rest } = judgement;
  return JSON.stringify([rest, list?.staleness]);
}

/**
 * @param {Texts} texts
 * @param {{ settled: () => Promise<void> }} list waits for an update that is under way
 */
export function checking(texts, list) {
  const form = find('form.check', HTMLFormElement);
  const field = find('#text', HTMLTextAreaElement);
  const before = [...document.querySelectorAll('main > h1, main > .served, main > .again, .how')];
  const again = element('h2', { class: 'again', hidden: '' }, texts.say('again'));
  const place = element('section', { id: 'answers', 'aria-labelledby': 'answers-title', hidden: '' });
  const busy = element('p', { class: 'news', role: 'status', id: 'busy' });
  /** For those who hear the page: more than the heading that the focus goes to. */
  const summary = element('p', { class: 'visually-hidden', role: 'status', id: 'summary' });
  form.before(summary, place, again);
  form.append(busy);

  /** Another array for every check, so that what comes late can see whether it is still about what is shown. @type {Answer[]} */
  let answers = [];
  let cut = false;
  /** How many checks were begun: only the last one is shown. */
  let begun = 0;
  /** The text that waits for a first list. */
  let waiting = '';

  /** @param {string | null} words null takes the problem away */
  function problem(words) {
    document.querySelector('#problem')?.remove();
    field.toggleAttribute('aria-invalid', false);
    const described = 'hint privacy';
    field.setAttribute('aria-describedby', words === null ? described : `${described} problem`);
    if (words === null) return;
    field.setAttribute('aria-invalid', 'true');
    field.before(element('p', { class: 'problem', id: 'problem', role: 'alert' }, words));
  }

  /**
   * Of a short link; the reader may have checked something else while it was looked up.
   *
   * @param {Answer[]} of the check that it belongs to
   * @param {number} at
   * @param {string} url
   */
  async function resolved(of, at, url) {
    if (of !== answers) return;
    const answer = await answerFor(of[at].link, url);
    if (of !== answers) return;
    of[at] = answer;
    const card = cardOf(of, at);
    place.querySelectorAll('.results > li')[at].replaceWith(card);
    card.focus();
  }

  /** @param {Answer[]} of @param {number} at */
  function cardOf(of, at) {
    return answerCard(texts, of[at], (url) => void resolved(of, at, url));
  }

  function paint() {
    const title = answers.length === 1 ? texts.say('resultsOne') : texts.say('resultsMany', { count: answers.length });
    const stale = answers.map(({ judgement }) => staleWords(texts, judgement)).find((each) => each !== null) ?? null;
    place.replaceChildren(
      ...[
        stale,
        element('h1', { class: 'small', id: 'answers-title', tabindex: '-1' }, title),
        cut ? element('p', { class: 'banner' }, texts.say('resultsCut', { most: MOST_LINKS })) : null,
        element('ol', { class: 'results' }, ...answers.map((_, at) => cardOf(answers, at))),
        element('p', { class: 'by' }, texts.say('byDevice')),
      ].filter((each) => each !== null),
    );
  }

  /** @param {boolean} some */
  function answered(some) {
    place.hidden = again.hidden = !some;
    for (const each of before) /** @type {HTMLElement} */ (each).hidden = some;
    document.title = texts.say(some ? 'titleResults' : 'title');
    document.body.dataset.state = some ? 'answers' : 'empty';
  }

  /** @param {string} text */
  async function check(text) {
    begun += 1;
    const mine = begun;
    problem(null);
    waiting = '';
    summary.textContent = busy.textContent = '';
    const links = findLinks(text);
    if (links.length === 0) {
      field.value = text;
      problem(texts.say('noLinks'));
      field.focus();
      return;
    }
    busy.textContent = texts.say('checking');
    if ((await currentList()) === null) await list.settled();
    const ready = (await currentList()) !== null;
    if (mine !== begun) return;
    busy.textContent = '';
    if (!ready) {
      waiting = text;
      field.value = text;
      problem(texts.say('noListYet'));
      return;
    }
    const found = await Promise.all(links.slice(0, MOST_LINKS).map((link) => answerFor(link, null)));
    if (mine !== begun) return;
    answers = found;
    cut = links.length > MOST_LINKS;
    field.value = '';
    answered(true);
    paint();
    find('#answers-title', HTMLElement).focus();
    const listed = answers.filter(({ judgement }) => judgement.state === 'listed').length;
    summary.textContent = texts.say('summary', { count: answers.length, listed });
  }

  /** After the stored list changed. */
  async function listChanged() {
    if ((await currentList()) === null) return;
    if (waiting !== '') return check(waiting);
    const shown = answers;
    if (shown.length === 0) return;
    const before = [...shown];
    const now = await Promise.all(before.map(({ link, resolved: to }) => answerFor(link, to)));
    if (shown !== answers) return;
    // A short link that was looked up meanwhile has been judged with this list already.
    let changed = false;
    for (const [at, each] of now.entries()) {
      if (before[at] !== shown[at] || gist(each) === gist(before[at])) continue;
      shown[at] = each;
      changed = true;
    }
    // What the reader is writing about an answer stays; the next painting shows the rest.
    if (!changed || place.querySelector('.report') !== null) return;
    paint();
    busy.textContent = texts.say('answersChanged');
  }

  form.addEventListener('submit', (event) => {
    event.preventDefault();
    void check(field.value);
  });
  document.querySelectorAll('[data-server]').forEach((each) => each.remove());
  find('#privacy', HTMLElement).textContent = texts.say('privacy');
  document.body.dataset.state = 'empty';
  return {
    check,
    listChanged,
    /** @param {string | null} text what another app shared, null where it was lost on the way */
    shared: async (text) => {
      if (text !== null) return check(text);
      problem(texts.say('sharedLost'));
      field.focus();
    },
    /** Whether the page holds nothing of the reader's. */
    isIdle: () => field.value === '' && answers.length === 0,
  };
}
