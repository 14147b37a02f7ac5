import { useState } from 'react';
import { formatBytes } from '../../i18n/format.ts';
import { useMessages } from '../../i18n/index.ts';
import { messages } from './messages.ts';
import { MOST_BYTES, readFile } from './readFile.ts';

/** Makes a document of a file that was chosen or dropped. `problem` is a sentence, or null. */
export function useImport(create: (from: { content: unknown }) => void) {
  const t = useMessages(messages);
  const [problem, setProblem] = useState<string | null>(null);
  const take = async (file: File | undefined): Promise<void> => {
    if (file === undefined) return;
    const read = await readFile(file);
    setProblem(null);
    switch (read.kind) {
      case 'read':
        return create({ content: read.content });
      case 'tooLarge':
        return setProblem(t('tooLarge', { name: read.name, limit: formatBytes(MOST_BYTES) }));
      case 'notJson':
        return setProblem(t('notJson', { name: read.name, detail: read.detail }));
    }
  };
  return { take, problem };
}
