import { existsSync } from 'node:fs';
import { PROBES, type Probe, type ProbeName } from '../../probe.ts';

/**
 * "point!CODE!file" → a probe that fails that point with a system error until the file exists.
 *
 * "point@n" → a probe that kills this process, and with it those named in `alsoKill`, with SIGKILL when the point is
 * reached for the n-th time. Nothing is flushed, closed or caught: that is the point of it.
 */
export function faultProbe(fault: string | undefined, alsoKill: () => readonly number[] = () => []): Probe {
  if (fault === undefined || fault === '') return () => {};
  if (fault.includes('!')) {
    const [where, code, repaired] = fault.split('!');
    return (name) => {
      if (name === where && !existsSync(repaired!))
        throw Object.assign(new Error(`${code}: no space left on device, write`), { code });
    };
  }
  const [point, times = '1'] = fault.split('@');
  if (!PROBES.includes(point as ProbeName)) throw new Error(`there is no probe "${point}"`);
  let left = Number(times);
  return async (name) => {
    if (name !== point || --left > 0) return;
    for (const pid of alsoKill()) process.kill(pid, 'SIGKILL');
    process.kill(process.pid, 'SIGKILL');
    await new Promise(() => {});
  };
}
