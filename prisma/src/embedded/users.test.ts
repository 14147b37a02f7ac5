import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { processIdentity } from './processes.ts';
import { liveUsers, register, unregister } from './users.ts';

const root = mkdtempSync(join(tmpdir(), 'weft-users-'));
afterAll(() => rmSync(root, { recursive: true }));

describe('processIdentity', () => {
  it('is the same at every look, and another one for another process', async () => {
    const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)']);
    await once(child, 'spawn');
    expect(processIdentity(process.pid)).toBe(processIdentity(process.pid));
    expect(processIdentity(child.pid!)).not.toBe(processIdentity(process.pid));
    child.kill('SIGKILL');
    await once(child, 'exit');
    expect(processIdentity(child.pid!)).toBeUndefined();
  });

  it.runIf(process.platform === 'linux')('takes a zombie for dead', async () => {
    // The shell starts a child and replaces itself by a program that never reaps it.
    const parent = spawn('/bin/sh', ['-c', 'sleep 0.02 & echo $!; exec sleep 60'], {
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    const [said] = (await once(parent.stdout, 'data')) as [Buffer];
    const zombie = Number(said.toString());
    await expect.poll(() => processIdentity(zombie)).toBeUndefined();
    expect(() => process.kill(zombie, 0)).not.toThrow(); // which would call it alive
    parent.kill('SIGKILL');
    await once(parent, 'exit');
  });
});

describe('liveUsers', () => {
  it('drops the killed, the unreadable and those whose number another process has now', () => {
    const mine = register(root);
    const again = register(root);
    const write = (name: string, text: string) => writeFileSync(join(root, 'users', name), text);
    write('1.1.json', JSON.stringify({ pid: process.pid, identity: 'of an earlier boot' }));
    write('2.1.json', JSON.stringify({ pid: 2 ** 30, identity: 'nobody' }));
    write('3.1.json', '{"pid": 12');
    expect(liveUsers(root)).toEqual([process.pid, process.pid]);
    expect(readdirSync(join(root, 'users'))).toHaveLength(2);
    unregister(mine);
    unregister(again);
    expect(liveUsers(root)).toEqual([]);
  });
});
