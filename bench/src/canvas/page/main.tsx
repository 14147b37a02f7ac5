/**
 * The page that is measured: `?subject=weft&nodes=500` or `?subject=plain&nodes=500`. It tells `window.opened`, the
 * milliseconds from the beginning of the navigation until its nodes are drawn.
 */
import { createRoot } from 'react-dom/client';
import { setLanguage } from '../../../../apps/studio/src/i18n/index.ts';
import './page.css';

const query = new URLSearchParams(location.search);
const nodes = Number(query.get('nodes') ?? 100);
await setLanguage(query.get('language') === 'zh' ? 'zh' : 'en');
if (query.get('theme') === 'dark') document.documentElement.dataset['theme'] = 'dark';

const { Subject } =
  query.get('subject') === 'plain' ? await import('./PlainCanvas.tsx') : await import('./WeftCanvas.tsx');
createRoot(document.querySelector('#root')!).render(<Subject nodes={nodes} />);

/** Nodes are there, and the frame that shows them was painted. */
const look = (): void => {
  if (document.querySelector('.react-flow__node') === null) return void requestAnimationFrame(look);
  requestAnimationFrame(() => setTimeout(() => Object.assign(window, { opened: performance.now() }), 0));
};
look();
