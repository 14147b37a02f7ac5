/** A node as people see it: its params, what it made, and how it stands. On the canvas and in the notebook alike. */
export { Cell, nearCell, type CellProps } from './Cell.tsx';
export { CellContent, UpgradeNote } from './CellContent.tsx';
export { CellFooter } from './CellFooter.tsx';
export { CellHeader } from './CellHeader.tsx';
export { MarkdownText } from './MarkdownText.tsx';
export { NodeNote } from './NodeNote.tsx';
export { UnknownNode } from './UnknownNode.tsx';
export { upgradeOf, type Upgrade } from './upgrade.ts';
export { useCell, type CellModel } from './useCell.ts';
