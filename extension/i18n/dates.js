/**
 * Dates as people write them. Days of the public record stand alone; the list's own time is Jakarta's (WIB),
 * as fact-checkers write it, so that two readers speak of the same moment.
 */

const ZONE = 'Asia/Jakarta';

/**
 * @param {string} day YYYY-MM-DD
 * @param {string} language
 * @returns {string} empty where it is no date
 */
export function formatDay(day, language) {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(day)) return '';
  const date = new Date(`${day}T00:00:00Z`);
  if (Number.isNaN(date.getTime())) return '';
  return new Intl.DateTimeFormat(locale(language), { dateStyle: 'long', timeZone: 'UTC' }).format(date);
}

/**
 * @param {number} seconds Unix time
 * @param {string} language
 * @returns {{ day: string, time: string }}
 */
export function formatMoment(seconds, language) {
  const date = new Date(seconds * 1000);
  const day = new Intl.DateTimeFormat(locale(language), { dateStyle: 'long', timeZone: ZONE }).format(date);
  const clock = { hour: '2-digit', minute: '2-digit', hourCycle: 'h23', timeZone: ZONE };
  const time = new Intl.DateTimeFormat(locale(language), /** @type {Intl.DateTimeFormatOptions} */ (clock)).format(date);
  return { day, time };
}

/** @param {string} language */
function locale(language) {
  return language === 'id' ? 'id-ID' : 'en-GB';
}
