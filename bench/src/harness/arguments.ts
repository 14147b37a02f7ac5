import { parseArgs } from 'node:util';

export interface Arguments {
  readonly names: readonly string[];
  readonly quick: boolean;
  readonly full: boolean;
  readonly record: boolean;
  readonly out: string | undefined;
  readonly help: boolean;
}

export const USAGE = `npm run bench -- [name…] [--quick] [--full] [--out file] [--record]

  name…     benchmarks to run; default: all but the long ones
  --quick   three rounds at a small size: to see that all works, not to quote
  --full    the long ones too
  --out     where the figures go as JSON; default bench/out/<date>.json
  --record  also write the table to bench/RESULTS.md`;

/** @throws with a sentence when an option or a name is unknown */
export function readArguments(argv: readonly string[], known: readonly string[]): Arguments {
  const { values, positionals } = parseArgs({
    args: [...argv],
    allowPositionals: true,
    options: {
      quick: { type: 'boolean', default: false },
      full: { type: 'boolean', default: false },
      record: { type: 'boolean', default: false },
      out: { type: 'string' },
      help: { type: 'boolean', short: 'h', default: false },
    },
  });
  const unknown = positionals.filter((name) => !known.includes(name));
  if (unknown.length > 0)
    throw new Error(`There is no benchmark named ${unknown.join(', ')}. There are: ${known.join(', ')}.`);
  if (values.record && values.quick)
    throw new Error('Figures of --quick are not worth recording; leave one of --quick and --record away.');
  return { names: positionals, ...values, out: values.out };
}
