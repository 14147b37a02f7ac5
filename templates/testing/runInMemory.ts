import { compile } from '@weft/engine/compile';
import type { GraphDocument } from '@weft/engine/graph';
import type { ArtifactRef } from '@weft/engine/node';
import { memoryArtifactStore, runNode, type NodeRun } from '@weft/engine/testing';
import { executors } from '../../packages/nodes/src/registry/executors.gen.ts';
import { registry } from '../../packages/nodes/src/registry/specs.gen.ts';

/**
 * Runs a document's steps one after another in this process, through the engine's own shape drivers and without a
 * database: what a template computes, in seconds. By node id.
 */
export async function runInMemory(document: GraphDocument): Promise<Map<string, NodeRun>> {
  const { plan, diagnostics } = compile(document, registry);
  if (plan === null) throw new Error(diagnostics.map(({ message }) => message).join('\n'));
  const store = memoryArtifactStore();
  const outputs: Readonly<Record<string, ArtifactRef>>[] = [];
  const runs = new Map<string, NodeRun>();
  for (const step of plan.steps) {
    const { executor } = await executors[`${step.type}@${step.version}`]!();
    const inputs = Object.fromEntries(
      Object.entries(step.inputs).map(([port, sources]) => [
        port,
        sources.map((source) => outputs[source.step]![source.port]!),
      ]),
    );
    const run = await runNode({
      spec: registry.get(step.type, step.version)!,
      executor,
      params: step.params,
      inputs,
      store,
      seed: plan.seed,
    });
    outputs.push(run.outputs);
    runs.set(step.nodeId, run);
  }
  return runs;
}
