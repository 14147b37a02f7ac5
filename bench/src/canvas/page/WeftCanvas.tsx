import { addNode, connect, sharedTexts } from '@weft/engine/live';
import type { NodeId } from '@weft/engine/graph';
import { useMemo } from 'react';
import * as Y from 'yjs';
import { queryClient } from '../../../../apps/studio/src/api/client.ts';
import { listenToKeys } from '../../../../apps/studio/src/commands/index.ts';
import { WorkspaceContext, type Workspace } from '../../../../apps/studio/src/app/workspace.ts';
import { LocalDocument, registry } from '../../../../apps/studio/src/document/index.ts';
import { Canvas } from '../../../../apps/studio/src/features/canvas/index.ts';
import { Cell } from '../../../../apps/studio/src/features/cell/index.ts';
import { PalettePopover } from '../../../../apps/studio/src/features/palette/index.ts';
import { RunsProvider } from '../../../../apps/studio/src/runs/index.ts';
import type { RunSource } from '../../../../apps/studio/src/runs/source.ts';
import { TooltipProvider, Toasts } from '../../../../apps/studio/src/ui/index.ts';
import { QueryClientProvider } from '@tanstack/react-query';
import { placeOf } from './grid.ts';

const WORKSPACE: Workspace = {
  workspaceId: 'bench',
  name: 'Bench',
  slug: 'bench',
  role: 'owner',
  can: () => true,
};

/** A document that has not run yet, and no server to ask. */
const NO_RUNS: RunSource = {
  get: () => new Promise(() => {}),
  preview: () => new Promise(() => {}),
  events: () => () => {},
  watch: () => () => {},
};

/** The canvas of the studio with its cells, as a document shows it. */
export function Subject({ nodes }: { nodes: number }) {
  const doc = useMemo(() => makeDocument(nodes), [nodes]);
  useMemo(() => listenToKeys(), []);
  return (
    <QueryClientProvider client={queryClient}>
      <TooltipProvider>
        <WorkspaceContext value={WORKSPACE}>
          <LocalDocument doc={doc}>
            <RunsProvider documentId="local" workspaceId="bench" source={NO_RUNS}>
              <Canvas workspaceId="bench" cell={Cell} palette={PalettePopover} open={() => {}} />
            </RunsProvider>
          </LocalDocument>
        </WorkspaceContext>
        <Toasts />
      </TooltipProvider>
    </QueryClientProvider>
  );
}

/** A chain of what documents are made of, again and again. */
const TYPES = ['chunk.recursive', 'code.javascript', 'embed.builtin', 'train.classifier'];

function makeDocument(count: number): Y.Doc {
  const doc = new Y.Doc();
  for (let at = 0; at < count; at++) {
    const spec = registry.get(TYPES[at % TYPES.length]!)!;
    const node = { type: spec.type, version: spec.version, params: {}, position: placeOf(at) };
    addNode(doc, `n${at}` as NodeId, node, sharedTexts(spec));
    if (at === 0) continue;
    const before = registry.get(TYPES[(at - 1) % TYPES.length]!)!;
    connect(doc, {
      from: { node: `n${at - 1}` as NodeId, port: Object.keys(before.outputs)[0]! },
      to: { node: `n${at}` as NodeId, port: Object.keys(spec.inputs)[0]! },
    });
  }
  return doc;
}
