import { z } from 'zod';

/** What a worker told of its machine. Workers of another version may tell more or less, so nothing of it is needed. */
const factsShape = z.object({
  host: z.string().optional().catch(undefined),
  platform: z.string().optional().catch(undefined),
  cores: z.number().optional().catch(undefined),
  memoryMb: z.number().optional().catch(undefined),
  gpus: z.array(z.string()).catch([]),
  weft: z.string().optional().catch(undefined),
});
export type Facts = z.infer<typeof factsShape>;

export const readFacts = (facts: unknown): Facts => factsShape.catch({ gpus: [] }).parse(facts);
