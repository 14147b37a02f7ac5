import { Microchip } from 'lucide-react';
import { formatBytes } from '../../i18n/format.ts';
import { useMessages } from '../../i18n/index.ts';
import { gpuOf } from './facts.ts';
import { messages } from './messages.ts';

/** The GPUs of a machine; equal ones are one entry with a number. */
export function Gpus({ gpus }: { readonly gpus: readonly string[] }) {
  const t = useMessages(messages);
  if (gpus.length === 0) return <span>{t('noGpu')}</span>;
  const counts = Map.groupBy(gpus, (gpu) => gpu);
  return [...counts].map(([text, same]) => {
    const { name, memoryBytes } = gpuOf(text);
    const words = memoryBytes === null ? name : t('gpuWith', { name, bytes: formatBytes(memoryBytes) });
    return (
      <span key={text} className="inline-flex items-center gap-1 font-medium text-ink">
        <Microchip aria-hidden className="size-3.5" />
        {same.length > 1 ? `${same.length} × ${words}` : words}
      </span>
    );
  });
}
