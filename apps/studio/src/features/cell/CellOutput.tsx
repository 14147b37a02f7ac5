import { Download, GitCompareArrows, Maximize2, Pin, PinOff } from 'lucide-react';
import { useState } from 'react';
import { useLive } from '../../document/index.ts';
import { useLanguage, useMessages } from '../../i18n/index.ts';
import { useRuns } from '../../runs/index.ts';
import { IconButton, Menu } from '../../ui/index.ts';
import { messages } from './messages.ts';
import { OutputDialog } from './OutputDialog.tsx';
import { setPin } from './pins.ts';
import { useDownloadItems } from './useDownloadItems.ts';
import { useShownOutput } from './useShownOutput.ts';
import { ViewFrame } from './ViewFrame.tsx';

/** There for whoever is at the output; always where nothing can hover. */
const CALM =
  'opacity-0 transition-opacity group-hover/output:opacity-100 focus-within:opacity-100 has-data-[state=open]:opacity-100 pointer-coarse:opacity-100';

/** What a node made, shown where it was made; and what can be done with it. */
export function CellOutput({
  nodeId,
  title,
  size,
}: {
  nodeId: string;
  title: string;
  size: 'inline' | 'large';
}) {
  const t = useMessages(messages);
  const language = useLanguage();
  const { documentId } = useLive();
  const number = useRuns(({ run }) => run?.number ?? null);
  const output = useShownOutput(nodeId);
  const [open, setOpen] = useState<'large' | 'compare' | null>(null);
  const [near, setNear] = useState(false);
  const { step, pin, runId, read } = output;
  const items = useDownloadItems({ step, runId, read, wanted: near });
  if (step === null) return null;
  const hasOutput = Object.keys(step.outputs).length > 0;
  // A loop shows its curves while it runs, before it has made anything.
  if (!hasOutput && Object.keys(step.curves).length === 0) return null;
  return (
    <section aria-label={t('output')} className="group/output min-w-0">
      <div
        className="flex h-6 items-center justify-end gap-0.5"
        onPointerEnter={() => setNear(true)}
        onFocus={() => setNear(true)}
      >
        <span className="min-w-0 flex-1 truncate text-xs text-ink-3">
          {pin === null ? t('output') : t('pinned', { number: pin.number })}
        </span>
        {hasOutput && (
          <span className={`flex gap-0.5 ${pin === null ? CALM : ''}`}>
            <IconButton
              icon={pin === null ? Pin : PinOff}
              size="sm"
              className="nodrag"
              label={t(pin === null ? 'pin' : 'unpin')}
              pressed={pin !== null}
              onClick={() =>
                setPin(
                  documentId,
                  nodeId,
                  pin !== null || runId === null || number === null ? null : { runId, number },
                )
              }
            />
            <IconButton
              icon={GitCompareArrows}
              size="sm"
              className="nodrag"
              label={t('compare')}
              onClick={() => setOpen('compare')}
            />
            <Menu
              items={items}
              trigger={<IconButton icon={Download} size="sm" className="nodrag" label={t('download')} />}
            />
          </span>
        )}
        <IconButton
          icon={Maximize2}
          size="sm"
          className="nodrag"
          label={t('enlarge')}
          onClick={() => setOpen('large')}
        />
      </div>
      <div className="nodrag min-w-0 cursor-auto select-text">
        <ViewFrame step={step} size={size} language={language} read={read} />
      </div>
      {open !== null && (
        <OutputDialog
          nodeId={nodeId}
          title={title}
          output={output}
          comparing={open === 'compare'}
          onClose={() => setOpen(null)}
        />
      )}
    </section>
  );
}
