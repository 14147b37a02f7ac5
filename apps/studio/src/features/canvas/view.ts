import type { Viewport } from '@xyflow/react';
import { z } from 'zod';
import type { CellNode } from './flowNodes.ts';
import { around } from './guides.ts';

/** Which part of the canvas is seen at first: where this person left it, else everything, else where it begins. */
const viewport = z.object({ x: z.number(), y: z.number(), zoom: z.number().min(0.02).max(4) });

const key = (documentId: string): string => `weft.view.${documentId}`;

export function keptView(documentId: string): Viewport | null {
  try {
    return viewport.parse(JSON.parse(localStorage.getItem(key(documentId)) ?? 'null'));
  } catch {
    return null;
  }
}

export function keepView(documentId: string, view: Viewport): void {
  try {
    localStorage.setItem(key(documentId), JSON.stringify(view));
  } catch {
    // A full or forbidden storage forgets where one was; nothing else.
  }
}

/** Below this, titles are too small to tell cells apart: better to begin at the beginning. */
const READABLE = 0.2;
/** Around everything: less where there is little room. */
const MARGIN = 64;
const MARGIN_SHARE = 0.06;

export function firstView(
  nodes: readonly CellNode[],
  { width, height }: { readonly width: number; readonly height: number },
): Viewport {
  const box = around(
    nodes.map(({ position, measured }) => ({
      ...position,
      width: measured?.width ?? 0,
      height: measured?.height ?? 0,
    })),
  );
  if (box === null) return { x: 0, y: 0, zoom: 1 };
  const margin = Math.min(MARGIN, width * MARGIN_SHARE);
  const fits = Math.min((width - 2 * margin) / box.width, (height - 2 * margin) / box.height);
  const zoom = Math.min(1, fits < READABLE ? 0.5 : fits);
  const middle = (length: number, start: number, room: number): number =>
    length * zoom > room - 2 * margin ? margin - start * zoom : (room - length * zoom) / 2 - start * zoom;
  return { x: middle(box.width, box.x, width), y: middle(box.height, box.y, height), zoom };
}
