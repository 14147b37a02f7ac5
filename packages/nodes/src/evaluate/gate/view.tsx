import { Check, X } from 'lucide-react';
import { useMemo } from 'react';
import { formats } from '../../view/format.ts';
import { View as GenericView } from '../../view/GenericView.tsx';
import { Shown } from '../../view/parts.tsx';
import type { ViewModule, ViewProps } from '../../view/types.ts';
import { jsonFile, useOutput } from '../../view/useOutput.ts';
import { bilingual } from '../../view/words.ts';
import { gateReport } from '../lib/reports.ts';

const words = bilingual(
  {
    holds: 'holds',
    missed: 'missed',
    value: (value: string, about: string) => `${value} in ${about}`,
    all: (n: string) => `${n} met`,
  },
  {
    holds: '满足',
    missed: '未满足',
    value: (value: string, about: string) => `${about} 中为 ${value}`,
    all: (n: string) => `满足 ${n} 项`,
  },
);

/** Each condition with the figure it was held against. */
export function View(props: ViewProps) {
  const { language } = props;
  const say = words(language);
  const output = useOutput(props, 'report');
  const file = jsonFile(output, 'report.json');
  const report = useMemo(() => gateReport.safeParse(file), [file]);
  return (
    <Shown output={output} language={language}>
      {() =>
        report.success ? (
          <ul className="space-y-1 text-sm">
            {report.data.conditions.map(({ condition, about, value, passed }, i) => {
              const Icon = passed ? Check : X;
              return (
                <li key={i} className="flex items-baseline gap-2 rounded-sm border border-line px-2 py-1">
                  <Icon
                    size={12}
                    aria-label={passed ? say.holds : say.missed}
                    className={`shrink-0 self-center ${passed ? 'text-succeeded' : 'text-failed'}`}
                  />
                  <code className="min-w-0 flex-1 font-mono break-words">{condition}</code>
                  <span className="text-xs text-ink-3">
                    {say.value(formats(language).short(value), about)}
                  </span>
                </li>
              );
            })}
          </ul>
        ) : (
          <GenericView {...props} />
        )
      }
    </Shown>
  );
}

export const keyFigure: NonNullable<ViewModule['keyFigure']> = ({ metrics }, language) =>
  metrics['passed'] === undefined ? null : words(language).all(formats(language).number(metrics['passed']));
