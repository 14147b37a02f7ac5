import { z } from 'zod';

const text = z.string().max(200).optional().catch(undefined);
const count = z.number().positive().optional().catch(undefined);

/** Workers of other versions may say more or less, so each fact stands alone. */
const schema = z.object({
  host: text,
  platform: text,
  cores: count,
  memoryMb: count,
  gpus: z.array(z.string().max(200)).max(64).optional().catch(undefined),
  node: text,
  weft: text,
});

/** What a worker says about where it runs. */
export type Facts = z.output<typeof schema>;

/** Null for a machine that another workspace lent to the pool, or one that says nothing. */
export function factsOf(facts: unknown): Facts | null {
  const parsed = schema.safeParse(facts);
  if (!parsed.success || Object.values(parsed.data).every((fact) => fact === undefined)) return null;
  return parsed.data;
}

export interface Gpu {
  readonly name: string;
  /** Null where the driver did not say. */
  readonly memoryBytes: number | null;
}

/** A GPU as `nvidia-smi` writes it: "NVIDIA H200, 143771 MiB". */
export function gpuOf(text: string): Gpu {
  const found = /^(.*),\s*(\d+)\s*MiB$/.exec(text.trim());
  if (found === null) return { name: text.trim(), memoryBytes: null };
  return { name: found[1]!.trim(), memoryBytes: Number(found[2]) * 2 ** 20 };
}
