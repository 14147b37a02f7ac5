import { FileDown } from 'lucide-react';
import { useRef, useState, type DragEvent, type ReactNode } from 'react';

export interface DropZoneProps {
  readonly enabled: boolean;
  /** Shown while a file is held over it. */
  readonly label: string;
  readonly onDrop: (file: File | undefined) => void;
  readonly children: ReactNode;
}

/** Takes a file that is dropped anywhere on it. */
export function DropZone({ enabled, label, onDrop, children }: DropZoneProps) {
  const [over, setOver] = useState(false);
  // Leaving a child for another fires both events: only their balance tells when the pointer left the zone.
  const depth = useRef(0);
  const move = (by: number): void => {
    depth.current = Math.max(0, depth.current + by);
    setOver(depth.current > 0);
  };
  const holdsFile = (event: DragEvent): boolean => enabled && event.dataTransfer.types.includes('Files');
  return (
    <div
      className="relative min-h-full"
      onDragEnter={(event) => holdsFile(event) && move(1)}
      onDragLeave={(event) => holdsFile(event) && move(-1)}
      onDragOver={(event) => holdsFile(event) && event.preventDefault()}
      onDrop={(event) => {
        if (!holdsFile(event)) return;
        event.preventDefault();
        depth.current = 0;
        setOver(false);
        onDrop(event.dataTransfer.files[0]);
      }}
    >
      {children}
      {over && (
        <div className="pointer-events-none absolute inset-2 z-10 grid place-items-center rounded-lg border-2 border-dashed border-focus bg-selected/80">
          <p className="flex items-center gap-2 text-lg font-semibold">
            <FileDown aria-hidden className="size-5" />
            {label}
          </p>
        </div>
      )}
    </div>
  );
}
