/** Entry of a subject's process: loads one module and does what the harness asks. */
import type { OpenFunction, OpenSubject } from './benchmark.ts';
import type { FromSubject, ToSubject } from './protocol.ts';

let subject: OpenSubject | undefined;

async function perform(request: ToSubject) {
  switch (request.do) {
    case 'open': {
      const { open } = (await import(request.module)) as { open: OpenFunction };
      subject = await open(request.given);
      return {};
    }
    case 'round':
      return await subject!.round(request.index);
    case 'close':
      await subject?.close?.();
      return {};
  }
}

async function answer(request: ToSubject): Promise<void> {
  const [began, cpuBefore] = [performance.now(), process.cpuUsage()];
  let reply: FromSubject;
  try {
    const figures = await perform(request);
    const wallMs = performance.now() - began;
    const cpu = process.cpuUsage(cpuBefore);
    const peakMb = process.resourceUsage().maxRSS / 1024;
    reply = { done: true, figures, wallMs, cpuMs: (cpu.user + cpu.system) / 1000, peakMb };
  } catch (error) {
    reply = { done: false, error: error instanceof Error ? (error.stack ?? error.message) : String(error) };
  }
  process.send!(reply, () => {
    // Libraries leave timers and pools behind; nothing of them is wanted any more.
    if (request.do === 'close') process.exit(0);
  });
}

process.on('message', (request: ToSubject) => void answer(request));
// The harness is gone: nobody reads the figures.
process.on('disconnect', () => process.exit(1));
