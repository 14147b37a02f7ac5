import { serveJobs } from '../../isolate/serveJobs.ts';
import type { FileFormat } from './formats.ts';
import { parseFile } from './parseFile.ts';

/** One file to read in a thread of its own. */
export interface ParseJob {
  readonly bytes: Uint8Array;
  readonly format: FileFormat;
}

serveJobs<ParseJob, Awaited<ReturnType<typeof parseFile>>>(({ bytes, format }) => parseFile(bytes, format));
