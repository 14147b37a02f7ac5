/** What is nice to have comes after what was asked for. Safari knows no idle time: there a moment does. */
export function whenAtRest(work: () => void): void {
  if ('requestIdleCallback' in window) requestIdleCallback(work, { timeout: 5000 });
  else setTimeout(work, 1000);
}
