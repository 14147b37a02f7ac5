import type { Machine } from './machine.ts';
import type { Measured } from './measure.ts';
import { markdownTable } from './table.ts';

/** Everything one call of `npm run bench` found out; this is what the JSON file holds. */
export interface Report {
  /** ISO time. */
  readonly began: string;
  readonly quick: boolean;
  readonly machine: Machine;
  /** One-minute load averages. */
  readonly load: { readonly before: number; readonly after: number };
  readonly measured: readonly Measured[];
}

export function resultsPage({ began, machine, load, measured }: Report): string {
  const peers = Object.entries(machine.peers).map(([name, version]) => `${name} ${version}`);
  const rounds = Math.min(
    ...measured.flatMap(({ observed }) =>
      Object.values(observed)
        .filter(({ missing }) => missing === null)
        .map(({ rounds: taken }) => taken.length),
    ),
  );
  return `# Last recorded run

Written by \`npm run bench -- --record\`; \`README.md\` says how to read it.

- ${began.slice(0, 16).replace('T', ' ')} UTC, commit ${machine.commit}
- ${machine.cores} × ${machine.cpu}, ${machine.memoryGb} GB, ${machine.system}, Node ${machine.node}
- load ${load.before} before, ${load.after} after; at least ${rounds} rounds
- ${peers.join(', ')}

${markdownTable(measured.flatMap(({ rows }) => rows))}

What each one does:

${measured.map(({ name, title }) => `- **${name}**: ${title}`).join('\n')}
`;
}
