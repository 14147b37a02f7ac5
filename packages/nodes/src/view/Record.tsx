import { X } from 'lucide-react';
import { cellText, jsonOf } from './cellText.ts';
import { formats } from './format.ts';
import { Json } from './Json.tsx';
import type { Cell, ColumnFacts } from './preview.ts';
import { bilingual, type Language } from './words.ts';

const words = bilingual(
  { row: (n: string) => `Row ${n}`, close: 'Close the row', missing: 'missing' },
  { row: (n: string) => `第 ${n} 行`, close: '关闭该行', missing: '缺失' },
);

/** One row with its values whole, under the table it was opened from. */
export function Record({
  row,
  columns,
  at,
  language,
  onClose,
}: {
  row: Readonly<{ [column: string]: Cell }>;
  columns: readonly ColumnFacts[];
  at: number;
  language: Language;
  onClose: () => void;
}) {
  const say = words(language);
  return (
    <section
      aria-label={say.row(formats(language).number(at + 1))}
      className="border-x border-b border-line bg-surface"
    >
      <header className="flex items-center justify-between border-b border-line px-2 py-1 text-sm font-medium">
        {say.row(formats(language).number(at + 1))}
        <button
          type="button"
          aria-label={say.close}
          onClick={onClose}
          className="rounded-sm p-0.5 hover:bg-hover"
        >
          <X size={14} aria-hidden />
        </button>
      </header>
      <dl className="nowheel grid max-h-80 grid-cols-[max-content_minmax(0,1fr)] gap-x-4 gap-y-1 overflow-auto p-2 text-sm">
        {columns.map(({ name, type }) => {
          const cell = row[name] ?? null;
          return (
            <div key={name} className="contents">
              <dt className="text-ink-3">{name}</dt>
              <dd className="min-w-0 break-words whitespace-pre-wrap text-ink">
                {cell === null ? (
                  <i className="text-ink-3">{say.missing}</i>
                ) : type === 'json' ? (
                  <Json value={jsonOf(cell)} language={language} />
                ) : (
                  cellText(cell)
                )}
              </dd>
            </div>
          );
        })}
      </dl>
    </section>
  );
}
