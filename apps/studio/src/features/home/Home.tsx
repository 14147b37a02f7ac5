import { ChevronDown, FileUp, LayoutTemplate, Plus } from 'lucide-react';
import { useRef } from 'react';
import { useLocation } from 'wouter';
import { Page, paths, useCreateDocument, useWorkspace } from '../../shell/index.ts';
import { useCommands } from '../../commands/index.ts';
import { useMessages } from '../../i18n/index.ts';
import { Button, ErrorNote, IconButton, Menu } from '../../ui/index.ts';
import { Documents } from './Documents.tsx';
import { DropZone } from './DropZone.tsx';
import { messages } from './messages.ts';
import { RunsNow } from './RunsNow.tsx';
import { useImport } from './useImport.ts';

/** Where a day begins: what waits, what runs, what was worked on last, and the ways to begin something. */
export function Home() {
  const t = useMessages(messages);
  const { slug, name, can } = useWorkspace();
  const [, navigate] = useLocation();
  const { create, pending, error } = useCreateDocument();
  const { take, problem } = useImport((from) => create(from));
  const chooser = useRef<HTMLInputElement>(null);
  const mayCreate = can('document:create');
  const choose = () => chooser.current?.click();
  useCommands([
    {
      id: 'document.new',
      title: t('newDocument'),
      group: 'document',
      icon: Plus,
      enabled: mayCreate,
      run: () => create(),
    },
    {
      id: 'document.import',
      title: t('importFile'),
      group: 'document',
      icon: FileUp,
      enabled: mayCreate,
      run: choose,
    },
  ]);
  const toTemplates = () => navigate(paths.templates(slug));
  const begin = mayCreate && (
    <>
      <Button variant="primary" icon={LayoutTemplate} onClick={toTemplates}>
        {t('fromTemplate')}
      </Button>
      <Button icon={Plus} busy={pending} onClick={() => create()}>
        {t('newDocument')}
      </Button>
      <Button variant="plain" icon={FileUp} onClick={choose}>
        {t('importFile')}
      </Button>
    </>
  );
  return (
    <DropZone enabled={mayCreate} label={t('drop')} onDrop={(file) => void take(file)}>
      <Page
        title={name}
        actions={
          mayCreate && (
            <div className="flex">
              <Button
                variant="primary"
                icon={Plus}
                busy={pending}
                className="rounded-r-none"
                onClick={() => create()}
              >
                {t('newDocument')}
              </Button>
              <Menu
                trigger={
                  <IconButton
                    icon={ChevronDown}
                    label={t('more')}
                    variant="primary"
                    className="rounded-l-none border-l-on-accent/25"
                  />
                }
                items={[
                  { id: 'template', label: t('fromTemplate'), icon: LayoutTemplate, onSelect: toTemplates },
                  { id: 'import', label: t('importFile'), icon: FileUp, onSelect: choose },
                ]}
              />
            </div>
          )
        }
      >
        <input
          ref={chooser}
          hidden
          type="file"
          accept=".json,application/json"
          aria-label={t('importHint')}
          onChange={({ target }) => {
            void take(target.files?.[0]);
            // The same file again is a choice again.
            target.value = '';
          }}
        />
        {problem !== null && (
          <p role="alert" className="rounded-md border border-line bg-surface p-3 text-failed">
            {problem}
          </p>
        )}
        <ErrorNote error={error} />
        <RunsNow />
        <Documents begin={begin} />
      </Page>
    </DropZone>
  );
}
