import { useQuery } from '@tanstack/react-query';
import ReactMarkdown, { type Components } from 'react-markdown';
import remarkGfm from 'remark-gfm';
import { trpc } from '../../api/client.ts';
import { useLanguage, useMessages } from '../../i18n/index.ts';
import { Dialog, ErrorNote, GraphThumbnail, Skeleton, StageIcon } from '../../ui/index.ts';
import { kindsOf, thumbnailOf } from './graph.ts';
import { messages } from './messages.ts';
import { Use, type TemplateCardProps } from './TemplateCard.tsx';

export interface TemplateDialogProps extends Omit<TemplateCardProps, 'onRead'> {
  readonly onClose: () => void;
}

/** Everything about one template, before it is made one's own. */
export function TemplateDialog({ template, onClose, ...use }: TemplateDialogProps) {
  const t = useMessages(messages);
  const language = useLanguage();
  const { slug, title, description } = template;
  const page = useQuery(trpc.templates.get.queryOptions({ slug }, { staleTime: Infinity }));
  return (
    <Dialog
      open
      size="lg"
      onOpenChange={(open) => !open && onClose()}
      title={title[language]}
      description={description[language]}
      footer={<Use {...use} />}
    >
      <div className="flex flex-col gap-4">
        <div className="overflow-hidden rounded-md border border-line">
          <GraphThumbnail {...thumbnailOf(template)} width={720} height={180} />
        </div>
        <section>
          <h3 className="mb-1.5 font-semibold">{t('steps')}</h3>
          <ul className="grid grid-cols-2 gap-x-6 gap-y-1 max-md:grid-cols-1">
            {kindsOf(template).map(({ type, stage, title: name, description: does }) => (
              <li key={type} className="flex items-start gap-2">
                <StageIcon stage={stage} className="mt-0.5" />
                <span>
                  <span className="font-medium">{name[language]}</span>
                  <span className="block text-sm text-ink-2">{does[language]}</span>
                </span>
              </li>
            ))}
          </ul>
        </section>
        {page.isPending && <Skeleton className="h-40" />}
        {page.isError && <ErrorNote error={page.error} retry={() => void page.refetch()} />}
        {page.data !== undefined && page.data.readme !== '' && (
          <section aria-label={t('about')} className="border-t border-line pt-4">
            <ReactMarkdown remarkPlugins={[remarkGfm]} components={PARTS}>
              {page.data.readme}
            </ReactMarkdown>
          </section>
        )}
      </div>
    </Dialog>
  );
}

/** The page is written for readers of the repository: its links lead to files beside it, which are not here. */
const PARTS: Components = {
  h1: () => null,
  h2: ({ children }) => <h3 className="mt-4 mb-1 font-semibold">{children}</h3>,
  h3: ({ children }) => <h4 className="mt-3 mb-1 font-medium">{children}</h4>,
  p: ({ children }) => <p className="my-2 max-w-prose">{children}</p>,
  ul: ({ children }) => <ul className="my-2 list-disc pl-5">{children}</ul>,
  ol: ({ children }) => <ol className="my-2 list-decimal pl-5">{children}</ol>,
  a: ({ children }) => <span>{children}</span>,
  img: () => null,
  code: ({ children }) => (
    <code className="rounded-sm bg-sunken px-1 font-mono text-[0.92em]">{children}</code>
  ),
  pre: ({ children }) => (
    <pre tabIndex={0} className="my-2 overflow-x-auto rounded-md bg-sunken p-3 text-sm">
      {children}
    </pre>
  ),
  table: ({ children }) => (
    <div className="my-2 overflow-x-auto">
      <table className="border-collapse">{children}</table>
    </div>
  ),
  th: ({ children }) => <th className="border-b border-line px-2 py-1 text-left font-medium">{children}</th>,
  td: ({ children }) => <td className="border-b border-line px-2 py-1 align-top">{children}</td>,
};
