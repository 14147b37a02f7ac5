import { FileText, FolderOpen, Upload, X } from 'lucide-react';
import { useId, useRef, useState } from 'react';
import { useMessages } from '../../../i18n/index.ts';
import { Button, IconButton, Popover, ProgressBar } from '../../../ui/index.ts';
import { messages } from '../messages.ts';
import { fileName } from '../paths.ts';
import { UploadList } from '../UploadList.tsx';
import { useUpload } from '../useUpload.ts';
import type { ControlOf, ControlProps } from './controlProps.ts';

/** A file: dropped, chosen from this machine, or one that the workspace has. Never a path that somebody typed. */
export function PathControl({
  control,
  id,
  label,
  raw,
  onRaw,
  disabled,
  invalid,
  describedBy,
}: ControlProps<ControlOf<'path'>>) {
  const t = useMessages(messages);
  const input = useRef<HTMLInputElement>(null);
  const problemId = useId();
  const [over, setOver] = useState(false);
  const [listed, setListed] = useState(false);
  const { state, send, stop } = useUpload(onRaw);
  const path = typeof raw === 'string' ? raw : '';
  return (
    <div
      className={`nodrag rounded-md border ${
        over ? 'border-focus bg-selected' : invalid ? 'border-danger' : 'border-line-strong bg-surface'
      }`}
      onDragOver={(event) => {
        if (disabled || !event.dataTransfer.types.includes('Files')) return;
        event.preventDefault();
        event.stopPropagation();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={(event) => {
        setOver(false);
        const file = event.dataTransfer.files[0];
        if (disabled || file === undefined) return;
        // The canvas would make a node of it.
        event.preventDefault();
        event.stopPropagation();
        void send(file);
      }}
    >
      <div className="flex items-center gap-1 py-0.5 pr-0.5 pl-2">
        <FileText size={13} aria-hidden className="shrink-0 text-ink-3" />
        <span className="min-w-0 flex-1 truncate text-sm" title={path}>
          {over ? t('drop-now') : <Name path={path} />}
        </span>
        {path !== '' && !disabled && (
          <IconButton icon={X} size="sm" label={t('clear-file')} onClick={() => onRaw('')} />
        )}
        {!disabled && (
          <>
            <Popover
              open={listed}
              onOpenChange={setListed}
              trigger={<IconButton icon={FolderOpen} size="sm" label={t('uploads')} />}
            >
              <UploadList
                chosen={path}
                onChoose={(chosen) => {
                  setListed(false);
                  onRaw(chosen);
                }}
              />
            </Popover>
            <IconButton
              id={id}
              icon={Upload}
              size="sm"
              label={`${label}: ${t('upload')}`}
              aria-describedby={describedBy}
              onClick={() => input.current?.click()}
            />
          </>
        )}
        <input
          ref={input}
          type="file"
          hidden
          accept={control.accept.join(',') || undefined}
          onChange={({ target }) => {
            const file = target.files?.[0];
            // The same file may be chosen again after it was changed.
            target.value = '';
            if (file !== undefined) void send(file);
          }}
        />
      </div>
      {fileName(path).kind === 'elsewhere' && (
        <p className="px-2 pb-1 text-xs text-waiting">{t('elsewhere')}</p>
      )}
      {state.kind === 'sending' && (
        <div className="flex items-center gap-2 px-2 pb-1">
          <ProgressBar value={state.share} label={t('uploading', { name: state.name })} />
          <Button size="sm" variant="plain" onClick={stop}>
            {t('stop-upload')}
          </Button>
        </div>
      )}
      {state.kind === 'failed' && (
        <p id={problemId} role="alert" className="px-2 pb-1 text-xs text-failed">
          {state.reason}
        </p>
      )}
    </div>
  );
}

function Name({ path }: { path: string }) {
  const t = useMessages(messages);
  const file = fileName(path);
  switch (file.kind) {
    case 'none':
      return <span className="text-ink-3">{t('drop-file')}</span>;
    case 'upload':
      return <>{file.name}</>;
    case 'template':
      return (
        <>
          {file.name} <span className="text-ink-3">{t('of-template', { template: file.template })}</span>
        </>
      );
    case 'elsewhere':
      return <span className="font-mono">{file.path}</span>;
  }
}
