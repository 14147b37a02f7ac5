import { useStoreApi } from '@xyflow/react';
import { useLayoutEffect, type RefObject } from 'react';
import { typeScale } from './zoom.ts';

/** Tells the stylesheets how large type has to be (`--type-scale`), without a render: see `typeScale`. */
export function useTypeScale(frame: RefObject<HTMLElement | null>): void {
  const flow = useStoreApi();
  useLayoutEffect(() => {
    let told = 0;
    const tell = (): void => {
      const scale = typeScale(flow.getState().transform[2]);
      if (scale === told) return;
      told = scale;
      frame.current?.style.setProperty('--type-scale', scale.toFixed(3));
    };
    tell();
    return flow.subscribe(tell);
  }, [flow, frame]);
}
