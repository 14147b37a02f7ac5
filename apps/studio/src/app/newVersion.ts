const KEPT_IN = 'weft.reloaded';
/** A part that is missing after a reload is a fault, not an update. */
const ONCE_WITHIN_MS = 60_000;

/**
 * After an update of the server, parts of the studio that this page has not loaded yet are gone under their old names.
 * The page is then loaded anew, once: documents are on the server, and edits on their way are kept by the browser.
 */
export function reloadForNewVersion(): void {
  window.addEventListener('vite:preloadError', (event) => {
    const last = Number(sessionStorage.getItem(KEPT_IN) ?? 0);
    if (Date.now() - last < ONCE_WITHIN_MS) return;
    event.preventDefault();
    sessionStorage.setItem(KEPT_IN, String(Date.now()));
    location.reload();
  });
}
