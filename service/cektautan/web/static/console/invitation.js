/**
 * Takes the code of an invitation from the address, where it stands behind the # and is sent to nobody, into its field.
 */

const field = document.getElementById('kode');
const code = new URLSearchParams(location.hash.slice(1)).get('kode');
if (field instanceof HTMLInputElement && code && /^[0-9A-Za-z -]{10,40}$/.test(code)) {
  field.value = code;
  // Neither the history nor a bookmark needs to know it.
  history.replaceState(null, '', location.pathname + location.search);
  document.getElementById('sandi_baru')?.focus();
}
