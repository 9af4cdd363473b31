/**
 * Where the check page keeps the reader's own reports: the browser's local storage, one entry a report.
 *
 * Where nothing can be kept a report is sent all the same, lives as long as the page, and the reader has the ticket that was
 * shown.
 */

/** @typedef {import('../extension/reports/own.js').OwnReport} OwnReport */

export const PREFIX = 'cektautan report ';

/** What could not be kept on the disk. @type {Map<string, OwnReport>} */
const memory = new Map();

/** @param {string} name @returns {OwnReport[]} none where it cannot be read, so that it hides no other */
function read(name) {
  try {
    return [JSON.parse(localStorage.getItem(name) ?? '')];
  } catch {
    return [];
  }
}

/** @returns {OwnReport[]} */
function stored() {
  try {
    return Object.keys(localStorage).filter((name) => name.startsWith(PREFIX)).flatMap(read);
  } catch {
    return [];
  }
}

/** @returns {OwnReport[]} */
export function allReports() {
  return [...stored(), ...memory.values()];
}

/** @param {OwnReport} report */
export function keepReport(report) {
  try {
    localStorage.setItem(PREFIX + report.ticket, JSON.stringify(report));
    memory.delete(report.ticket);
  } catch {
    memory.set(report.ticket, report);
  }
}

/** @param {string} ticket */
export function forgetReport(ticket) {
  memory.delete(ticket);
  try {
    localStorage.removeItem(PREFIX + ticket);
  } catch {
    // There is nothing to forget where nothing can be kept.
  }
}
