import { reveal, select } from '../../../document/index.ts';

/** Shows a node, and puts the cursor into one of its fields when there is such a field on screen. */
export function goTo(nodeId: string, field: string | null): void {
  select([nodeId]);
  reveal(nodeId);
  if (field === null) return;
  // The inspector opens with the selection, in the next frames. "split.size" is a part of the param "split".
  const name = field.split('.')[0]!;
  let frames = 30;
  const look = () => {
    const place = document.querySelector(`[data-testid="param-${CSS.escape(nodeId)}-${CSS.escape(name)}"]`);
    if (place === null) {
      if (frames-- > 0) requestAnimationFrame(look);
      return;
    }
    const control = place.matches(FOCUSABLE) ? place : place.querySelector(FOCUSABLE);
    place.scrollIntoView({ block: 'nearest' });
    (control as HTMLElement | null)?.focus();
  };
  requestAnimationFrame(look);
}

const FOCUSABLE = 'input, textarea, select, button, [tabindex="0"]';
