/**
 * Hosts that are addresses of the IP and no names.
 *
 * Decides which host is one, and which IPv6 address only writes an address of IPv4: one behind `::ffff:` (RFC 4291, section
 * 2.5.5.2) or behind `64:ff9b::` (RFC 6052, section 2.1) leads to the same machine. Follows docs/identity.md, step 1, and takes
 * hosts as the WHATWG serialiser writes them. service/cektautan/core/ip.py does exactly the same.
 */

// The serialiser writes the last 32 bits as two numbers in hexadecimal, and never as four in decimal. An address of IPv4
// that begins with two zeros is nobody's: behind `64:ff9b::`, where the serialiser drops them, it need not be told.
const IPV4_IN_IPV6 = /^\[(?:::ffff|64:ff9b:):([0-9a-f]{1,4}):([0-9a-f]{1,4})\]$/;

/**
 * Tells an IPv4 or bracketed IPv6 address from a name: the parser made all that ends in a number a dotted quad.
 * @param {string} host
 */
export function isIp(host) {
  const last = host.charCodeAt(host.length - 1);
  return last === 0x5d || (last >= 0x30 && last <= 0x39 && /(?:^|\.)[0-9]+$/.test(host));
}

/**
 * The address of IPv4 that a host writes as one of IPv6; any other host as it is.
 * @param {string} host
 */
export function asIpv4(host) {
  const found = IPV4_IN_IPV6.exec(host);
  if (found === null) return host;
  const [high, low] = [parseInt(found[1], 16), parseInt(found[2], 16)];
  return [high >> 8, high & 255, low >> 8, low & 255].join('.');
}
