import { MlError } from '../errors.ts';
import { z } from 'zod';
import { loadSafetensors, saveSafetensors, type HostTensor } from '../onnx/index.ts';

export type Tensors = ReadonlyMap<string, HostTensor>;

/**
 * What a training keeps of itself, as one safetensors file: groups of tensors, and where it stands. Doubles in JSON come
 * back as the same doubles, tensors as the same bits.
 */
export function encodeSavedFile(progress: object, groups: Readonly<Record<string, Tensors>>): Uint8Array {
  const tensors = new Map<string, HostTensor>();
  for (const [group, members] of Object.entries(groups))
    for (const [name, tensor] of members) tensors.set(`${group}/${name}`, tensor);
  return saveSafetensors(tensors, { progress: JSON.stringify(progress) });
}

/** @throws MlError (bug) when the file is not one that this training saved. */
export function decodeSavedFile<S extends z.ZodType>(
  bytes: Uint8Array,
  schema: S,
): { progress: z.output<S>; group: (name: string) => Tensors } {
  const { tensors, metadata } = loadSafetensors(bytes);
  const parsed = schema.safeParse(JSON.parse(metadata.progress ?? 'null'));
  if (!parsed.success)
    throw new MlError(
      'bug',
      'train.checkpoint',
      `the checkpoint does not fit: ${z.prettifyError(parsed.error)}`,
    );
  const group = (name: string): Tensors =>
    new Map(
      [...tensors]
        .filter(([key]) => key.startsWith(`${name}/`))
        .map(([key, tensor]) => [key.slice(name.length + 1), tensor]),
    );
  return { progress: parsed.data, group };
}
