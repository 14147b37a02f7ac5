import { Panel } from '@xyflow/react';
import { useOthers } from '../../document/index.ts';
import { useMessages } from '../../i18n/index.ts';
import { Button } from '../../ui/index.ts';
import { Cursors } from './Cursors.tsx';
import { follow, useFollowed } from './followed.ts';
import { messages } from './messages.ts';
import { useTellSelection } from './useTellSelection.ts';
import { useView } from './useView.ts';

/** The others on the canvas: their cursors, and the frame around it while one of them is followed. */
export function PresenceOnCanvas() {
  const t = useMessages(messages);
  const leader = useFollowed();
  const person = useOthers().find(({ clientId }) => clientId === leader);
  useView();
  useTellSelection();
  return (
    <>
      <Cursors />
      {person !== undefined && (
        <>
          <div
            className="pointer-events-none absolute inset-0 z-10 border-2"
            style={{ borderColor: person.color }}
            aria-hidden="true"
          />
          <Panel position="top-center">
            <div
              role="status"
              className="flex items-center gap-2 rounded-md border border-line bg-raised py-1 pr-1 pl-3 shadow-raised"
            >
              {t('following', { name: person.name })}
              <Button size="sm" variant="quiet" onClick={() => follow(null)}>
                {t('stop')}
              </Button>
            </div>
          </Panel>
        </>
      )}
    </>
  );
}
