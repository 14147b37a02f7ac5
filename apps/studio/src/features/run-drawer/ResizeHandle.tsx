import { LEAST } from './drawerHeight.ts';

/** The upper edge of the drawer: dragged, or moved with the arrow keys. */
export function ResizeHandle({
  label,
  height,
  onResize,
  onKey,
}: {
  readonly label: string;
  readonly height: number;
  readonly onResize: (height: number) => void;
  /** True when the key meant something. */
  readonly onKey: (key: string) => boolean;
}) {
  return (
    <div
      role="separator"
      aria-orientation="horizontal"
      aria-label={label}
      aria-valuenow={height}
      aria-valuemin={LEAST}
      aria-valuemax={window.innerHeight}
      tabIndex={0}
      className="absolute inset-x-0 -top-1 z-20 h-2 cursor-row-resize touch-none hover:bg-line-strong"
      onPointerDown={(event) => {
        event.preventDefault();
        event.currentTarget.setPointerCapture(event.pointerId);
      }}
      onPointerMove={(event) => {
        if (!event.currentTarget.hasPointerCapture(event.pointerId)) return;
        const drawer = event.currentTarget.parentElement!.getBoundingClientRect();
        onResize(drawer.bottom - event.clientY);
      }}
      onKeyDown={(event) => {
        if (!onKey(event.key)) return;
        event.preventDefault();
        event.stopPropagation();
      }}
    />
  );
}
