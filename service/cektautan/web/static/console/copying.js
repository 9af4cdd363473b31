/**
 * Copies what a page shows once, so that nobody types it off.
 *
 * The button appears only with this script; without it one press marks the whole text, and it is copied by hand. What is
 * copied stands in the page already and goes nowhere else.
 */

/** Lets the buttons of this page copy what they name. */
export function offerCopies() {
  for (const button of document.querySelectorAll('button[data-copies][hidden]')) prepare(/** @type {HTMLElement} */ (button));
}

/** @param {HTMLElement} button */
function prepare(button) {
  const { copies = '', copied = '', failed = '' } = button.dataset;
  const text = document.getElementById(copies);
  const done = button.parentElement?.querySelector('[role=status]');
  if (!text || !done) return;
  button.addEventListener('click', async () => {
    done.textContent = '';
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
