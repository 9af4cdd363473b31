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

/**
 * `later` are parts that a first visit does not wait for: the page says when it is done with its beginning, and then they are
 * kept too.
 *
 * @typedef {{ base: string, addresses: string[], later: string[] }} Shipped
 */

/**
 * As much of a service worker as this one uses; TypeScript's own description excludes that of a page.
 *
 * @typedef {object} Worker
 * @property {Shipped} SHIPPED
 * @property {CacheStorage} caches
 * @property {Location} location
 * @property {Navigator} navigator
 * @property {{ claim: () => Promise<void> }} clients
 * @property {() => Promise<void>} skipWaiting
 * @property {(type: string, listener: (event: any) => void) => void} addEventListener
 */

const worker = /** @type {Worker} */ (/** @type {unknown} */ (self));
const { base, addresses, later } = worker.SHIPPED;

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
 */
function languageOf(url, spoken) {
  const asked = url.searchParams.get('lang');
  if (asked === 'id' || asked === 'en') return asked;
  const known = spoken.map((tag) => tag.slice(0, 2).toLowerCase()).find((tag) => tag === 'id' || tag === 'en');
  return known ?? 'id';
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

/**
 * Takes what was shared and leads to the page; the address says only that something is waiting.
 *
 * @param {Request} request
 * @param {string} language
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
 * @param {Request} request
 * @param {string} language
 */
async function page(request, language) {
  return (await kept(`${base}/shell/${language}.html`)) ?? fetch(request);
}

/**
 * Another page of the site: from the network, or a calm word about its absence.
 *
 * @param {Request} request
 * @param {string} language
 */
async function elsewhere(request, language) {
  try {
    return await fetch(request);
  } catch {
    return (await kept(`${base}/shell/${language}-offline.html`)) ?? Response.error();
  }
}

/** Keeps what did not have to be there from the beginning; what cannot be had now is fetched when it is asked for. */
async function keepRest() {
  try {
    const cache = await worker.caches.open(CACHE);
    const there = await Promise.all(later.map((address) => cache.match(address)));
    await cache.addAll(later.filter((_, at) => there[at] === undefined));
  } catch {
    // There is no network, or no room.
  }
}

/** @param {Request} request @returns {Promise<Response> | null} null leaves the request to the browser */
function answerTo(request) {
  const url = new URL(request.url);
  if (url.origin !== worker.location.origin) return null;
  const language = languageOf(url, worker.navigator.languages);
  if (request.method === 'POST' && url.pathname === SHARED_PATH) return take(request, language);
  if (request.method !== 'GET') return null;
  if (request.mode === 'navigate') return url.pathname === '/' ? page(request, language) : elsewhere(request, language);
  const address = url.pathname + url.search;
  return addresses.includes(address) || later.includes(address) ? kept(address).then((found) => found ?? fetch(request)) : null;
}

worker.addEventListener('install', (event) => {
  event.waitUntil(worker.caches.open(CACHE).then((cache) => cache.addAll(addresses)));
});

worker.addEventListener('activate', (event) => {
  const tidied = worker.caches.keys().then((names) =>
    Promise.all(names.filter((name) => name.startsWith(OURS) && name !== CACHE).map((name) => worker.caches.delete(name))),
  );
  event.waitUntil(tidied.then(() => worker.clients.claim()));
});

worker.addEventListener('fetch', (event) => {
  const answer = answerTo(event.request);
  if (answer !== null) event.respondWith(answer);
});

worker.addEventListener('message', (event) => {
  if (event.data === 'shared?') {
    event.ports[0].postMessage(shared);
    shared = null;
  }
  if (event.data === 'keep rest') event.waitUntil(keepRest());
  // The reader pressed "use the new version"; until then the old one stays whole.
  if (event.data === 'activate') void worker.skipWaiting();
});
