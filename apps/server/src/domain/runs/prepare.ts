import type { Tx } from '@weft/db';
import type { Engine, Prepared } from '@weft/engine';
import {
  diagnostic,
  type Diagnostic,
  type GraphDocument,
  type SpecRegistry,
  type Text,
} from '@weft/engine/graph';
import type { Rooms } from '../../sync/rooms.ts';
import { resolvePaths } from '../documents/paths.ts';
import { mendUploads } from '../uploads/mend.ts';
import type { UploadName } from '../uploads/place.ts';
import { neededPart, toSelection, type RunSelection } from './selection.ts';

export interface PrepareDeps {
  readonly engine: Engine;
  readonly rooms: Pick<Rooms, 'freeze'>;
  readonly specs: SpecRegistry;
  readonly workspaceId: string;
  readonly templatesDir: string;
  readonly tenant: <T>(work: (tx: Tx) => Promise<T>) => Promise<T>;
}

export interface RunRequest {
  readonly documentId: string;
  readonly selection?: RunSelection;
  /** State vector of the client's document: what it has written must be in what is frozen. */
  readonly covers?: Uint8Array;
}

/** What would run, or everything that keeps it from running. */
export type PreparedRun =
  | {
      readonly prepared: Prepared;
      /** As people wrote it, with the names of files and not their places. */
      readonly authored: GraphDocument;
      readonly stateVector: Uint8Array;
      readonly state: Uint8Array;
      readonly uploads: readonly UploadName[];
      readonly diagnostics: readonly [];
    }
  | { readonly prepared: null; readonly diagnostics: readonly Diagnostic[] };

/**
 * Freezes the server's own merged document and compiles what was asked for. The preview and the start of a run both come
 * through here, so what the one shows is what the other does.
 */
export async function prepareRun(
  deps: PrepareDeps,
  { documentId, selection = {}, covers }: RunRequest,
): Promise<PreparedRun> {
  const frozen = await deps.rooms.freeze(documentId, { covers });
  const { document: authored, troubles, stateVector, state } = frozen;
  const part = neededPart(authored, selection);
  const resolved = await resolvePaths(part.document, deps.specs, {
    ...deps,
    storeUrl: deps.engine.store.url,
  });
  const wrong = [
    ...troubles.filter(({ node }) => node === undefined || part.ids === null || part.ids.has(node)),
    ...resolved.diagnostics,
  ];
  const { prepared, diagnostics } = deps.engine.prepare(resolved.document, toSelection(selection));
  if (prepared === null || wrong.length > 0)
    return { prepared: null, diagnostics: distinct([...wrong, ...diagnostics]) };
  return { prepared, authored, stateVector, state, uploads: resolved.uploads, diagnostics: [] };
}

/** One path in two params, or a node that is wrong in two ways, is told once each. */
const distinct = (diagnostics: readonly Diagnostic[]): Diagnostic[] => [
  ...new Map(diagnostics.map((each) => [`${each.code} ${each.message}`, each])).values(),
];

const FILE_TROUBLES = new Set(['ENOENT', 'EACCES', 'EISDIR', 'ENOTDIR']);

/**
 * Work that looks at the files which the plan reads. A file that is gone or unreadable is told like anything else that keeps
 * a document from running, and files of the workspace are looked after.
 */
export async function readingFiles<T>(
  engine: Pick<Engine, 'store' | 'reportLost'>,
  { prepared: { plan }, uploads }: { prepared: Prepared; uploads: readonly UploadName[] },
  work: () => Promise<T>,
): Promise<{ readonly value: T } | { readonly diagnostics: readonly Diagnostic[] }> {
  try {
    return { value: await work() };
  } catch (error) {
    const { code = '', kind, path, message } = error as NodeJS.ErrnoException & { kind?: string };
    if (kind !== 'input' && (path === undefined || !FILE_TROUBLES.has(code))) throw error;
    await mendUploads(engine, uploads);
    const step = plan.steps.find(({ params }) => path !== undefined && JSON.stringify(params).includes(path));
    // What a node says about its files is in English, like all that nodes say.
    const told =
      kind === 'input'
        ? { en: message, zh: message }
        : { en: `${path} cannot be read (${code}).`, zh: `无法读取 ${path}（${code}）。` };
    return { diagnostics: [unreadable(told, step?.nodeId)] };
  }
}

const unreadable = (told: Text, node: string | undefined): Diagnostic =>
  diagnostic('node.params', {
    message: {
      en: node === undefined ? told.en : `Node "${node}": ${told.en}`,
      zh: node === undefined ? told.zh : `节点“${node}”：${told.zh}`,
    },
    help: {
      en: 'Upload the file again, or choose another one.',
      zh: '请重新上传该文件，或选择其他文件。',
    },
    ...(node === undefined ? {} : { node }),
  });
