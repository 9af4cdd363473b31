/**
 * Speaks with the service: files a report, and asks what became of one (docs/permissions.md).
 *
 * Both are a POST with everything in the body, so that neither address nor ticket stands in a log, a history or a referrer;
 * no cookie goes along, and no redirect is followed. It is called on the reader's press, for what the reader pressed before
 * and could not be sent, or when the reader opens the list of their own reports, and at no other time. Nothing is thrown:
 * every failure is an answer that can be put into words.
 */

import { readStatusAnswer } from './status.js';

/** @typedef {import('./kinds.js').Body} Body */
/** @typedef {import('./status.js').Status} Status */

/**
 * Why there is no answer. `limited`: this network has asked too often. `unavailable`: this service takes no reports.
 * `refused`: it does not take this one. `unknown`: it does not know this ticket. `forbidden`: the reader has not let the browser
 * send it, and so it was not tried.
 *
 * @typedef {'offline' | 'unreachable' | 'failed' | 'limited' | 'unavailable' | 'refused' | 'unknown' | 'forbidden'} Problem
 */

/** @typedef {{ problem: Problem, minutes: number }} Failure `minutes` until it may be tried again, 0 where nothing is known of it */

const TIMEOUT_MS = 20_000;
/** How long a lost answer is waited for before the same report is sent once more. */
const AGAIN_MS = 1_000;
const LONGEST_WAIT_MINUTES = 24 * 60;
/** More than any answer of these has. */
const MOST_BYTES = 65_536;

/** @type {ReadonlySet<Problem>} what passes by itself, so that a report is kept and sent later */
const PASSING = new Set(['offline', 'unreachable', 'failed', 'limited']);

/** @param {Problem} problem */
export function passes(problem) {
  return PASSING.has(problem);
}

/**
 * @param {Response} response
 * @returns {number} minutes, at least 1 where the service says when
 */
function minutesOf(response) {
  const seconds = Number(response.headers.get('Retry-After') ?? '');
  return seconds > 0 ? Math.min(Math.ceil(seconds / 60), LONGEST_WAIT_MINUTES) : 0;
}

/**
 * @param {string} address
 * @param {unknown} body
 * @returns {Promise<{ response: Response, data: unknown } | Failure>}
 */
async function post(address, body) {
  if (isOffline()) return { problem: 'offline', minutes: 0 };
  try {
    const response = await fetch(address, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', Accept: 'application/json' },
      body: JSON.stringify(body),
      cache: 'no-store',
      credentials: 'omit',
      referrerPolicy: 'no-referrer',
      redirect: 'error',
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    const text = await response.text();
    if (text.length > MOST_BYTES) return { problem: 'failed', minutes: 0 };
    return { response, data: text === '' ? null : readJson(text) };
  } catch {
    return { problem: isOffline() ? 'offline' : 'unreachable', minutes: 0 };
  }
}

function isOffline() {
  return globalThis.navigator?.onLine === false;
}

/** @param {string} text @returns {unknown} null where it is none */
function readJson(text) {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/**
 * @param {Response} response one that is no success
 * @param {Problem} missing what 404 means here
 * @returns {Failure}
 */
function failureOf(response, missing) {
  const { status } = response;
  if (status === 429) return { problem: 'limited', minutes: minutesOf(response) || 1 };
  if (status === 404) return { problem: missing, minutes: 0 };
  if (status >= 400 && status < 500) return { problem: 'refused', minutes: 0 };
  return { problem: 'failed', minutes: minutesOf(response) };
}

/**
 * Files a report. The same one may be sent again: the service knows its ticket.
 *
 * @param {string} server an address without a slash at the end
 * @param {Body} body
 * @param {number} [againMs] other than usual only in tests
 * @returns {Promise<{ filedAt: number } | Failure>} Unix seconds
 */
export async function sendReport(server, body, againMs = AGAIN_MS) {
  let answer = await post(`${server}/v1/reports`, body);
  if ('problem' in answer && answer.problem === 'unreachable') {
    // The answer may have been lost and not the report.
    await new Promise((resolve) => setTimeout(resolve, againMs));
    answer = await post(`${server}/v1/reports`, body);
  }
  if ('problem' in answer) return answer;
  if (!answer.response.ok) return failureOf(answer.response, 'unavailable');
  const filed = /** @type {{ filed_at?: unknown } | null} */ (answer.data)?.filed_at;
  // A page of a hotel's network also says 200.
  return typeof filed === 'number' ? { filedAt: filed } : { problem: 'failed', minutes: 0 };
}

/**
 * @param {string} server
 * @param {string} ticket
 * @returns {Promise<{ status: Status } | Failure>}
 */
export async function askStatus(server, ticket) {
  const answer = await post(`${server}/v1/reports/status`, { ticket });
  if ('problem' in answer) return answer;
  if (!answer.response.ok) {
    const isTicket = String(/** @type {{ type?: unknown } | null} */ (answer.data)?.type ?? '').endsWith('unknown-ticket');
    return failureOf(answer.response, isTicket ? 'unknown' : 'unavailable');
  }
  const status = readStatusAnswer(answer.data);
  return status === null ? { problem: 'failed', minutes: 0 } : { status };
}
