import { Check } from 'lucide-react';
import { useEffect, useRef } from 'react';
import { useMessages } from '../../../i18n/index.ts';
import { Button, CopyButton, Field, Input } from '../../../ui/index.ts';
import { KeyExample } from './KeyExample.tsx';
import { messages } from './messages.ts';

export interface Made {
  readonly keyId: string;
  readonly name: string;
  readonly key: string;
}

/**
 * The only time a key is seen. In the page and not in a dialog: a slip of the hand beside a dialog would close it, and
 * the key would be lost.
 */
export function MadeKey({ made, onStored }: { readonly made: Made; readonly onStored: () => void }) {
  const t = useMessages(messages);
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => box.current?.focus(), []);
  return (
    <div
      ref={box}
      tabIndex={-1}
      role="group"
      aria-label={t('made', { name: made.name })}
      className="flex flex-col gap-3 rounded-lg border border-line-strong bg-surface p-4 outline-none"
    >
      <div>
        <p className="font-semibold">{t('made', { name: made.name })}</p>
        <p className="mt-0.5 max-w-prose">{t('made-text')}</p>
      </div>
      <Field label={t('key')} htmlFor="made-key">
        <div className="flex flex-wrap gap-2">
          <Input
            id="made-key"
            readOnly
            value={made.key}
            spellCheck={false}
            className="flex-1 basis-60 font-mono text-sm"
            onFocus={({ target }) => target.select()}
          />
          <CopyButton text={made.key} label={t('copy-key')} />
        </div>
      </Field>
      <KeyExample />
      <div>
        <Button icon={Check} onClick={onStored}>
          {t('stored')}
        </Button>
      </div>
    </div>
  );
}
