import { z } from 'zod';

/**
 * Ids are stable names chosen once; titles are labels that may change at any time. Edges, checkpoints and events
 * refer to ids only. The pattern keeps them safe in file names, URLs, SQL and terminals without escaping.
 */
export const ID_PATTERN = /^[A-Za-z][A-Za-z0-9_-]{0,63}$/;

export const nodeId = z
  .string()
  .refine((id) => ID_PATTERN.test(id), {
    error: 'must start with a letter and hold at most 64 letters, digits, _ or -',
    params: { zh: '须以字母开头，最多 64 个字母、数字、_ 或 -' },
  })
  .brand('NodeId');
export type NodeId = z.infer<typeof nodeId>;

export const edgeId = z.string().min(1).max(200).brand('EdgeId');
export type EdgeId = z.infer<typeof edgeId>;

/** One end of an edge, written "node.port" in files: short enough to read in a diff. */
export interface End {
  readonly node: NodeId;
  readonly port: string;
}

export const end = z.string().transform((text, ctx): End => {
  const dot = text.indexOf('.');
  const node = nodeId.safeParse(text.slice(0, dot));
  const port = text.slice(dot + 1);
  if (dot < 1 || !node.success || !ID_PATTERN.test(port)) {
    const shown = text.slice(0, 80);
    ctx.addIssue({
      code: 'custom',
      message: `"${shown}" is not "node.port"`,
      params: { zh: `“${shown}”不是“node.port”的形式` },
    });
    return z.NEVER;
  }
  return { node: node.data, port };
});

export const formatEnd = (e: End): string => `${e.node}.${e.port}`;
