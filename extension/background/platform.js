/**
 * The only place that touches the browser's extension API.
 *
 * Chromium calls it `chrome`, Firefox `browser`; Firefox for Android has no context menus and
 * no badge. Whoever needs something that may be absent asks here and gets null or a function
 * that does nothing. No other module may name `chrome` or `browser`, so that the worker starts
 * in every browser and a test can hand it a made-up one.
 */

/** @typedef {typeof chrome} Api */

const scope = /** @type {{ browser?: Api, chrome?: Api }} */ (/** @type {unknown} */ (globalThis));

/** The extension API itself, for what every browser we support has. */
export const api = /** @type {Api} */ (scope.browser ?? scope.chrome);

/** Context menus, or null where the browser has none (Firefox for Android). */
export const contextMenus = /** @type {Api['contextMenus'] | null} */ (api.contextMenus ?? null);

/**
 * Sets the badge of a tab; does nothing where the browser's toolbar has no badges. A tab that
 * has gone meanwhile is not an error.
 *
 * @param {number} tabId
 * @param {{ text: string, colour?: string, textColour?: string, title?: string }} badge
 */
export async function setBadge(tabId, { text, colour, textColour, title }) {
  const { action } = api;
  try {
    await Promise.all([
      action?.setBadgeText?.({ tabId, text }),
      colour === undefined ? null : action?.setBadgeBackgroundColor?.({ tabId, color: colour }),
      textColour === undefined ? null : action?.setBadgeTextColor?.({ tabId, color: textColour }),
      title === undefined ? null : action?.setTitle?.({ tabId, title }),
    ]);
  } catch {
    // The tab was closed between the decision and the badge.
  }
}

/**
 * Where a reader finds the toolbar button, which differs from browser to browser.
 *
 * @returns {'chromium' | 'firefox' | 'android'}
 */
export function whereButtonIs() {
  // Only Firefox has this function, and on Android it has no context menus.
  const isFirefox = typeof (/** @type {{ getBrowserInfo?: unknown }} */ (api.runtime).getBrowserInfo) === 'function';
  if (!isFirefox) return 'chromium';
  return contextMenus === null ? 'android' : 'firefox';
}

/** @param {string} path a file of this extension */
export function fileUrl(path) {
  return api.runtime.getURL(path);
}

/** Firefox, which can hold a navigation back until a decision is made. */
export function isFirefox() {
  return fileUrl('').startsWith('moz-extension:');
}

export async function isAndroid() {
  return (await api.runtime.getPlatformInfo()).os === 'android';
}

/** Shuts content scripts out of the settings, where the browser can: they need none, and they run beside pages of others. */
export function keepStorageFromPages() {
  void api.storage.local.setAccessLevel?.({ accessLevel: 'TRUSTED_CONTEXTS' });
}

/** True where the reader asked for little traffic. Browsers without the hint never say so. */
export function savesData() {
  const { connection } = /** @type {{ connection?: { saveData?: boolean } }} */ (globalThis.navigator ?? {});
  return connection?.saveData === true;
}
