/**
 * The one choice that this page remembers: that the reader does not want to be asked to install it.
 *
 * Kept in the browser's local storage, which can be absent or full: then it is asked again, and nothing else happens.
 */

const NO_INSTALL = 'cektautan no install hint';

/** @returns {boolean} */
export function wantsNoHint() {
  try {
    return localStorage.getItem(NO_INSTALL) !== null;
  } catch {
    return false;
  }
}

export function rememberNoHint() {
  try {
    localStorage.setItem(NO_INSTALL, 'yes');
  } catch {
    // Then it is asked again next time.
  }
}

export function forgetChoices() {
  try {
    localStorage.removeItem(NO_INSTALL);
  } catch {
    // There is nothing to forget where nothing can be kept.
  }
}
