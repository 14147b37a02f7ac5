import type { ReactNode } from 'react';
import { chooseLanguage, Mark, useMe, useTitle } from '../../shell/index.ts';
import { useLanguage, useMessages } from '../../i18n/index.ts';
import { SegmentedControl } from '../../ui/index.ts';
import { messages } from './messages.ts';

export interface CardProps {
  readonly title: string;
  readonly text?: string | undefined;
  readonly children?: ReactNode;
  /** Under the card: other ways to go. */
  readonly footer?: ReactNode;
}

/** A page for people who are not in yet. The language can be chosen before anything is read. */
export function Card({ title, text, children, footer }: CardProps) {
  const t = useMessages(messages);
  const language = useLanguage();
  const me = useMe();
  useTitle(title);
  return (
    <main className="flex min-h-full flex-col items-center justify-center gap-4 overflow-y-auto p-4">
      <div className="flex w-full max-w-95 flex-col gap-4 rounded-lg border border-line bg-surface p-6 shadow-sheet">
        <header className="flex flex-col gap-2">
          <Mark size={28} />
          <h1 className="mt-1 text-xl font-semibold">{title}</h1>
          {text !== undefined && <p className="text-ink-2">{text}</p>}
        </header>
        {children}
      </div>
      {footer !== undefined && <div className="flex flex-col items-center gap-1.5 text-ink-2">{footer}</div>}
      <SegmentedControl
        label={t('language')}
        value={language}
        onValueChange={(next) => void chooseLanguage(next, me)}
        options={LANGUAGE_NAMES}
      />
    </main>
  );
}

/** Each in its own language, so that it is found by whoever reads it. */
const LANGUAGE_NAMES = [
  { value: 'en', label: 'English' },
  { value: 'zh', label: '简体中文' },
] as const;
