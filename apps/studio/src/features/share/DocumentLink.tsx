import { useState } from 'react';
import { useSearchParams } from 'wouter';
import { paths, useWorkspace } from '../../shell/index.ts';
import { useLive } from '../../document/index.ts';
import { useMessages } from '../../i18n/index.ts';
import { CopyableLine, SegmentedControl } from '../../ui/index.ts';
import { messages } from './messages.ts';
import { kindOf, placeOf } from './place.ts';

/** The link to the document, or to the node and run one looks at. */
export function DocumentLink() {
  const t = useMessages(messages);
  const { slug } = useWorkspace();
  const { documentId } = useLive();
  const [search] = useSearchParams();
  const [narrow, setNarrow] = useState(true);
  const place = placeOf(search);
  const kind = kindOf(place);
  const shown = narrow ? place : {};
  const link = `${location.origin}${paths.document(slug, documentId, shown)}`;
  return (
    <section aria-label={t('link')} className="flex flex-col gap-2">
      {kind !== 'document' && (
        <SegmentedControl
          className="self-start"
          label={t('link-to')}
          value={narrow ? 'place' : 'document'}
          onValueChange={(value) => setNarrow(value === 'place')}
          options={[
            { value: 'place', label: t(kind) },
            { value: 'document', label: t('document') },
          ]}
        />
      )}
      <CopyableLine text={link} label={t('link')} copyLabel={t('copy-link')} />
    </section>
  );
}
