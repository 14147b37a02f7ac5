import { useCallback, useEffect, useState } from 'react';
import type { Preview } from './preview.ts';
import type { PreviewOptions, ViewProps } from './types.ts';

export type Output =
  | { readonly kind: 'none' }
  | { readonly kind: 'loading' }
  | { readonly kind: 'failed'; readonly reason: string; readonly retry: () => void }
  | { readonly kind: 'ready'; readonly preview: Preview };

const NO_OPTIONS: PreviewOptions = {};

/** The preview of one output. While a newer one is fetched the last stays, so that nothing blinks. */
export function useOutput(
  { step, read }: Pick<ViewProps, 'step' | 'read'>,
  port: string,
  options: PreviewOptions = NO_OPTIONS,
): Output {
  const hash = step.outputs[port]?.hash;
  const [output, setOutput] = useState<Output>({ kind: hash === undefined ? 'none' : 'loading' });
  const [tries, setTries] = useState(0);
  const retry = useCallback(() => setTries((n) => n + 1), []);
  const asked = JSON.stringify(options);

  useEffect(() => {
    if (hash === undefined) {
      setOutput({ kind: 'none' });
      return;
    }
    let current = true;
    setOutput((before) => (before.kind === 'ready' ? before : { kind: 'loading' }));
    read(port, JSON.parse(asked) as PreviewOptions).then(
      (preview) => current && setOutput({ kind: 'ready', preview }),
      (error: unknown) =>
        current &&
        setOutput({ kind: 'failed', reason: error instanceof Error ? error.message : String(error), retry }),
    );
    return () => {
      current = false;
    };
  }, [hash, port, asked, read, retry, tries]);
  return output;
}

/** The one JSON file of a report, model or index: `jsonFile(output, 'report.json')`. Undefined until it is there. */
export function jsonFile(output: Output, name: string): unknown {
  if (output.kind !== 'ready' || output.preview.kind !== 'files') return undefined;
  const content = output.preview.files.find((file) => file.name === name)?.content;
  return content !== null && content !== undefined && 'json' in content ? content.json : undefined;
}
