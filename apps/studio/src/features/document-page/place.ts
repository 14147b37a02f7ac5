import { useSearchParams } from 'wouter';
import { useCallback, useEffect, useRef } from 'react';
import { reveal, select, useLive, useSelectedNode } from '../../document/index.ts';
import { useMediaQuery } from '../../ui/index.ts';

export type View = 'canvas' | 'notebook';

/** Canvas or notebook: what the address says, else what fits the screen. */
export function useView(): readonly [View, (view: View) => void] {
  const narrow = useMediaQuery('(max-width: 700px)');
  const [params, setParams] = useSearchParams();
  const said = params.get('view');
  const view: View = said === 'canvas' || said === 'notebook' ? said : narrow ? 'notebook' : 'canvas';
  const setView = useCallback(
    (next: View) =>
      setParams((before) => {
        const after = new URLSearchParams(before);
        after.set('view', next);
        return after;
      }),
    [setParams],
  );
  return [view, setView];
}

/** `?node=` is the selected node, both ways, so that a link shows what its sender looked at. */
export function useNodeInAddress(): void {
  const { store } = useLive();
  const [params, setParams] = useSearchParams();
  const asked = params.get('node');
  const selected = useSelectedNode();
  const shown = useRef<string | null>(null);

  useEffect(() => {
    if (asked === null || asked === shown.current || store.node(asked) === null) return;
    shown.current = asked;
    select([asked]);
    // The view has to be there before it can show anything.
    const frame = requestAnimationFrame(() => reveal(asked));
    return () => cancelAnimationFrame(frame);
  }, [asked, store]);

  useEffect(() => {
    if (selected === shown.current) return;
    shown.current = selected;
    setParams(
      (before) => {
        const after = new URLSearchParams(before);
        if (selected === null) after.delete('node');
        else after.set('node', selected);
        return after;
      },
      { replace: true },
    );
  }, [selected, setParams]);
}
