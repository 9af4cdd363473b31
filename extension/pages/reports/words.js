/** Why a report was not sent, or could not be asked about, in words. */

/** @typedef {import('../../i18n/texts.js').Texts} Texts */
/** @typedef {import('../../reports/service.js').Failure} Failure */
/** @typedef {import('../../reports/service.js').Problem} Problem */

/** @param {string} server */
export function hostOf(server) {
  return server.replace(/^https?:\/\//, '');
}

/**
 * @param {Texts} texts
 * @param {string} server
 * @param {Failure} failure
 */
export function sendProblem(texts, server, { problem, minutes }) {
  return texts.say(`send_${problem}`, { host: hostOf(server), minutes: Math.max(minutes, 1) });
}

/**
 * @param {Texts} texts
 * @param {string} server
 * @param {Failure} failure
 */
export function askProblem(texts, server, { problem, minutes }) {
  return texts.say(`ask_${problem}`, { host: hostOf(server), minutes: Math.max(minutes, 1) });
}
