import { ArrowRight, Copy } from 'lucide-react';
import { formatDuration } from '../../i18n/format.ts';
import { useLanguage, useMessages } from '../../i18n/index.ts';
import { Badge, Button, GraphThumbnail, Tooltip } from '../../ui/index.ts';
import { thumbnailOf, type TemplateItem } from './graph.ts';
import { messages } from './messages.ts';

export interface TemplateCardProps {
  readonly template: TemplateItem;
  readonly canUse: boolean;
  readonly busy: boolean;
  readonly onUse: () => void;
  readonly onRead: () => void;
}

export function TemplateCard({ template, canUse, busy, onUse, onRead }: TemplateCardProps) {
  const t = useMessages(messages);
  const language = useLanguage();
  const { title, description, tags, nodes, duration } = template;
  return (
    <li className="flex flex-col overflow-hidden rounded-lg border border-line bg-surface">
      <div className="border-b border-line">
        <GraphThumbnail {...thumbnailOf(template)} />
      </div>
      <div className="flex flex-1 flex-col gap-2 p-4">
        <h2 className="text-lg font-semibold">{title[language]}</h2>
        <p className="flex-1 text-ink-2">{description[language]}</p>
        <p className="text-sm text-ink-2">
          {[
            t('nodes', { count: nodes.length }),
            t('duration', { duration: formatDuration(duration * 1000) }),
          ].join(' · ')}
        </p>
        <ul aria-label={t('tags')} className="flex flex-wrap gap-1">
          {tags.map((tag) => (
            <li key={tag}>
              <Badge>{tag}</Badge>
            </li>
          ))}
        </ul>
        <div className="mt-1 flex flex-wrap gap-2">
          <Use canUse={canUse} busy={busy} onUse={onUse} />
          <Button variant="plain" icon={ArrowRight} onClick={onRead}>
            {t('read')}
          </Button>
        </div>
      </div>
    </li>
  );
}

/** Makes a document of it; says why it cannot, where it cannot. */
export function Use({ canUse, busy, onUse }: Pick<TemplateCardProps, 'canUse' | 'busy' | 'onUse'>) {
  const t = useMessages(messages);
  const button = (
    <Button variant="primary" icon={Copy} disabled={!canUse} busy={busy} onClick={onUse}>
      {t('use')}
    </Button>
  );
  return canUse ? button : <Tooltip label={t('readOnly')}>{button}</Tooltip>;
}
