import { createContext, type ComponentType } from 'react';
import type { Zoom } from './zoom.ts';

/** What a cell shows. Handed in by the page: the canvas places cells and knows nothing of their contents. */
export type CellComponent = ComponentType<{ readonly nodeId: string; readonly zoom: Zoom }>;

export const CellSlot = createContext<CellComponent>(() => null);

/** How tall each cell was when all of it could last be read, by node. Written by the flow, read when cells are drawn. */
export const FullHeights = createContext<Map<string, number>>(new Map());
