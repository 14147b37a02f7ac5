import type { Json } from '@weft/engine/graph';
import type { Card } from './card.ts';

/** The card for people. Everything authored or learned is escaped: a label must not become a link or a heading. */
export function cardMarkdown(card: Card): string {
  const parts = Object.entries(card.contents).map(
    ([part, { artifact, files, bytes, about }]) => `## ${part === 'model' ? 'Model' : 'Index'}

${table(
  ['', ''],
  [
    ...Object.entries(about).map(([key, value]) => [plain(key), shown(value)]),
    ['files', `${files} (${bytes} bytes)`],
    ['artifact', `\`${artifact}\``],
  ],
)}`,
  );
  const evaluation = card.evaluation.map(
    ({ about, metrics, measured, report }) => `### ${plain(about)}

${table(
  ['figure', 'value'],
  Object.entries(metrics).map(([name, value]) => [plain(name), shown(value)]),
)}

${[...Object.entries(measured).map(([port, hash]) => `Measured ${plain(port)}: \`${plain(hash)}\``), `Report: \`${report}\``].join('  \n')}`,
  );
  return `${[
    `# ${plain(card.name)}`,
    ...(card.description === '' ? [] : [plain(card.description)]),
    `License: ${card.license === '' ? 'not stated' : plain(card.license)}`,
    ...parts,
    '## Evaluation',
    ...(evaluation.length === 0 ? ['Nothing was measured.'] : evaluation),
  ].join('\n\n')}\n`;
}

const table = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
  [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');

/** Text that Markdown shows as it stands, on one line. What only means something at a line's start is left alone elsewhere. */
const plain = (text: string): string =>
  text
    .replaceAll(/\s*[\r\n\u2028\u2029]+\s*/g, ' ')
    .trim()
    .replaceAll(/[\\`*[\]<>|&~]|^[#+=-]|(?<=^\d+)[.)]/g, '\\$&');

/** Six digits are more than any test set can tell apart; `card.json` has them all. */
function shown(value: Json): string {
  if (typeof value === 'number') return String(Number(value.toPrecision(6)));
  if (typeof value === 'string') return plain(value);
  if (Array.isArray(value) && value.every((item) => typeof item !== 'object'))
    return value.map(shown).join(', ');
  return plain(JSON.stringify(value));
}
