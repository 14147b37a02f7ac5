import { Command, InvalidArgumentError } from 'commander';
import type { Cli } from './cli.ts';
import { coreCount } from './machine.ts';
import { VERSION } from './root.ts';

type Action = (cli: Cli) => Promise<number>;

/**
 * Every command with its arguments, on one page. What a command does is loaded when it runs: `weft --help` must not pay
 * for a database driver.
 */
export function buildProgram(perform: (action: Action) => Promise<void>): Command {
  const program = new Command('weft')
    .description('Runs machine-learning and retrieval pipelines durably on PostgreSQL.')
    .version(VERSION)
    .exitOverride()
    .helpCommand(true)
    .showSuggestionAfterError()
    .showHelpAfterError('`weft --help` lists what there is.')
    .addHelpText(
      'after',
      `
Settings: DATABASE_URL (default: an embedded PostgreSQL), WEFT_DATA_DIR (default: .weft), WEFT_ARTIFACTS (fs:/folder),
WEFT_MODELS (a folder of models), WEFT_LOG (debug, info, warn, error).
Exit status: 0 succeeded, 1 failed, 2 invalid document, argument or setting, 3 waits for an answer, 130 interrupted.`,
    );

  /** A command with `--json`, which every one has. */
  const command = (usage: string, description: string): Command => {
    const made = program.command(usage).description(description);
    return made
      .option('--json', 'one JSON object on stdout instead of text')
      .showHelpAfterError(`\`weft ${made.name()} --help\` shows what it takes.`);
  };

  command('start', 'start the database, a worker, the server and the studio, and run the quick start')
    .option('--port <port>', 'port of the server; 0 takes any free one', portNumber, 7331)
    .option('--host <address>', 'address to listen on; 0.0.0.0 lets other machines in', '127.0.0.1')
    .option('--workers <n>', 'slots of the worker; 0 starts none', wholeNumber, coreCount())
    .option('--no-run', 'do not make and run the quick start')
    .option('--no-studio', 'serve the API alone')
    .option('--dev', 'serve the studio from its sources with hot reload, on port 7332')
    .action(async (options) => {
      await perform(async (cli) => await (await import('./commands/start.ts')).startCommand(cli, options));
    });

  documentCommand(command('run <document>', 'run a template or a document to its end'))
    .option(
      '--workers <n>',
      'slots of the worker in this process (default: one per core); 0 leaves the work to others',
      wholeNumber,
    )
    .option('--label <label>', 'only workers with this label take its steps', label)
    .option('--shards <n>', 'shards of a large map (default: one per slot)', positiveNumber)
    .action(async (document: string, options) => {
      await perform(
        async (cli) => await (await import('./commands/run.ts')).runCommand(cli, document, options),
      );
    });

  documentCommand(command('explain <document>', 'what a run would do and why, without running')).action(
    async (document: string, options) => {
      await perform(
        async (cli) => await (await import('./commands/explain.ts')).explainCommand(cli, document, options),
      );
    },
  );

  command('validate <document>', 'check a template or a document')
    .option('--set <node.param=value>', 'set a param; may be given many times', collect)
    .action(async (document: string, options) => {
      await perform(
        async (cli) => await (await import('./commands/validate.ts')).validateCommand(cli, document, options),
      );
    });

  command('templates', 'the pipelines that come with Weft').action(async () => {
    await perform(async (cli) => await (await import('./commands/templates.ts')).templatesCommand(cli));
  });

  command('nodes [type]', 'the node types, or ports and params of one').action(
    async (type: string | undefined) => {
      await perform(async (cli) => await (await import('./commands/nodes.ts')).nodesCommand(cli, type));
    },
  );

  command('runs', 'the last runs')
    .option('--limit <n>', 'how many', positiveNumber, 20)
    .action(async (options) => {
      await perform(async (cli) => await (await import('./commands/runs.ts')).runsCommand(cli, options));
    });

  command('status <run>', 'how far a run is and why what waits waits').action(async (run: string) => {
    await perform(async (cli) => await (await import('./commands/status.ts')).statusCommand(cli, run));
  });

  for (const verb of ['pause', 'cancel'] as const)
    command(`${verb} <run>`, verb === 'pause' ? 'let its steps save and stop' : 'end it now').action(
      async (run: string) => {
        await perform(
          async (cli) => await (await import('./commands/control.ts')).tellCommand(cli, verb, run),
        );
      },
    );

  for (const verb of ['resume', 'retry'] as const)
    continuing(
      command(
        `${verb} <run>`,
        verb === 'resume' ? 'go on with a paused run' : 'try the failed steps of a run again',
      ),
    ).action(async (run: string, options) => {
      await perform(
        async (cli) => await (await import('./commands/control.ts')).goOnCommand(cli, verb, run, options),
      );
    });

  continuing(command('answer <run> <node> <json>', 'answer a step that asks, and go on')).action(
    async (run: string, node: string, answer: string, options) => {
      await perform(
        async (cli) =>
          await (await import('./commands/answer.ts')).answerCommand(cli, { run, node, answer }, options),
      );
    },
  );

  command('logs <run>', 'everything that was told about a run')
    .option('-f, --follow', 'wait for what comes')
    .action(async (run: string, options) => {
      await perform(async (cli) => await (await import('./commands/logs.ts')).logsCommand(cli, run, options));
    });

  artifactCommands(program, perform);
  userCommands(program, perform);

  command('worker', 'work on the steps of any run')
    .option('--slots <n>', 'steps at a time', positiveNumber, coreCount())
    .option('--labels <a,b>', 'also take steps of runs with these labels', labels, [])
    .action(async (options) => {
      await perform(async (cli) => await (await import('./commands/worker.ts')).workerCommand(cli, options));
    });

  command('gc', 'remove what nothing needs any more')
    .option('--dry-run', 'only say what would be removed')
    .option('--results-older-than <age>', 'also drop results unused for so long, for example 30d', age)
    .action(async (options) => {
      await perform(async (cli) => await (await import('./commands/gc.ts')).gcCommand(cli, options));
    });

  command('doctor', 'check this installation').action(async () => {
    await perform(async (cli) => await (await import('./commands/doctor.ts')).doctorCommand(cli));
  });

  return program;
}

