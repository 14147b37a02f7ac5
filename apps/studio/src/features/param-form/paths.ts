/** What a file param of a studio document may name, as the server understands it; see the server's `paths.ts`. */
export type FileName =
  | { readonly kind: 'none' }
  | { readonly kind: 'upload'; readonly name: string; readonly hash: string }
  | { readonly kind: 'template'; readonly template: string; readonly name: string }
  /** A path on somebody's machine: it came from the command line, and the server will not open it. */
  | { readonly kind: 'elsewhere'; readonly path: string };

export function fileName(path: string): FileName {
  if (path === '') return { kind: 'none' };
  const upload = /^upload:([0-9a-f]{64})\/(.+)$/s.exec(path);
  if (upload !== null) return { kind: 'upload', hash: upload[1]!, name: upload[2]! };
  const template = /^template:([^/]+)\/(.+)$/s.exec(path);
  if (template !== null) return { kind: 'template', template: template[1]!, name: template[2]! };
  return { kind: 'elsewhere', path };
}
