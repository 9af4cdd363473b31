/**
 * "Bagikan cek fakta" on a record's page: hands one sentence and one address to the phone's own share sheet, or copies
 * them where there is none.
 *
 * Both stand in the page, which the service wrote; nothing is sent from here, and the address is never the hoax's. The
 * button appears only with this script: without it the text can be selected by hand.
 */

/** @param {HTMLElement} box */
function prepare(box) {
  const { text = '', address = '', copied = '', failed = '' } = box.dataset;
  const button = /** @type {HTMLButtonElement} */ (box.querySelector('button'));
  const done = /** @type {HTMLElement} */ (box.querySelector('[role=status]'));

  async function copy() {
    try {
      await navigator.clipboard.writeText(`${text} ${address}`);
      done.textContent = copied;
    } catch {
      // An old browser, or a page that is not https: the text is marked, so that one key copies it.
      getSelection()?.selectAllChildren(/** @type {HTMLElement} */ (box.querySelector('.share-text')));
      done.textContent = failed;
    }
  }

  button.addEventListener('click', async () => {
    done.textContent = '';
    if (!('share' in navigator)) return copy();
    try {
      await navigator.share({ text, url: address });
    } catch (problem) {
      // To close the share sheet is a choice and no failure.
      if (/** @type {DOMException} */ (problem).name !== 'AbortError') await copy();
    }
  });
  button.hidden = false;
}

for (const box of document.querySelectorAll('.share')) prepare(/** @type {HTMLElement} */ (box));