function artifactCommands(program: Command, perform: (action: Action) => Promise<void>): void {
  const artifact = program.command('artifact').description('read artifacts');
  artifact
    .command('get <hash>')
    .description('write an artifact to a file, or to a folder when it holds several')
    .option('-o, --output <path>', 'where to (default: named for the hash, here)')
    .option(
      '--format <format>',
      'tables: parquet, csv or jsonl',
      oneOf(['parquet', 'csv', 'jsonl']),
      'parquet',
    )
    .option('--json', 'one JSON object on stdout instead of text')
    .action(async (hash: string, options) => {
      await perform(
        async (cli) =>
          await (await import('./commands/artifactGet.ts')).artifactGetCommand(cli, hash, options),
      );
    });
  artifact
    .command('head <hash>')
    .description('the first rows of a table, or the files of anything else')
    .option('-n, --rows <n>', 'how many rows', positiveNumber, 10)
    .option('--json', 'one JSON object on stdout instead of text')
    .action(async (hash: string, options) => {
      await perform(
        async (cli) =>
          await (await import('./commands/artifactHead.ts')).artifactHeadCommand(cli, hash, options),
      );
    });
}

function userCommands(program: Command, perform: (action: Action) => Promise<void>): void {
  const user = program.command('user').description('look after the people who sign in');
  user
    .command('reset-link <email>')
    .description('a link that lets somebody choose a new password, once and within an hour')
    .option(
      '--url <url>',
      'where people reach Weft (default: WEFT_PUBLIC_URL, else http://localhost:7331)',
      address,
    )
    .option('--json', 'one JSON object on stdout instead of text')
    .action(async (email: string, options) => {
      await perform(
        async (cli) => await (await import('./commands/user.ts')).resetLinkCommand(cli, email, options),
      );
    });
}

const documentCommand = (command: Command): Command =>
  command
    .option('--set <node.param=value>', 'set a param; may be given many times', collect)
    .option('--from <node>', 'execute this node and everything below it again')
    .option('--only <node>', 'this node and what it needs, nothing else')
    .option('--force', 'execute everything again');

const continuing = (command: Command): Command =>
  command
    .option('--detach', 'leave the work to workers that are up')
    .option('--workers <n>', 'slots of the worker in this process (default: one per core)', wholeNumber);

const collect = (value: string, before: string[] = []): string[] => [...before, value];

function wholeNumber(text: string): number {
  if (!/^\d{1,4}$/.test(text)) throw new InvalidArgumentError('It must be a whole number from 0 to 9999.');
  return Number(text);
}

function positiveNumber(text: string): number {
  if (!/^[1-9]\d{0,5}$/.test(text)) throw new InvalidArgumentError('It must be a whole number from 1 on.');
  return Number(text);
}

function portNumber(text: string): number {
  if (!/^\d{1,5}$/.test(text) || Number(text) > 65_535)
    throw new InvalidArgumentError('It must be a port number from 0 to 65535.');
  return Number(text);
}

/** Part of a queue's name, so it must be plain. */
function label(text: string): string {
  if (!/^[A-Za-z0-9_-]{1,40}$/.test(text))
    throw new InvalidArgumentError('It must be 1 to 40 letters, digits, "-" or "_".');
  return text;
}

const labels = (text: string): string[] => text.split(',').map((each) => label(each.trim()));

/** Of the studio, as people type it; what comes after the host is not part of it. */
function address(text: string): string {
  const url = URL.parse(text);
  if (url === null || !/^https?:$/.test(url.protocol))
    throw new InvalidArgumentError('It must be an address such as https://weft.example.org.');
  return url.origin;
}

/** "30d", "12h", "90m" in milliseconds. */
function age(text: string): number {
  const match = /^(\d{1,6})(m|h|d)$/.exec(text);
  if (match === null)
    throw new InvalidArgumentError('It must be a number of minutes, hours or days: 90m, 12h, 30d.');
  return Number(match[1]) * { m: 60_000, h: 3_600_000, d: 86_400_000 }[match[2] as 'm' | 'h' | 'd'];
}

const oneOf =
  (choices: readonly string[]) =>
  (text: string): string => {
    if (!choices.includes(text)) throw new InvalidArgumentError(`It must be one of ${choices.join(', ')}.`);
    return text;
  };
