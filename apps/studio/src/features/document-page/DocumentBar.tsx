import { Ellipsis, LayoutList, Workflow } from 'lucide-react';
import type { Command } from '../../commands/index.ts';
import { commandOf, useAllCommands } from '../../commands/index.ts';
import { useMessages } from '../../i18n/index.ts';
import { IconButton, Menu, SegmentedControl, type MenuItem } from '../../ui/index.ts';
import { People } from '../presence/index.ts';
import { RunBar } from '../run-bar/index.ts';
import { messages } from './messages.ts';
import type { View } from './place.ts';
import { SaveStateNote } from './SaveStateNote.tsx';
import { ShareButton } from '../share/index.ts';
import { TitleField } from './TitleField.tsx';

/** Where one is: the title, and whether it is saved. */
export function DocumentBar() {
  return (
    <>
      <TitleField />
      <SaveStateNote />
    </>
  );
}

export interface DocumentBarEndProps {
  readonly view: View;
  readonly setView: (view: View) => void;
  /** Of the document as a whole. */
  readonly actions: readonly Command[];
}

/** What one can do: who is here, the view, sharing, the rest in a menu, and the run. */
export function DocumentBarEnd({ view, setView, actions }: DocumentBarEndProps) {
  const t = useMessages(messages);
  useAllCommands();
  const others = ['document.search', 'document.share', 'canvas.import'].flatMap((id) => commandOf(id) ?? []);
  const items = [...others, ...actions].map(({ id, title, icon, shortcut, enabled, run }): MenuItem => ({
    id,
    label: title,
    icon,
    shortcut,
    disabled: enabled === false,
    danger: id === 'document.delete',
    onSelect: () => void run(),
  }));
  return (
    <>
      <People />
      <SegmentedControl<View>
        label={t('view')}
        value={view}
        onValueChange={setView}
        className="max-md:hidden"
        compact
        options={[
          { value: 'canvas', label: t('canvas'), icon: Workflow },
          { value: 'notebook', label: t('notebook'), icon: LayoutList },
        ]}
      />
      <ShareButton />
      <Menu trigger={<IconButton icon={Ellipsis} label={t('more')} />} items={items} />
      <RunBar />
    </>
  );
}
