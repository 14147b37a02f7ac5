import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { placeThumbnail } from './thumbnail.ts';

const size = { width: 280, height: 120 };
const node = fc.record({
  id: fc.uuid(),
  x: fc.integer({ min: -5000, max: 5000 }),
  y: fc.integer({ min: -5000, max: 5000 }),
  color: fc.constant('red'),
});

describe('a thumbnail', () => {
  it('holds every node inside the picture, wherever they lie on the canvas', () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(node, { minLength: 1, maxLength: 40, selector: ({ id }) => id }),
        (nodes) => {
          const placed = placeThumbnail({ nodes, edges: [], ...size });
          for (const { x, y, width, height } of placed.nodes) {
            expect(x).toBeGreaterThanOrEqual(0);
            expect(y).toBeGreaterThanOrEqual(0);
            expect(x + width).toBeLessThanOrEqual(size.width + 0.01);
            expect(y + height).toBeLessThanOrEqual(size.height + 0.01);
          }
        },
      ),
    );
  });

  it('keeps who is left of whom', () => {
    const nodes = [0, 300, 600].map((x) => ({ id: String(x), x, y: 0, color: 'red' }));
    const { nodes: placed } = placeThumbnail({ nodes, edges: [], ...size });
    expect(placed[0]!.x + placed[0]!.width).toBeLessThan(placed[1]!.x);
    expect(placed[1]!.x + placed[1]!.width).toBeLessThan(placed[2]!.x);
  });

  it('draws a wire from the right edge of one to the left edge of the other, and none to nowhere', () => {
    const nodes = [0, 300].map((x) => ({ id: String(x), x, y: 0, color: 'red' }));
    const edges = [
      { from: '0', to: '300' },
      { from: '0', to: 'gone' },
    ];
    const { wires, nodes: placed } = placeThumbnail({ nodes, edges, ...size });
    expect(wires).toHaveLength(1);
    const [x1, , , , , , x2] = wires[0]!.path.match(/-?[\d.]+/g)!.map(Number);
    expect(x1).toBeCloseTo(placed[0]!.x + placed[0]!.width, 0);
    expect(x2).toBeCloseTo(placed[1]!.x, 0);
  });

  it('draws one wire between two nodes, however many ports join them', () => {
    const nodes = [0, 300].map((x) => ({ id: String(x), x, y: 0, color: 'red' }));
    const edge = { from: '0', to: '300' };
    expect(placeThumbnail({ nodes, edges: [edge, { ...edge }], ...size }).wires).toHaveLength(1);
  });

  it('is empty for an empty graph', () => {
    expect(placeThumbnail({ nodes: [], edges: [], ...size })).toEqual({ nodes: [], wires: [] });
  });
});
