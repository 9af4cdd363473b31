/**
 * Tickets: the number by which a reader, and nobody else, learns what became of a report.
 *
 * The device makes it, 128 random bits in Crockford's base32, so that a report whose answer was lost can be sent again without
 * being filed twice. The server keeps only a hash of it. It is shown in groups, and read with what hands and eyes do to it.
 */

const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const LENGTH = 26;
const BYTES = 16;
/** Where a group ends, as it is shown; the last group has one sign more. */
const GROUPS = [0, 5, 10, 15, 20, LENGTH];
const WHOLE = new RegExp(`^[${ALPHABET}]{${LENGTH}}$`);

/**
 * @param {Uint8Array<ArrayBuffer>} [random] 16 bytes; other ones than chance's only in tests
 * @returns {string}
 */
export function makeTicket(random = crypto.getRandomValues(new Uint8Array(BYTES))) {
  let number = random.reduce((sum, byte) => (sum << 8n) | BigInt(byte), 0n);
  let ticket = '';
  for (let at = 0; at < LENGTH; at += 1) {
    ticket = ALPHABET[Number(number & 31n)] + ticket;
    number >>= 5n;
  }
  return ticket;
}

/**
 * @param {string} ticket
 * @returns {string} `XXXXX-XXXXX-XXXXX-XXXXX-XXXXXX`
 */
export function shownTicket(ticket) {
  return GROUPS.slice(1).map((end, at) => ticket.slice(GROUPS[at], end)).join('-');
}

/**
 * @param {string} text what a person typed or pasted
 * @returns {string | null} null where it is no ticket
 */
export function readTicket(text) {
  const plain = text.toUpperCase().replace(/[\s\u2010-\u2015-]/g, '').replaceAll('O', '0').replace(/[IL]/g, '1');
  return WHOLE.test(plain) ? plain : null;
}
