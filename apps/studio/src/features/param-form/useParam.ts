import type { Json, NodeSpec } from '@weft/engine/graph';
import { setParam } from '@weft/engine/live';
import { useCallback, useEffect, useMemo, useSyncExternalStore } from 'react';
import type * as Y from 'yjs';
import { useLive, useNode } from '../../document/index.ts';
import { check, type Problem } from './check.ts';
import type { Field } from './control.ts';
import { createDrafts, differs, draftKey, type Drafts } from './drafts.ts';
import { interpret } from './interpret.ts';

/** What was typed into an open document; gone with it. */
const draftsOf = new WeakMap<Y.Doc, Drafts<Problem>>();

function useDrafts(): Drafts<Problem> {
  const { doc } = useLive();
  let drafts = draftsOf.get(doc);
  if (drafts === undefined) draftsOf.set(doc, (drafts = createDrafts<Problem>()));
  return drafts;
}

export interface Param {
  /** The value, or the text that was typed for one. */
  readonly raw: unknown;
  readonly problem: Problem | null;
  /** What is shown is not what the document holds: it is refused. */
  readonly isDraft: boolean;
  /** The document says something else than the default. */
  readonly isOwn: boolean;
  readonly type: (raw: unknown) => void;
  /** Writes at once what waits: when the field is left. */
  readonly flush: () => void;
  /** Takes back what was refused. */
  readonly takeBack: () => void;
  readonly reset: () => void;
}

/** One param of one node: what it holds, what was typed, and whether that may be written. */
export function useParam(nodeId: string, spec: NodeSpec, field: Field): Param {
  const { doc } = useLive();
  const node = useNode(nodeId);
  const drafts = useDrafts();
  const key = draftKey(nodeId, field.name);
  const draft = useSyncExternalStore(drafts.subscribe, () => drafts.get(key));
  const params = node?.params;
  const held = params?.[field.name];
  const value = held ?? field.fallback;
  const heldProblem = useMemo(
    () =>
      value === undefined
        ? ({ kind: 'missing' } as const)
        : check(spec, params ?? {}, { name: field.name, value }),
    [spec, params, field, value],
  );

  const write = useCallback(
    (next: Json) => setParam(doc, nodeId, field.name, differs(next, field.fallback) ? next : undefined),
    [doc, nodeId, field],
  );
  const type = useCallback(
    (raw: unknown) => {
      const read = interpret(field.control, raw);
      const problem = read.ok
        ? check(spec, params ?? {}, { name: field.name, value: read.value })
        : read.problem;
      if (read.ok && problem === null && !differs(read.value, value)) drafts.drop(key);
      else
        drafts.type(key, {
          raw,
          problem,
          write: read.ok && problem === null ? () => write(read.value) : null,
        });
    },
    [spec, params, field, value, drafts, key, write],
  );
  const flush = useCallback(() => drafts.flush(key), [drafts, key]);
  // A field that goes away (another node is looked at, the page is left) takes nothing unwritten with it.
  useEffect(() => flush, [flush]);
  return {
    raw: draft === null ? value : draft.raw,
    problem: draft === null ? heldProblem : draft.problem,
    isDraft: draft !== null && draft.problem !== null,
    isOwn: held !== undefined && differs(held, field.fallback),
    type,
    flush,
    takeBack: useCallback(() => drafts.drop(key), [drafts, key]),
    reset: useCallback(() => {
      drafts.drop(key);
      // A shared text has no "absent": its default is written into it.
      const shared = field.control.kind === 'code' || field.control.kind === 'prose';
      setParam(doc, nodeId, field.name, shared ? field.fallback : undefined);
    }, [drafts, key, doc, nodeId, field]),
  };
}
