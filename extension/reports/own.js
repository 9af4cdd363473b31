/**
 * The reader's own reports: what this device keeps of each, what still has to be sent, and what is asked about them.
 *
 * A report is kept before it is sent, so that a popup that closes or a network that fails loses nothing. What was sent leaves
 * only its ticket, its kind, its day and a shortened address here; free text and contact are gone with the sending. Each is
 * asked of the server that it was sent to, whichever one is followed now. Where things are kept is the caller's to say: a
 * `Shelf` of the extension's storage or of the check page's.
 */

import { askStatus, passes, sendReport } from './service.js';

/** @typedef {import('./kinds.js').Body} Body */
/** @typedef {import('./kinds.js').Kind} Kind */
/** @typedef {import('./service.js').Failure} Failure */
/** @typedef {import('./service.js').Problem} Problem */
/** @typedef {import('./status.js').Status} Status */

/**
 * @typedef {object} OwnReport
 * @property {string} ticket
 * @property {string} server
 * @property {Kind | null} kind null where the ticket was typed in and nothing is known of it yet
 * @property {string} address shortened, may be empty
 * @property {number} made Unix seconds
 * @property {number | null} filedAt Unix seconds, null until it is sent
 * @property {Body | null} waiting what still has to be sent, null once it was
 * @property {Problem | null} problem why it was not sent when it was last tried; what does not pass is not tried again by itself
 * @property {number} notBefore Unix seconds before which it is not sent again by itself
 * @property {Status | null} status what the server said last
 * @property {number | null} asked when
 */

/**
 * @typedef {object} Shelf
 * @property {() => Promise<OwnReport[]>} all
 * @property {(report: OwnReport) => Promise<void>} put in the place of one with the same ticket
 * @property {(ticket: string) => Promise<void>} remove
 */

/** States after which nothing changes by itself. */
const FINAL = new Set(['decided', 'closed']);

/** @param {OwnReport} report */
export function isFinal({ status }) {
  return status !== null && FINAL.has(status.state);
}

function now() {
  return Math.floor(Date.now() / 1000);
}

/**
 * Runs a task when no other window, and not the background, is at this report. Where there are no locks two may send it at once;
 * the service then knows its ticket, and files it once.
 *
 * @template T
 * @param {string} ticket
 * @param {() => Promise<T>} task
 * @returns {Promise<T>}
 */
function alone(ticket, task) {
  const locks = /** @type {LockManager | undefined} */ (globalThis.navigator?.locks);
  return locks === undefined ? task() : locks.request(`report ${ticket}`, task);
}

/**
 * @param {Shelf} shelf
 * @param {(body: Body) => Promise<boolean>} [allowed] whether the browser lets this be sent
 */
export function ownReports(shelf, allowed = async () => true) {
  /** @param {string} ticket */
  async function find(ticket) {
    return (await shelf.all()).find((each) => each.ticket === ticket) ?? null;
  }

  /**
   * Changes one that is still kept: what the reader removed meanwhile does not come back.
   *
   * @param {string} ticket
   * @param {Partial<OwnReport>} change
   */
  async function change(ticket, change) {
    const kept = await find(ticket);
    if (kept !== null) await shelf.put({ ...kept, ...change });
  }

  /**
   * Sends one that waits.
   *
   * @param {OwnReport} report
   * @returns {Promise<{ filedAt: number } | Failure>}
   */
  function deliver({ ticket }) {
    return alone(ticket, () => deliverAlone(ticket));
  }

  /**
   * @param {string} ticket
   * @returns {Promise<{ filedAt: number } | Failure>}
   */
  async function deliverAlone(ticket) {
    const kept = await find(ticket);
    if (kept === null) return { problem: 'refused', minutes: 0 };
    const { server, waiting, filedAt } = kept;
    // It went out while this waited for its turn.
    if (waiting === null) return { filedAt: filedAt ?? now() };
    // Nothing is noted of it, so that it goes out once the reader has agreed.
    if (!(await allowed(waiting))) return { problem: 'forbidden', minutes: 0 };
    const answer = await sendReport(server, waiting);
    if ('filedAt' in answer) await change(ticket, { filedAt: answer.filedAt, waiting: null, problem: null, notBefore: 0 });
    else await change(ticket, { problem: answer.problem, notBefore: now() + answer.minutes * 60 });
    return answer;
  }

  return {
    /** @returns {Promise<OwnReport[]>} the newest first */
    all: async () => (await shelf.all()).sort((a, b) => b.made - a.made),
    remove: shelf.remove,
    deliver,

    /**
     * Keeps what the reader has just pressed "Kirim" on, and sends it.
     *
     * @param {string} server
     * @param {Body} body
     * @param {string} address shortened
     * @param {Promise<boolean>} [consent] the browser's question, where it has one
     */
    file: async (server, body, address, consent = Promise.resolve(true)) => {
      const { ticket, kind } = body;
      /** @type {OwnReport} */
      const report = {
        ticket, server, kind, address, made: now(), filedAt: null, waiting: body, problem: null, notBefore: 0, status: null, asked: null,
      };
      await shelf.put(report);
      await consent;
      const answer = await deliver(report);
      // It still stands in the form, and trying again would change nothing.
      if ('problem' in answer && !passes(answer.problem)) await shelf.remove(ticket);
      return answer;
    },

    /**
     * Sends what could not be sent before, and nothing else; asks nobody where nothing waits.
     *
     * @returns {Promise<number>} how many went out
     */
    deliverWaiting: async () => {
      let sent = 0;
      for (const report of await shelf.all()) {
        const { waiting, problem, notBefore } = report;
        if (waiting === null || notBefore > now() || (problem !== null && !passes(problem))) continue;
        if ('filedAt' in (await deliver(report))) sent += 1;
      }
      return sent;
    },

    /**
     * @param {string} server
     * @param {string} ticket typed in by the reader
     * @returns {Promise<boolean>} false where it is here already
     */
    add: async (server, ticket) => {
      if ((await find(ticket)) !== null) return false;
      await shelf.put({
        ticket, server, kind: null, address: '', made: now(), filedAt: null, waiting: null, problem: null, notBefore: 0, status: null, asked: null,
      });
      return true;
    },

    /**
     * Asks what became of one.
     *
     * @param {OwnReport} report
     * @returns {Promise<Failure | null>} null where it was answered
     */
    ask: async ({ ticket, server, kind, filedAt }) => {
      const answer = await askStatus(server, ticket);
      if ('problem' in answer) return answer;
      const { status } = answer;
      await change(ticket, { status, asked: now(), kind: kind ?? status.kind, filedAt: filedAt ?? status.filedAt });
      return null;
    },
  };
}
