import { z } from 'zod';

/**
 * Ids are stable names chosen once; titles are labels that may change at any time. Edges, checkpoints and events
 * refer to ids only. The pattern keeps them safe in file names, URLs, SQL and terminals without escaping.
 */
export const ID_PATTERN = /^[A-Za-z][A-Za-z0-9_-]{0,63}$/;

export const nodeId = z
  .string()
  .regex(ID_PATTERN, 'must start with a letter and hold at most 64 letters, digits, _ or -')
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
    ctx.addIssue({ code: 'custom', message: `"${text.slice(0, 80)}" is not "node.port"` });
    return z.NEVER;
  }
  return { node: node.data, port };
});

export const formatEnd = (e: End): string => `${e.node}.${e.port}`;
