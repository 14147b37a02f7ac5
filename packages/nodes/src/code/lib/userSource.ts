import { stripTypeScriptTypes } from 'node:module';

/** Where and why a person's code cannot be read. Lines and columns from 1. */
export interface SyntaxProblem {
  readonly line: number;
  readonly column: number;
  readonly message: string;
}

/**
 * Turns TypeScript (or JavaScript) into JavaScript by blanking out the types, so every position stays. Parses only:
 * nothing of the code runs. Types are not checked.
 */
export function stripTypes(code: string): { code: string } | { problem: SyntaxProblem } {
  try {
    return { code: stripTypeScriptTypes(code) };
  } catch (error) {
    return { problem: syntaxProblem(error as Error, code) };
  }
}

/**
 * Node shows the place at the top of the stack, the line before it sometimes included:
 *
 *     :3
 *     let a = 1;
 *     function map(row {
 *                      ^
 */
function syntaxProblem(error: Error, code: string): SyntaxProblem {
  const stack = error.stack ?? '';
  const line = Number(/^[^\n]*:(\d+)\n/.exec(stack)?.[1] ?? 1);
  const caret = /^( *)\^+$/m.exec(stack)?.[1]?.length ?? 0;
  const message = error.message.replace('is not supported in strip-only mode', 'is not supported');
  return { line, column: columnAt(code.split(/\r?\n/)[line - 1] ?? '', caret), message };
}

/** The column of what is shown `cells` from the left: a tab is shown as four cells, a CJK character as two. */
function columnAt(line: string, cells: number): number {
  let shown = 0;
  let column = 1;
  for (const character of line) {
    if (shown >= cells) break;
    const wide = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\uff01-\uff60]/u.test(
      character,
    );
    shown += character === '\t' ? 4 : wide ? 2 : 1;
    column += character.length;
  }
  return column;
}
