/**
 * Takes the address that a moderator's popup handed over.
 *
 * It stands behind the `#`, which browsers never send, so that no log has it; it goes into the field and out of the address
 * bar at once.
 */

export function takeHandedOver() {
  const field = document.querySelector('[data-handover]');
  if (!(field instanceof HTMLTextAreaElement || field instanceof HTMLInputElement) || location.hash.length < 2) return;
  const text = location.hash.slice(1);
  // A plain fragment of the page, such as `#main`, is no address.
  if (!/[:.]|%3a/i.test(text)) return;
  let address = text;
  try {
    address = decodeURIComponent(text);
  } catch {
    // A lone per cent sign: the address is taken as it stands.
  }
  history.replaceState(history.state, '', location.pathname + location.search);
  field.value = address;
  field.form?.requestSubmit();
}
