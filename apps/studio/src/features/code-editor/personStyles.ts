import type { Awareness } from 'y-protocols/awareness';
import { colorOf } from '../../document/index.ts';

/**
 * Colleagues' cursors in the editor. y-monaco marks them with a class per client; the colour and the name behind a class
 * are a rule in a stylesheet of ours, which is built and never parsed from text that a colleague wrote.
 */
export function followPeople(awareness: Awareness): () => void {
  const sheet = new CSSStyleSheet();
  document.adoptedStyleSheets.push(sheet);
  let shown = '';
  const draw = (): void => {
    const rules = [...awareness.getStates()].flatMap(([clientId, state]) => {
      const user = (state as { user?: { id?: unknown; name?: unknown } }).user;
      if (clientId === awareness.clientID || typeof user?.id !== 'string') return [];
      return rulesFor(clientId, {
        color: colorOf(user.id),
        name: typeof user.name === 'string' ? user.name : '',
      });
    });
    const text = rules.join('\n');
    if (text === shown) return;
    shown = text;
    sheet.replaceSync(text);
  };
  draw();
  awareness.on('change', draw);
  return () => {
    awareness.off('change', draw);
    document.adoptedStyleSheets = document.adoptedStyleSheets.filter((other) => other !== sheet);
  };
}

export const rulesFor = (clientId: number, { color, name }: { color: string; name: string }): string[] => [
  `.yRemoteSelection-${clientId} { background: color-mix(in srgb, ${color} 25%, transparent); }`,
  `.yRemoteSelectionHead-${clientId} { position: absolute; height: 100%; border-left: 2px solid ${color}; }`,
  `.yRemoteSelectionHead-${clientId}::after { content: ${cssString(name)}; position: absolute; left: -2px; bottom: 100%; padding: 0 3px; border-radius: 3px; background: ${color}; color: #fff; font: 11px/1.4 var(--font-sans); white-space: nowrap; pointer-events: none; }`,
];

/** A name as a CSS string: whatever could end it or the rule is written as its code point. */
export const cssString = (text: string): string =>
  `"${text.slice(0, 60).replaceAll(/[^\p{L}\p{N} .-]/gu, (sign) => `\\${sign.codePointAt(0)!.toString(16)} `)}"`;
