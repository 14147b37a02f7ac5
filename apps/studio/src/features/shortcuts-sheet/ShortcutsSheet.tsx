import { Dialog } from '../../ui/index.ts';

export function ShortcutsSheet({ onClose }: { readonly onClose: () => void }) {
  return (
    <Dialog open onOpenChange={(open) => !open && onClose()} title="">
      {null}
    </Dialog>
  );
}
