/**
 * The worker of the check page: keeps the page for offline use, and takes what another app shares.
 *
 * It is served as /sw.js behind one line that sets `SHIPPED`, so that a new version of the page is a new worker. What
 * belongs to the page comes from its cache, whole and of one version; everything else goes to the network as it would
 * without a worker. A shared text (Web Share Target, POST /bagikan) ends here: it is kept in this worker's memory until the
 * page asks for it, once, and never reaches the network, a cache or a disk.
 *
 * A plain script and no module, because not every browser runs modules in workers.
 */

/** @typedef {'id' | 'en'} Language */

/**
 * `addresses` are kept from the beginning, and of `languages` the reader's. The other language and `later` are parts that a
 * first visit does not wait for: the page says when it is done with its beginning, and then they are kept too.
 *
 * @typedef {{ base: string, addresses: string[], languages: Record<Language, string[]>, later: string[] }} Shipped
 */

/**
 * As much of a service worker as this one uses; TypeScript's own description excludes that of a page.
 *
 * @typedef {object} Worker
 * @property {Shipped} SHIPPED
 * @property {CacheStorage} caches
 * @property {Location} location
 * @property {Navigator} navigator
 * @property {{ claim: () => Promise<void>, matchAll: (which: object) => Promise<{ url: string }[]> }} clients
 * @property {() => Promise<void>} skipWaiting
 * @property {(type: string, listener: (event: any) => void) => void} addEventListener
 */

const worker = /** @type {Worker} */ (/** @type {unknown} */ (self));
const { base, addresses, languages, later } = worker.SHIPPED;
const EVERYTHING = [...addresses, ...Object.values(languages).flat(), ...later];

/** Every cache of ours begins so; the rest of the name is the version. */
const OURS = 'cektautan ';
const CACHE = OURS + base;

const SHARED_PATH = '/bagikan';
const SHARED_FIELDS = ['title', 'text', 'url'];
/** A message from another app is short; what is longer is cut before it is looked through. */
const LONGEST_SHARED = 20_000;

/** What was shared last and not yet asked for. @type {string | null} */
let shared = null;

/**
 * The language of an address, else the reader's, as the service chooses it.
 *
 * @param {URL} url
 * @param {readonly string[]} spoken
 * @returns {Language}
 */
function languageOf(url, spoken) {
  const asked = url.searchParams.get('lang');
  if (asked === 'id' || asked === 'en') return asked;
  const known = spoken.map((tag) => tag.slice(0, 2).toLowerCase()).find((tag) => tag === 'id' || tag === 'en');
  return known === 'en' ? 'en' : 'id';
}

/** Keeps what the page needs, whole or not at all. */
async function install() {
  const cache = await worker.caches.open(CACHE);
  await cache.addAll([...addresses, ...(await languagesRead()).flatMap((language) => languages[language])]);
}

/** The languages of the pages of ours that are open; where none is, that of a page whose address names none. */
async function languagesRead() {
  const open = await worker.clients.matchAll({ type: 'window', includeUncontrolled: true });
  const urls = open.length > 0 ? open.map(({ url }) => url) : [worker.location.href];
  return [...new Set(urls.map((url) => languageOf(new URL(url), worker.navigator.languages)))];
}

/** @param {FormData} form @returns {string} */
function textOf(form) {
  const parts = SHARED_FIELDS.map((name) => form.get(name)).filter((part) => typeof part === 'string');
  return parts.map((part) => String(part).trim()).filter((part) => part !== '').join('\n').slice(0, LONGEST_SHARED);
}

/** @param {string} address */
async function kept(address) {
  const cache = await worker.caches.open(CACHE);
  return (await cache.match(address)) ?? null;
}

/** @typedef {'' | '-offline'} Which the check page, or the word in the place of any other */

/** @param {Language} language @param {Which} [which] */
function shellOf(language, which = '') {
  return `${base}/shell/${language}${which}.html`;
}

/**
 * What is shown offline where the reader's language is not kept: the other, whose words are kept with it.
 *
 * @param {Language} language
 * @param {Which} which
 */
async function otherwise(language, which) {
  return (await kept(shellOf(language === 'id' ? 'en' : 'id', which))) ?? Response.error();
}

/** Keeps what did not have to be there from the beginning; what cannot be had now is fetched when it is asked for. @param {string[]} wanted */
async function keep(wanted) {
  try {
    const cache = await worker.caches.open(CACHE);
    const there = await Promise.all(wanted.map((address) => cache.match(address)));
    await cache.addAll(wanted.filter((_, at) => there[at] === undefined));
  } catch {
    // There is no network, or no room.
  }
}

/**
 * Takes what was shared and leads to the page; the address says only that something is waiting.
 *
 * @param {Request} request
 * @param {Language} language
 */
async function take(request, language) {
  try {
    shared = textOf(await request.formData());
  } catch {
    shared = null;
  }
  // 303: a reload asks for the page, and sends nothing a second time.
  return Response.redirect(`/?lang=${language}#dibagikan`, 303);
}

/**
 * The check page: as it is kept, else from the network, and then its language is kept too.
 *
 * @param {{ request: Request, waitUntil: (work: Promise<void>) => void }} event
 * @param {Language} language
 */
async function page(event, language) {
  const found = await kept(shellOf(language));
  if (found !== null) return found;
  try {
    const fetched = await fetch(event.request);
    event.waitUntil(keep(languages[language]));
    return fetched;
  } catch {
    return otherwise(language, '');
  }
}

/**
 * Another page of the site: from the network, or a calm word about its absence.
 *
 * @param {Request} request
 * @param {Language} language
 */
async function elsewhere(request, language) {
  try {
    return await fetch(request);
  } catch {
    return (await kept(shellOf(language, '-offline'))) ?? otherwise(language, '-offline');
  }
}

/**
 * @param {{ request: Request, waitUntil: (work: Promise<void>) => void }} event
 * @returns {Promise<Response> | null} null leaves the request to the browser
 */
function answerTo(event) {
  const { request } = event;
  const url = new URL(request.url);
  if (url.origin !== worker.location.origin) return null;
  const language = languageOf(url, worker.navigator.languages);
  if (request.method === 'POST' && url.pathname === SHARED_PATH) return take(request, language);
  if (request.method !== 'GET') return null;
  if (request.mode === 'navigate') return url.pathname === '/' ? page(event, language) : elsewhere(request, language);
  const address = url.pathname + url.search;
  return EVERYTHING.includes(address) ? kept(address).then((found) => found ?? fetch(request)) : null;
}

worker.addEventListener('install', (event) => {
  event.waitUntil(install());
});

worker.addEventListener('activate', (event) => {
  const tidied = worker.caches.keys().then((names) =>
    Promise.all(names.filter((name) => name.startsWith(OURS) && name !== CACHE).map((name) => worker.caches.delete(name))),
  );
  event.waitUntil(tidied.then(() => worker.clients.claim()));
});

worker.addEventListener('fetch', (event) => {
  const answer = answerTo(event);
  if (answer !== null) event.respondWith(answer);
});

worker.addEventListener('message', (event) => {
  if (event.data === 'shared?') {
    event.ports[0].postMessage(shared);
    shared = null;
  }
  if (event.data === 'keep rest') event.waitUntil(keep(EVERYTHING));
  // The reader pressed "use the new version"; until then the old one stays whole.
  if (event.data === 'activate') void worker.skipWaiting();
});
