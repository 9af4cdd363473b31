/**
 * Buttons that copy what stands in the page: a call for developers, a key that is shown once.
 *
 * `data-copies` names the element, `data-copied` and `data-failed` are what is said in the [role=status] beside the
 * button. It appears only with this script; without it the text is marked and copied by hand. What is copied stands in
 * the page already and goes nowhere else.
 */

/** Lets the buttons of this page copy what they name. A page that exchanges its parts calls it again. */
export function offerCopies() {
  for (const button of document.querySelectorAll('button[data-copies][hidden]')) prepare(/** @type {HTMLElement} */ (button));
}

/** @param {Element} button */
function statusOf(button) {
  return button.parentElement?.querySelector('[role=status]');
}

/** @param {HTMLElement} button */
function prepare(button) {
  const { copies = '', copied = '', failed = '' } = button.dataset;
  const text = document.getElementById(copies);
  const done = statusOf(button);
  if (!text || !done) return;
  button.addEventListener('click', async () => {
    // What another button said is over.
    for (const each of document.querySelectorAll('button[data-copies]')) statusOf(each)?.replaceChildren();
    try {
      await navigator.clipboard.writeText(text.textContent.trim());
      done.textContent = copied;
    } catch {
      // An old browser, or a page that is not https: the text is marked, so that one key copies it.
      getSelection()?.selectAllChildren(text);
      done.textContent = failed;
    }
  });
  button.hidden = false;
}

offerCopies();
