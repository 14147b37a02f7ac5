import { loadHan } from '../i18n/index.ts';
import { whenAtRest } from '../shell/index.ts';

const HAN = /\p{Script=Han}/u;

/**
 * In English, the font for Han characters is declared once there are any on the page: names, documents and data may be
 * Chinese. The declaration alone is 32 kB, which most pages in English never need. Looked for when nothing else is to do,
 * and never again once found; reading the text of 1,000 cells takes less than a millisecond.
 *
 * @returns what ends it
 */
export function watchForHan(root: Node = document.body): () => void {
  let asked = false;
  const observer = new MutationObserver(() => {
    if (asked) return;
    asked = true;
    whenAtRest(look);
  });
  const look = (): void => {
    asked = false;
    if (!HAN.test(root.textContent ?? '')) return;
    observer.disconnect();
    void loadHan();
  };
  observer.observe(root, { childList: true, characterData: true, subtree: true });
  look();
  return () => observer.disconnect();
}
