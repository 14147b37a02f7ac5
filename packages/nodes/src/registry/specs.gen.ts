// Written by `npm run gen` from the folders beside it. Do not edit.
import { specRegistry, type NodeSpec, type SpecRegistry } from '@weft/engine/graph';
import { spec as s0 } from '../chunk/markdown/spec.ts';
import { spec as s1 } from '../chunk/recursive/spec.ts';
import { spec as s2 } from '../chunk/sentences/spec.ts';
import { spec as s3 } from '../code/javascript/spec.ts';
import { spec as s4 } from '../embed/builtin/spec.ts';
import { spec as s5 } from '../embed/features/spec.ts';
import { spec as s6 } from '../embed/transformers/spec.ts';
import { spec as s7 } from '../evaluate/classification/spec.ts';
import { spec as s8 } from '../evaluate/gate/spec.ts';
import { spec as s9 } from '../evaluate/retrieval/spec.ts';
import { spec as s10 } from '../evaluate/retrieval/v1/spec.ts';
import { spec as s11 } from '../index/hybrid/spec.ts';
import { spec as s12 } from '../index/vector/spec.ts';
import { spec as s13 } from '../ingest/files/spec.ts';
import { spec as s14 } from '../ingest/table/spec.ts';
import { spec as s15 } from '../publish/model/spec.ts';
import { spec as s16 } from '../train/classifier/spec.ts';
import { spec as s17 } from '../train/layers/spec.ts';
import { spec as s18 } from '../train/retriever/spec.ts';

export const specs: readonly NodeSpec[] = [s0, s1, s2, s3, s4, s5, s6, s7, s8, s9, s10, s11, s12, s13, s14, s15, s16, s17, s18];
export const registry: SpecRegistry = specRegistry(specs);
