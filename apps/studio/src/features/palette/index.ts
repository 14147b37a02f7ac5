/** Every node type, to search, drag or choose: docked beside the canvas, or where a wire was dropped. */
export { PalettePanel, type PalettePanelProps } from './PalettePanel.tsx';
export { PalettePopover, type PalettePopoverProps } from './PalettePopover.tsx';
