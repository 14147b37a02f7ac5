export interface Example {
  /** Where people reach Weft, such as `https://weft.example.org`. */
  readonly origin: string;
  readonly workspaceId: string;
  /** The key, or what stands for it. */
  readonly key: string;
}

/** Stands for a key in a command: the shell fills it in. */
export const KEY_VARIABLE = '$WEFT_KEY';

/** A command that lists the documents of the workspace: it works when the key does. */
export const exampleOf = ({ origin, workspaceId, key }: Example): string =>
  [
    `curl -G ${origin}/api/trpc/documents.list \\`,
    `  -H "authorization: Bearer ${key}" \\`,
    `  --data-urlencode 'input=${JSON.stringify({ workspaceId })}'`,
  ].join('\n');
