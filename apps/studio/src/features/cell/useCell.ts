import type { DocumentNode, NodeSpec } from '@weft/engine/graph';
import { useState } from 'react';
import { specOf, useNode } from '../../document/index.ts';
import { useLanguage } from '../../i18n/index.ts';
import { useStep, type StepState } from '../../runs/index.ts';
import type { MenuItem } from '../../ui/index.ts';
import { useCellMenu } from './useCellMenu.ts';

/** Everything of a node that its cell shows, in whatever size. Changes when the node or its step does, and only then. */
export interface CellModel {
  readonly node: DocumentNode | null;
  readonly spec: NodeSpec | null;
  readonly step: StepState | null;
  readonly title: string;
  readonly menu: () => readonly MenuItem[];
  readonly renaming: boolean;
  readonly setRenaming: (renaming: boolean) => void;
  readonly noting: boolean;
  readonly setNoting: (noting: boolean) => void;
}

export function useCell(nodeId: string): CellModel {
  const node = useNode(nodeId);
  const step = useStep(nodeId);
  const language = useLanguage();
  const [renaming, setRenaming] = useState(false);
  const [noting, setNoting] = useState(false);
  const spec = node === null ? null : specOf(node);
  const title = node?.title ?? spec?.title[language] ?? nodeId;
  const menu = useCellMenu({
    nodeId,
    title,
    hasStep: step !== null,
    hasNote: (node?.note ?? '') !== '',
    // A menu gives the focus back as it closes; the field takes it after that.
    onRename: () => setTimeout(() => setRenaming(true)),
    onNote: () => setTimeout(() => setNoting(true)),
  });
  return { node, spec, step, title, menu, renaming, setRenaming, noting, setNoting };
}
