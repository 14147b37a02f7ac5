import type { Text } from './text.ts';

/**
 * What is wrong with a document. A half-built graph is the normal state of an editor, so validation collects these and
 * never throws. Each says what, where, and the way out.
 */
export const DIAGNOSTIC_CODES = [
  'document.not_json',
  'document.shape',
  'document.future_version',
  'document.too_large',
  'document.empty',
  'node.unknown_type',
  'node.unknown_version',
  'node.params',
  'edge.dangling',
  'edge.unknown_port',
  'edge.wrong_type',
  'edge.duplicate',
  'input.missing',
  'input.taken',
  'graph.cycle',
  'select.unknown_node',
  'set.unknown_param',
] as const;
export type DiagnosticCode = (typeof DIAGNOSTIC_CODES)[number];

export interface DiagnosticWords {
  /** One sentence naming the place and the trouble. */
  readonly message: string;
  /** What to do about it. */
  readonly help: string;
}

/** Where in the document. */
export interface DiagnosticPlace {
  readonly node?: string;
  /** Param path ("split.size") or port name inside the node. */
  readonly field?: string;
  readonly edge?: string;
}

/** `message` and `help` are English, as logs, programs and the command line have them; `zh` is the same in Chinese. */
export interface Diagnostic extends DiagnosticWords, DiagnosticPlace {
  readonly code: DiagnosticCode;
  readonly zh: DiagnosticWords;
}

export interface DiagnosticTexts extends DiagnosticPlace {
  readonly message: Text;
  readonly help: Text;
}

/** The one way to make a diagnostic: both languages are written side by side, where the trouble is found. */
export function diagnostic(code: DiagnosticCode, { message, help, ...place }: DiagnosticTexts): Diagnostic {
  return {
    code,
    message: message.en,
    help: help.en,
    zh: { message: message.zh, help: help.zh },
    ...place,
  };
}

/** What to show somebody who reads this language. */
export const wordsOf = (diagnostic: Diagnostic, language: keyof Text): DiagnosticWords =>
  language === 'zh' ? diagnostic.zh : diagnostic;
