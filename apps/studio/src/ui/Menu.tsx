import type { LucideIcon } from 'lucide-react';
import { Check, ChevronRight } from 'lucide-react';
import { ContextMenu as Context, DropdownMenu as Dropdown } from 'radix-ui';
import type { ReactElement, ReactNode } from 'react';
import { Kbd } from './Kbd.tsx';

export interface MenuAction {
  readonly id: string;
  readonly label: string;
  readonly icon?: LucideIcon | undefined;
  readonly shortcut?: string | undefined;
  readonly danger?: boolean | undefined;
  readonly disabled?: boolean | undefined;
  /** When given, the item is a tick that can be set. */
  readonly checked?: boolean | undefined;
  readonly onSelect: () => void;
}

export interface Submenu {
  readonly id: string;
  readonly label: string;
  readonly icon?: LucideIcon | undefined;
  readonly items: readonly MenuItem[];
}

export type MenuItem = MenuAction | Submenu | 'separator';

const PANEL =
  'weft-fade z-50 min-w-48 max-w-80 overflow-y-auto rounded-md border border-line bg-raised p-1 shadow-raised outline-none';
const ITEM =
  'flex h-7 items-center gap-2 rounded-sm px-2 outline-none select-none data-[disabled]:opacity-45 data-[highlighted]:bg-hover data-[state=open]:bg-hover';

export interface MenuProps {
  readonly trigger: ReactElement;
  readonly items: readonly MenuItem[];
  readonly align?: 'start' | 'center' | 'end';
  readonly side?: 'top' | 'right' | 'bottom' | 'left';
  /** Shown above the items. */
  readonly header?: ReactNode;
}

export function Menu({ trigger, items, align = 'end', side = 'bottom', header }: MenuProps) {
  return (
    <Dropdown.Root modal={false}>
      <Dropdown.Trigger asChild>{trigger}</Dropdown.Trigger>
      <Dropdown.Portal>
        <Dropdown.Content
          align={align}
          side={side}
          sideOffset={4}
          collisionPadding={8}
          className={`${PANEL} max-h-(--radix-dropdown-menu-content-available-height)`}
        >
          {header}
          <Items items={items} kind={Dropdown} />
        </Dropdown.Content>
      </Dropdown.Portal>
    </Dropdown.Root>
  );
}

export interface ContextMenuProps {
  readonly items: readonly MenuItem[];
  /** One element: what is right-clicked. */
  readonly children: ReactElement;
}

export function ContextMenu({ items, children }: ContextMenuProps) {
  return (
    <Context.Root modal={false}>
      <Context.Trigger asChild>{children}</Context.Trigger>
      <Context.Portal>
        <Context.Content
          collisionPadding={8}
          className={`${PANEL} max-h-(--radix-context-menu-content-available-height)`}
        >
          <Items items={items} kind={Context} />
        </Context.Content>
      </Context.Portal>
    </Context.Root>
  );
}

/** The two menus of Radix have the same parts under two names. */
type Kind = Pick<
  typeof Dropdown,
  'Item' | 'CheckboxItem' | 'ItemIndicator' | 'Separator' | 'Sub' | 'SubTrigger' | 'SubContent' | 'Portal'
>;

function Items({ items, kind: Kind }: { readonly items: readonly MenuItem[]; readonly kind: Kind }) {
  return items.map((item, at) => {
    if (item === 'separator')
      return <Kind.Separator key={`separator-${at}`} className="-mx-1 my-1 h-px bg-line" />;
    if ('items' in item)
      return (
        <Kind.Sub key={item.id}>
          <Kind.SubTrigger className={ITEM}>
            <Face {...item} />
            <ChevronRight aria-hidden className="ml-auto size-3.5 text-ink-3" />
          </Kind.SubTrigger>
          <Kind.Portal>
            <Kind.SubContent className={PANEL} sideOffset={2} collisionPadding={8}>
              <Items items={item.items} kind={Kind} />
            </Kind.SubContent>
          </Kind.Portal>
        </Kind.Sub>
      );
    const { id, checked, danger, disabled = false, shortcut, onSelect } = item;
    const look = danger === true ? `${ITEM} text-failed` : ITEM;
    const keys = shortcut !== undefined && <Kbd keys={shortcut} className="ml-auto pl-4 text-ink-3" />;
    if (checked !== undefined)
      return (
        <Kind.CheckboxItem
          key={id}
          checked={checked}
          disabled={disabled}
          onSelect={onSelect}
          className={look}
        >
          <Face {...item} />
          {keys}
          <Kind.ItemIndicator className="ml-auto">
            <Check aria-hidden className="size-3.5" />
          </Kind.ItemIndicator>
        </Kind.CheckboxItem>
      );
    return (
      <Kind.Item key={id} disabled={disabled} onSelect={onSelect} className={look}>
        <Face {...item} />
        {keys}
      </Kind.Item>
    );
  });
}

const Face = ({ icon: Icon, label }: Pick<MenuAction, 'icon' | 'label'>) => (
  <>
    {Icon !== undefined && <Icon aria-hidden className="size-3.5 shrink-0 opacity-80" />}
    <span className="truncate">{label}</span>
  </>
);
