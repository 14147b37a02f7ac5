import { Link } from 'wouter';
import { formatAgo, formatDuration, formatMoment } from '../i18n/format.ts';
import { useMessages } from '../i18n/index.ts';
import { useWho } from '../runs/useWho.ts';
import { paths, useWorkspace } from '../shell/index.ts';
import { StatusBadge } from '../ui/index.ts';
import { messages } from './messages.ts';
import type { RunItem } from './runItem.ts';

/** Runs, a line each. The name is a link to the document with that run shown. */
export function RunTable({ runs, label }: { readonly runs: readonly RunItem[]; readonly label?: string }) {
  const t = useMessages(messages);
  const whoIs = useWho();
  const { slug } = useWorkspace();
  const head = 'px-3 py-1.5 text-left text-sm font-medium text-ink-2 whitespace-nowrap';
  return (
    <div className="overflow-x-auto rounded-lg border border-line bg-surface">
      <table aria-label={label ?? t('runs')} className="w-full border-collapse">
        <thead>
          <tr className="border-b border-line">
            <th className={`${head} w-28`}>{t('status')}</th>
            <th className={`${head} w-full`}>{t('document')}</th>
            <th className={`${head} max-lg:hidden`}>{t('steps')}</th>
            <th className={`${head} w-28 text-right`}>{t('duration')}</th>
            <th className={`${head} w-36 max-md:hidden`}>{t('startedBy')}</th>
            <th className={`${head} w-32 text-right`}>{t('when')}</th>
          </tr>
        </thead>
        <tbody>
          {runs.map((run) => (
            <tr key={run.runId} className="border-b border-line last:border-0 hover:bg-hover">
              <td className="px-3 py-2">
                <StatusBadge status={run.status} />
              </td>
              <td className="max-w-0 px-3 py-2">
                <Link
                  href={paths.document(slug, run.documentId, { run: run.runId })}
                  className="flex min-w-0 items-baseline gap-2 rounded-sm hover:underline"
                >
                  <span className="truncate font-medium">{run.title}</span>
                  <span className="shrink-0 text-sm text-ink-2">{t('run', { number: run.number })}</span>
                </Link>
              </td>
              <td className="px-3 py-2 whitespace-nowrap text-ink-2 max-lg:hidden">
                {t('stepsText', { executed: run.executed, cached: run.cached })}
                <span className="ml-1.5 text-ink-3">{t('ofSteps', { count: run.steps })}</span>
              </td>
              <td className="px-3 py-2 text-right whitespace-nowrap tabular-nums">
                {formatDuration(run.ms)}
              </td>
              <td className="px-3 py-2 text-ink-2 max-md:hidden">
                <span className="block max-w-36 truncate">{whoIs(run.startedBy)}</span>
              </td>
              <td className="px-3 py-2 text-right whitespace-nowrap text-ink-2">
                <time dateTime={run.createdAt} title={formatMoment(run.createdAt)}>
                  {formatAgo(run.createdAt)}
                </time>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
