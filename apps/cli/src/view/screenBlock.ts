import type { WriteStream } from 'node:tty';

/**
 * Some lines at the bottom of a terminal that are drawn over in place. Only lines that changed are written, and lines
 * never reach the last column, so that the terminal does not wrap them.
 *
 * The cursor rests on the line below the block between two drawings.
 */
export class ScreenBlock {
  readonly #terminal: WriteStream;
  #lines: readonly string[] = [];
  readonly #onResize = () => {
    // Where wrapped lines went is the terminal's secret: clear from the block's top as well as can be known.
    this.erase();
  };

  constructor(terminal: WriteStream) {
    this.#terminal = terminal;
    terminal.on('resize', this.#onResize);
    terminal.write('\u001b[?25l');
  }

  get columns(): number {
    return Math.max(20, (this.#terminal.columns || 80) - 1);
  }

  get rows(): number {
    return this.#terminal.rows || 24;
  }

  draw(lines: readonly string[]): void {
    if (lines.length !== this.#lines.length) this.erase();
    const before = this.#lines;
    let text = before.length > 0 ? `\u001b[${before.length}A` : '';
    for (const [i, line] of lines.entries()) text += before[i] === line ? '\n' : `\r\u001b[2K${line}\n`;
    if (before.length === 0 || lines.some((line, i) => line !== before[i])) this.#terminal.write(text);
    this.#lines = lines;
  }

  /** Takes the block away; what is printed next stands in its place. */
  erase(): void {
    if (this.#lines.length > 0) this.#terminal.write(`\u001b[${this.#lines.length}A\r\u001b[J`);
    this.#lines = [];
  }

  close(): void {
    this.erase();
    this.#terminal.off('resize', this.#onResize);
    this.#terminal.write('\u001b[?25h');
  }
}
