#!/usr/bin/env node
// The `weft` command. Plain JavaScript that any Node from 20.19 on can read: npm and a shell may well start it with an
// older Node than the 24 that runs Weft's TypeScript, so it then starts itself again with the project's own.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { constants } from 'node:os';
import { fileURLToPath } from 'node:url';

const NEEDED = 24;
const fromRoot = (path) => fileURLToPath(new URL(`../../../${path}`, import.meta.url));

if (Number.parseInt(process.versions.node, 10) >= NEEDED) {
  // Started by the older Node below: with it gone nobody reads our exit status or forwards Ctrl-C.
  if (process.channel) {
    process.on('disconnect', () => process.exit(1));
    process.channel.unref();
  }
  const { runCommand } = await import('../src/main.ts');
  await runCommand(process.argv.slice(2));
} else {
  const exe = process.platform === 'win32' ? 'node.exe' : 'node';
  const own = [`node_modules/node/bin/${exe}`, `node_modules/.bin/${exe}`].map(fromRoot).find(existsSync);
  if (own === undefined) {
    process.stderr.write(
      `Weft runs on Node ${NEEDED}; this is ${process.version}. \`npm ci\` in ${fromRoot('.')} brings the right one along: run it first.\n`,
    );
    process.exit(1);
  }
  const child = spawn(own, [fileURLToPath(import.meta.url), ...process.argv.slice(2)], {
    stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
  });
  // A terminal sends Ctrl-C to both of us, `kill` only to this process; the child takes two within a moment for one.
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  child.on('error', (error) => {
    process.stderr.write(`${own} could not be started: ${error.message}\n`);
    process.exit(1);
  });
  child.on('exit', (code, signal) => process.exit(code ?? 128 + (constants.signals[signal] ?? 1)));
}
