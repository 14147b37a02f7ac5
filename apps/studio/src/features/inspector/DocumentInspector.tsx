import { setMeta } from '@weft/engine/live';
import { useEffect, useId, useRef, useState } from 'react';
import { useLive, useMeta } from '../../document/index.ts';
import { useMessages } from '../../i18n/index.ts';
import { Input, TextArea } from '../../ui/index.ts';
import { messages } from './messages.ts';

const LARGEST_SEED = 0xffff_ffff;

/** Nothing is selected: what is said about the document itself. */
export function DocumentInspector() {
  const t = useMessages(messages);
  const { title, description = '', seed } = useMeta();
  const { doc } = useLive();
  const [wrong, setWrong] = useState(false);
  return (
    <>
      <header className="border-b border-line px-4 py-3">
        <h2 className="text-lg font-semibold">{t('document')}</h2>
        <p className="text-sm text-ink-2">{t('select-hint')}</p>
      </header>
      <div className="space-y-3 p-4">
        <Typed label={t('title')} value={title} most={200} onWrite={(next) => setMeta(doc, 'title', next)} />
        <Typed
          label={t('description')}
          value={description}
          most={20_000}
          lines
          onWrite={(next) => setMeta(doc, 'description', next)}
        />
        <Typed
          label={t('seed')}
          hint={t(wrong ? 'seed-wrong' : 'seed-hint')}
          invalid={wrong}
          value={String(seed)}
          most={10}
          onWrite={(next) => {
            const isSeed = /^\d+$/.test(next) && Number(next) <= LARGEST_SEED;
            setWrong(!isSeed);
            if (isSeed) setMeta(doc, 'seed', Number(next));
            return isSeed;
          }}
        />
      </div>
    </>
  );
}

/** A text that is written when it is left. What was refused (`false`) stays as it was typed. */
function Typed({
  label,
  hint,
  invalid = false,
  value,
  most,
  lines = false,
  onWrite,
}: {
  label: string;
  hint?: string;
  invalid?: boolean;
  value: string;
  most: number;
  lines?: boolean;
  onWrite: (next: string) => boolean | void;
}) {
  const { canEdit } = useLive();
  const id = useId();
  const [typed, setTyped] = useState<string | null>(null);
  const leave = useRef(() => {});
  leave.current = () => {
    if (typed !== null && (typed === value || onWrite(typed) !== false)) setTyped(null);
  };
  useEffect(() => () => leave.current(), []);
  const box = {
    id,
    value: typed ?? value,
    maxLength: most,
    disabled: !canEdit,
    'aria-invalid': invalid,
    'aria-describedby': hint === undefined ? undefined : `${id}-hint`,
    onBlur: () => leave.current(),
  };
  return (
    <div>
      <label htmlFor={id} className="text-sm text-ink-2">
        {label}
      </label>
      {lines ? (
        <TextArea {...box} rows={4} onChange={(event) => setTyped(event.target.value)} />
      ) : (
        <Input
          {...box}
          onChange={(event) => setTyped(event.target.value)}
          onKeyDown={(event) => event.key === 'Enter' && leave.current()}
        />
      )}
      {hint !== undefined && (
        <p id={`${id}-hint`} className={`text-xs ${invalid ? 'text-failed' : 'text-ink-3'}`}>
          {hint}
        </p>
      )}
    </div>
  );
}
