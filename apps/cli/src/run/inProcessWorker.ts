import type { Engine, Worker } from '@weft/engine';
import { hostname } from 'node:os';
import type { Output } from '../output.ts';
import { machineFacts } from '../machine.ts';

export interface StartWorkerOptions {
  readonly engine: Engine;
  readonly output: Output;
  readonly slots: number;
  readonly labels?: readonly string[];
}

/** A worker in this process: its node code runs in child processes, one per slot. */
export async function startInProcessWorker({
  engine,
  output,
  slots,
  labels = [],
}: StartWorkerOptions): Promise<Worker> {
  const facts = await machineFacts();
  return await engine.work({
    name: `${hostname()}-${process.pid}`,
    slots,
    labels,
    gpu: facts.gpus.length > 0,
    facts: { ...facts },
    onProblem: (message, error) => output.note(`worker: ${message}: ${(error as Error).message}`),
  });
}
