import { ChevronDown, Play, TriangleAlert } from 'lucide-react';
import clsx from 'clsx';
import { useEffect } from 'react';
import { useDiagnostics } from '../../document/index.ts';
import { useMessages } from '../../i18n/index.ts';
import { openDrawer, usePreview, useRunActions, useRuns } from '../../runs/index.ts';
import { Button, IconButton, Menu, Tooltip, type MenuItem } from '../../ui/index.ts';
import { messages } from './messages.ts';
import { runLabel } from './runLabel.ts';
import type { Doing } from './useDoing.ts';

/** The Run button carries the preview. While somebody looks at it, the nodes that would run are marked. */
export function RunButton({ doing, more }: { readonly doing: Doing; readonly more: readonly MenuItem[] }) {
  const t = useMessages(messages);
  const preview = usePreview();
  const problems = useDiagnostics().length;
  const starting = useRuns((state) => state.starting !== null);
  const { markForecast } = useRunActions();
  const { kind, main, details, hint, current } = runLabel(preview, { problems, t });
  const blocked = kind === 'blocked';
  const variant = kind === 'blocked' || kind === 'nothing' || kind === 'empty' ? 'quiet' : 'primary';
  // While a run goes on, this button is not there: nobody looks at it any more.
  useEffect(() => () => markForecast(false), [markForecast]);
  return (
    <div
      className="flex items-center"
      onPointerEnter={() => markForecast(true)}
      onPointerLeave={() => markForecast(false)}
      onFocus={() => markForecast(true)}
      onBlur={() => markForecast(false)}
    >
      <Tooltip label={hint} shortcut={blocked ? undefined : 'mod+enter'}>
        <Button
          variant={variant}
          icon={blocked ? TriangleAlert : Play}
          busy={starting}
          disabled={kind === 'empty'}
          data-testid="run-button"
          data-kind={kind}
          className="rounded-r-none"
          onClick={() => (blocked ? openDrawer('problems') : void doing.start({}))}
        >
          <span className={clsx('whitespace-nowrap tabular-nums max-sm:sr-only', blocked && 'text-failed')}>
            {starting ? t('starting') : main}
            {!starting && (
              <span className={clsx('hidden opacity-75 xl:inline', !current && 'opacity-50')}>
                {details.map((detail) => ` · ${detail}`)}
              </span>
            )}
          </span>
        </Button>
      </Tooltip>
      <Menu
        items={[...more]}
        trigger={
          <IconButton
            icon={ChevronDown}
            label={t('more')}
            variant={variant}
            className={clsx('rounded-l-none', variant === 'primary' ? 'border-l-on-accent/25' : 'border-l-0')}
          />
        }
      />
    </div>
  );
}
