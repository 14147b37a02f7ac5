export {
  filesOf,
  runNode,
  tableOf,
  type CheckpointMap,
  type NodeRun,
  type RunNodeOptions,
} from './runNode.ts';
export { memoryArtifactStore } from '../store/artifacts.memory.ts';
