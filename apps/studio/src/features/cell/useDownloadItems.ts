import { useQuery } from '@tanstack/react-query';
import type { ViewProps, ViewStep } from '@weft/nodes/view-types';
import { useMessages } from '../../i18n/index.ts';
import type { MenuItem } from '../../ui/index.ts';
import { downloads, fileHref, type Download } from './downloads.ts';
import { messages } from './messages.ts';

/**
 * What can be downloaded of a step, as menu items. Artifacts of several files are listed file by file, which is looked up
 * once somebody comes near the menu (`wanted`).
 */
export function useDownloadItems({
  step,
  runId,
  read,
  wanted,
}: {
  step: ViewStep | null;
  runId: string | null;
  read: ViewProps['read'];
  wanted: boolean;
}): MenuItem[] {
  const t = useMessages(messages);
  const all = step === null || runId === null ? [] : downloads(runId, step.nodeId, step.outputs);
  const manifests = all.filter(({ format }) => format === 'file');
  const files = useQuery({
    queryKey: ['files-of', runId, step?.nodeId, manifests.map(({ port }) => step?.outputs[port]?.hash)],
    enabled: wanted && manifests.length > 0,
    staleTime: Infinity,
    queryFn: async () =>
      await Promise.all(
        manifests.map(async ({ port }) => {
          const preview = await read(port);
          return preview.kind === 'files' ? preview.files.map(({ name }) => name) : [];
        }),
      ),
  });
  return all.flatMap((download): MenuItem[] => {
    const { port, format, href } = download;
    if (format !== 'file') return [item(`${port}.${format}`, t('download-as', { port, format }), href)];
    const names = files.data?.[manifests.indexOf(download)] ?? [];
    const items = names.map((file) =>
      item(
        `${port}/${file}`,
        names.length > FEW ? file : t('download-file', { port, file }),
        fileHref(href, file),
      ),
    );
    return items.length > FEW ? [{ id: port, label: port, items }] : items;
  });
}

/** More files than this get a menu of their own. */
const FEW = 4;

const item = (id: string, label: string, href: Download['href']): MenuItem => ({
  id,
  label,
  onSelect: () => start(href),
});

/** The server names the file; a refusal opens as text in a new tab instead of replacing the page. */
function start(href: string): void {
  const link = document.createElement('a');
  link.href = href;
  link.download = '';
  link.rel = 'noopener';
  link.click();
}
