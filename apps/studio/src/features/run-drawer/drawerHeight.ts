/** Heights of the drawer in pixels: never so small that nothing is seen, never so large that the canvas is gone. */
export const LEAST = 120;
export const USUAL = 260;
const KEPT_FOR_PAGE = 200;
const KEPT_IN = 'weft.drawer-height';

export const clampHeight = (wanted: number, pageHeight: number): number =>
  Math.round(Math.max(LEAST, Math.min(wanted, Math.max(LEAST, pageHeight - KEPT_FOR_PAGE))));

/** What arrow keys on the handle do; null for other keys. */
export function heightByKey(key: string, height: number): number | null {
  switch (key) {
    case 'ArrowUp':
      return height + 24;
    case 'ArrowDown':
      return height - 24;
    case 'PageUp':
      return height + 120;
    case 'PageDown':
      return height - 120;
    case 'Home':
      return Infinity;
    case 'End':
      return 0;
    default:
      return null;
  }
}

export function keptHeight(storage: Pick<Storage, 'getItem'>): number {
  const kept = Number(storage.getItem(KEPT_IN));
  return Number.isFinite(kept) && kept >= LEAST ? kept : USUAL;
}

export const keepHeight = (storage: Pick<Storage, 'setItem'>, height: number): void =>
  storage.setItem(KEPT_IN, String(height));
