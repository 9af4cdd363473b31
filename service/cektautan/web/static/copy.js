/**
 * "Salin" beside each call of the page for developers: copies the call as it stands, and says that it did.
 *
 * Nothing is sent from here. The buttons appear only with this script: without it a call is selected by hand.
 */

/** @param {HTMLElement} box */
function prepare(box) {
  const { copied = '', failed = '' } = box.dataset;
  const code = /** @type {HTMLElement} */ (box.querySelector('.code'));
  const button = /** @type {HTMLButtonElement} */ (box.querySelector('button'));
  const done = /** @type {HTMLElement} */ (box.querySelector('[role=status]'));

  button.addEventListener('click', async () => {
    // What another button said is over.
    for (const other of document.querySelectorAll('.call [role=status]')) other.textContent = '';
    try {
      await navigator.clipboard.writeText(code.textContent ?? '');
      done.textContent = copied;
    } catch {
      // An old browser, or a page that is not https: the call is marked, so that one key copies it.
      getSelection()?.selectAllChildren(code);
      done.textContent = failed;
    }
  });
  button.hidden = false;
}

for (const box of document.querySelectorAll('.call')) prepare(/** @type {HTMLElement} */ (box));
