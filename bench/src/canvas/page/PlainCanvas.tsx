import { ReactFlow, useEdgesState, useNodesState } from '@xyflow/react';
import { placeOf, VIEW } from './grid.ts';

/** React Flow as its documentation shows it, with empty nodes, and with what it offers for large graphs switched on. */
export function Subject({ nodes: count }: { nodes: number }) {
  const [nodes, , onNodesChange] = useNodesState(
    Array.from({ length: count }, (_, at) => ({
      id: `n${at}`,
      position: placeOf(at),
      data: { label: '' },
      style: { width: 336, height: 168 },
    })),
  );
  const [edges, , onEdgesChange] = useEdgesState(
    Array.from({ length: count - 1 }, (_, at) => ({ id: `e${at}`, source: `n${at}`, target: `n${at + 1}` })),
  );
  return (
    <ReactFlow
      nodes={nodes}
      edges={edges}
      onNodesChange={onNodesChange}
      onEdgesChange={onEdgesChange}
      onlyRenderVisibleElements
      minZoom={0.05}
      defaultViewport={VIEW}
    />
  );
}
