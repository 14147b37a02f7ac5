export {
  filesOf,
  runNode,
  tableOf,
  type CheckpointMap,
  type NodeRun,
  type RunNodeOptions,
} from './runNode.ts';
export { memoryArtifactStore } from '../store/artifacts.memory.ts';
export { graph, type NodeSketch } from './graphBuilder.ts';
export {
  DEFAULT_WORKSPACE,
  endLeases,
  statuses,
  STUBS_MODULE,
  testEngine,
  type TestEngine,
} from './testEngine.ts';
export { executors as stubExecutors, registry as stubSpecs } from './stubNodes.ts';
