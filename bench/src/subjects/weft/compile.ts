import { compile } from '@weft/engine/compile';
import { parseDocument } from '@weft/engine/graph';
import { registry } from '../../nodes/benchNodes.ts';
import type { Given, OpenSubject } from '../../harness/benchmark.ts';
import { wideAndDeep } from '../wideAndDeep.ts';

/** From the text of a document to its plan: JSON, schema, ports, wires, cycles, order, params. */
export async function open({ settings }: Given): Promise<OpenSubject> {
  const { nodes } = settings as { nodes: number };
  const text = wideAndDeep(nodes);
  return {
    async round() {
      const began = performance.now();
      const { document, diagnostics } = parseDocument(text);
      if (document === null) throw new Error(diagnostics[0]?.message);
      const { plan, diagnostics: found } = compile(document, registry);
      const ms = performance.now() - began;
      if (plan?.steps.length !== nodes) throw new Error(found[0]?.message ?? 'the plan is not whole');
      return { ms };
    },
  };
}
