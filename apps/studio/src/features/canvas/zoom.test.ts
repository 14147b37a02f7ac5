import { describe, expect, it } from 'vitest';
import { typeScale, ZOOM, zoomLevel } from './zoom.ts';

const zooms = Array.from({ length: 193 }, (_, at) => ZOOM.min + at * 0.0126);

describe('type on the canvas', () => {
  it('is never smaller on screen than it was drawn, nor a tenth larger', () => {
    for (const zoom of zooms.filter((each) => each <= 1)) {
      const onScreen = typeScale(zoom) * zoom;
      expect(onScreen).toBeGreaterThanOrEqual(1 - 1e-9);
      expect(onScreen).toBeLessThan(1.1);
    }
  });

  it('stays as it is drawn when cells are magnified', () => {
    expect(typeScale(1)).toBe(1);
    expect(typeScale(ZOOM.max)).toBe(1);
  });

  it('changes in few steps, since each of them restyles every cell', () => {
    expect(new Set(zooms.map(typeScale)).size).toBeLessThan(32);
  });
});

it('shows more of a cell the nearer one is', () => {
  expect([0.1, 0.5, 1].map(zoomLevel)).toEqual(['far', 'middle', 'near']);
});
