import type { ReactNode } from 'react';
import { figure } from './format.ts';
import { metricName } from './metricNames.ts';
import type { Output } from './useOutput.ts';
import { bilingual, type Language } from './words.ts';

const words = bilingual(
  { failed: 'The output could not be read.', again: 'Try again', empty: 'Nothing to show yet.' },
  { failed: '无法读取输出。', again: '重试', empty: '暂无内容。' },
);

/** Stands where an output will be. */
export const Skeleton = ({ className = 'h-24' }: { className?: string }) => (
  <div aria-hidden className={`animate-pulse rounded-sm bg-sunken motion-reduce:animate-none ${className}`} />
);

export const Quiet = ({ children }: { children: ReactNode }) => (
  <p className="px-1 py-2 text-sm text-ink-3">{children}</p>
);

/** A skeleton, a refusal with a way out, or what the output is. `none` stands for a step that made nothing yet. */
export function Shown({
  output,
  language,
  none,
  children,
}: {
  output: Output;
  language: Language;
  none?: ReactNode;
  children: () => ReactNode;
}) {
  const say = words(language);
  switch (output.kind) {
    case 'none':
      return none ?? <Quiet>{say.empty}</Quiet>;
    case 'loading':
      return <Skeleton />;
    case 'failed':
      return (
        <div role="alert" className="flex flex-wrap items-baseline gap-x-2 px-1 py-2 text-sm text-failed">
          <span>
            {say.failed} {output.reason}
          </span>
          <button type="button" className="text-ink underline underline-offset-2" onClick={output.retry}>
            {say.again}
          </button>
        </div>
      );
    case 'ready':
      return children();
  }
}

/** Figures in a row: name above, value below. Metrics are named and written as what they are. */
export function Figures({
  metrics,
  language,
  names,
  size = 'inline',
}: {
  metrics: Readonly<Record<string, number>>;
  language: Language;
  /** Which, in this order; default: all. */
  names?: readonly string[];
  size?: 'inline' | 'large';
}) {
  const shown = (names ?? Object.keys(metrics)).filter((name) => metrics[name] !== undefined);
  if (shown.length === 0) return null;
  return (
    <dl className="flex flex-wrap gap-x-4 gap-y-1">
      {shown.map((name) => (
        <div key={name} className="min-w-0">
          <dt className="truncate text-xs text-ink-3">{metricName(name, language)}</dt>
          <dd className={`font-mono ${size === 'large' ? 'text-lg' : 'text-base'} text-ink`}>
            {figure(name, metrics[name]!, language)}
          </dd>
        </div>
      ))}
    </dl>
  );
}

/** Name and value, one under the other: facts about a model, an index, a file. */
export function Facts({ facts }: { facts: readonly (readonly [name: string, value: ReactNode])[] }) {
  return (
    <dl className="grid grid-cols-[max-content_minmax(0,1fr)] gap-x-4 gap-y-1 text-sm">
      {facts.map(([name, value]) => (
        <div key={name} className="contents">
          <dt className="text-ink-3">{name}</dt>
          <dd className="min-w-0 break-words text-ink">{value}</dd>
        </div>
      ))}
    </dl>
  );
}

export const Heading = ({ children }: { children: ReactNode }) => (
  <h4 className="pt-2 text-xs font-medium text-ink-2">{children}</h4>
);

/** A row of tabs for the parts of one view. Arrow keys move between them. */
export function Parts<T extends string>({
  label,
  value,
  options,
  onChange,
}: {
  label: string;
  value: T;
  options: readonly { readonly value: T; readonly label: string; readonly count?: string }[];
  onChange: (value: T) => void;
}) {
  const move = (by: number) => {
    const at = options.findIndex((option) => option.value === value);
    onChange(options[(at + by + options.length) % options.length]!.value);
  };
  return (
    <div
      role="tablist"
      aria-label={label}
      className="nodrag flex gap-1 border-b border-line"
      onKeyDown={(event) => {
        if (event.key !== 'ArrowRight' && event.key !== 'ArrowLeft') return;
        event.preventDefault();
        event.stopPropagation();
        move(event.key === 'ArrowRight' ? 1 : -1);
      }}
    >
      {options.map((option) => (
        <button
          key={option.value}
          type="button"
          role="tab"
          ref={(button) => {
            // The tab that is chosen by arrow keys takes the focus along, as a list of tabs does.
            if (option.value === value && button?.parentElement?.contains(document.activeElement) === true)
              button.focus();
          }}
          aria-selected={option.value === value}
          tabIndex={option.value === value ? 0 : -1}
          onClick={() => onChange(option.value)}
          className={`-mb-px border-b-2 px-1.5 py-1 text-sm ${
            option.value === value ? 'border-ink text-ink' : 'border-transparent text-ink-3 hover:text-ink'
          }`}
        >
          {option.label}
          {option.count !== undefined && <span className="ml-1 text-xs text-ink-3">{option.count}</span>}
        </button>
      ))}
    </div>
  );
}
