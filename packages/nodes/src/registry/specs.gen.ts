// Written by `npm run gen` from the folders beside it. Do not edit.
import { specRegistry, type NodeSpec, type SpecRegistry } from '@weft/engine/graph';


export const specs: readonly NodeSpec[] = [];
export const registry: SpecRegistry = specRegistry(specs);
